/* The budget's comfort: sums as one types, arrow keys between cells, paste from a spreadsheet.
   Everything works without it: the server adds up the same way (applications/budgeting.py). */
(function () {
  "use strict";

  const NBSP = "\u00a0";

  /** Amount in cents as French people type it; 0 for an empty cell, null when it is no amount. */
  function cents(text) {
    let value = text.replace(/[\s\u00a0\u202f€]/g, "");
    if (!value) {
      return 0;
    }
    if (value.includes(",")) {
      value = value.replace(/\./g, "").replace(",", ".");
    } else if (/^\d{1,3}(\.\d{3})+$/.test(value)) {
      value = value.replace(/\./g, "");
    }
    // Ten figures at most, as the server reads them: more is an error, not a sum.
    if (!/^0*\d{1,10}(\.\d{0,2})?$/.test(value)) {
      return null;
    }
    return Math.round(parseFloat(value) * 100);
  }

  /** « 12 500,50 », cents only when there are some. */
  function number(amount) {
    const sign = amount < 0 ? "-" : "";
    const whole = Math.floor(Math.abs(amount) / 100).toString();
    const rest = Math.abs(amount) % 100;
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NBSP);
    return sign + grouped + (rest ? "," + String(rest).padStart(2, "0") : "");
  }

  function euros(amount) {
    return number(amount) + NBSP + "€";
  }

  function write(root, key, text) {
    root.querySelectorAll(`[data-sum="${key}"]`).forEach((node) => {
      if (node.textContent !== text) {
        node.textContent = text;
      }
    });
  }

  function addUp(root) {
    const sums = {};
    const add = (key, amount) => {
      sums[key] = (sums[key] || 0) + amount;
    };
    root.querySelectorAll("[data-line]").forEach((row) => {
      let total = 0;
      row.querySelectorAll("[data-year] input").forEach((cell) => {
        const amount = cents(cell.value) || 0;
        total += amount;
        const inKind = row.querySelector("select[data-account] option:checked[data-in-kind]");
        const side = row.dataset.line;
        if (!inKind) {
          add(`${side}-${cell.parentElement.dataset.year}`, amount);
          add(side, amount);
        }
      });
      const output = row.querySelector("[data-row-total]");
      if (output) {
        output.textContent = euros(total);
      }
    });
    const years = Number(root.dataset.years);
    const ceiling = Number(root.dataset.ceiling) * 100;
    const requested = sums.requested || 0;
    const resources = (sums.resource || 0) + requested;
    const gaps = [];
    for (let year = 1; year <= years; year += 1) {
      const expense = sums[`expense-${year}`] || 0;
      const asked = sums[`requested-${year}`] || 0;
      const income = (sums[`resource-${year}`] || 0) + asked;
      write(root, `expense-${year}`, euros(expense));
      write(root, `resource-${year}`, euros(income));
      write(root, `requested-${year}`, euros(asked));
      write(root, `balance-${year}`, euros(income - expense));
      if (income < expense) {
        gaps.push(`il manque ${euros(expense - income)} de ressources en année ${year}`);
      } else if (income > expense) {
        gaps.push(`${euros(income - expense)} de ressources en trop en année ${year}`);
      }
    }
    write(root, "expense", euros(sums.expense || 0));
    write(root, "resource", euros(resources));
    write(root, "balance", euros(resources - (sums.expense || 0)));
    write(root, "requested", euros(requested));
    write(
      root,
      "ceiling",
      requested > ceiling
        ? `${euros(requested - ceiling)} au-dessus du plafond`
        : `${euros(ceiling - requested)} sous le plafond`
    );
    write(root, "cofinancing", resources ? Math.round((1 - requested / resources) * 100) + NBSP + "%" : "–");
    write(root, "verdict", gaps.length ? gaps.join(" ; ") : "équilibré");
    const gauge = root.querySelector("[data-gauge]");
    if (gauge) {
      gauge.value = Math.min(requested, ceiling) / 100;
      gauge.classList.toggle("budget-gauge--over", requested > ceiling);
    }
  }

  /** Cells of the grid, row by row, as they stand on the page. */
  function grid(root) {
    return Array.from(root.querySelectorAll("[data-line]")).map((row) =>
      Array.from(row.querySelectorAll("[data-year] input"))
    );
  }

  function place(rows, cell) {
    for (let r = 0; r < rows.length; r += 1) {
      const c = rows[r].indexOf(cell);
      if (c >= 0) {
        return [r, c];
      }
    }
    return null;
  }

  function move(event) {
    const cell = event.target;
    if (!cell.matches("[data-year] input")) {
      return;
    }
    const atStart = cell.selectionStart === 0 && cell.selectionEnd === 0;
    const atEnd = cell.selectionStart === cell.value.length;
    const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const steps = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: atStart || whole ? [0, -1] : null,
      ArrowRight: atEnd || whole ? [0, 1] : null,
    };
    const step = steps[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    const rows = grid(cell.closest("[data-budget]"));
    const [r, c] = place(rows, cell);
    const target = rows[r + step[0]] && rows[r + step[0]][c + step[1]];
    if (target) {
      event.preventDefault();
      target.focus();
      target.select();
    }
  }

  function paste(event) {
    const cell = event.target;
    if (!cell.matches("[data-year] input")) {
      return;
    }
    const text = event.clipboardData.getData("text");
    if (!/[\t\n]/.test(text.trim())) {
      return;
    }
    event.preventDefault();
    const rows = grid(cell.closest("[data-budget]"));
    const [r, c] = place(rows, cell);
    const lost = [];
    text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const target = rows[r + down] && rows[r + down][c + right];
        if (target) {
          target.value = value.trim();
          target.dispatchEvent(new Event("input", { bubbles: true }));
        } else if (value.trim()) {
          lost.push(value.trim());
        }
      });
    });
    const root = cell.closest("[data-budget]");
    const message = root.querySelector("[data-paste-message]");
    if (message) {
      message.textContent = lost.length
        ? `Sans case pour elles dans le tableau, ces valeurs ne sont pas collées${NBSP}: ${lost.slice(0, 5).join(", ")}${lost.length > 5 ? "…" : ""}. Ajoutez des lignes, puis recollez.`
        : "Valeurs collées.";
    }
  }

  document.querySelectorAll("[data-budget]").forEach((root) => {
    root.addEventListener("input", () => addUp(root));
    root.addEventListener("change", () => addUp(root));
    // A line added, removed or moved by lines.js changes no field: look after the click.
    root.addEventListener("click", () => window.setTimeout(() => addUp(root), 0));
    root.addEventListener("keydown", move);
    root.addEventListener("paste", paste);
    addUp(root);
  });
})();
