// Lines of a section added, removed and moved in the page. Without JavaScript the same buttons
// submit the form, and the server answers the page with the line added, removed or moved.
window.Limits = window.Limits || {};
(() => {
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(6)), (b) => b.toString(16).padStart(2, "0")).join("");
  const rowsOf = (list) => list.querySelector("[data-rows]");
  const changed = (list) => list.dispatchEvent(new Event("change", { bubbles: true }));
  const say = (list, text) => { const place = list.querySelector("[data-said]"); if (place) place.textContent = text; };

  const renumber = (list) => {
    rowsOf(list).querySelectorAll(":scope > [data-row]").forEach((row, index) => {
      row.querySelectorAll("[data-rank]").forEach((place) => { place.textContent = index + 1; });
    });
  };

  const blankRow = (list, id) => {
    const holder = document.createElement("template");
    holder.innerHTML = list.querySelector("[data-blank]").innerHTML.replaceAll("blank-id", id);
    return holder.content.firstElementChild;
  };

  const add = (list, id) => {
    const row = blankRow(list, id || newId());
    rowsOf(list).append(row);
    renumber(list);
    row.dispatchEvent(new Event("htmx:load", { bubbles: true })); // characters.js counts in it
    return row;
  };

  // Removing shows, in the line's place, how to have it back.
  const remove = (list, row) => {
    const noun = list.dataset.noun;
    const undo = document.createElement("p");
    undo.className = "line-undo";
    undo.append(`Le ${noun} est retiré. `);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fr-btn fr-btn--sm fr-btn--tertiary";
    button.textContent = "Annuler";
    button.addEventListener("click", () => {
      undo.replaceWith(row);
      renumber(list);
      changed(list);
      row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
    undo.append(button);
    row.replaceWith(undo);
    renumber(list);
    changed(list);
    say(list, `Le ${noun} est retiré. Le bouton Annuler le rétablit.`);
    button.focus();
  };

  const move = (list, row, up) => {
    const sibling = (from) => (up ? from.previousElementSibling : from.nextElementSibling);
    let other = sibling(row);
    while (other && !other.matches("[data-row]")) other = sibling(other);
    if (!other) return;
    if (up) other.before(row); else other.after(row);
    renumber(list);
    changed(list);
    const rank = [...rowsOf(list).querySelectorAll(":scope > [data-row]")].indexOf(row) + 1;
    say(list, `Déplacé en position ${rank}.`);
    const button = row.querySelector(`[data-move="${up ? "up" : "down"}"]`);
    (getComputedStyle(button).visibility === "hidden" ? row.querySelector("[data-move]:not([data-move=" + (up ? "up" : "down") + "])") : button).focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-add], [data-remove], [data-move]");
    const list = button?.closest("[data-lines]");
    if (!list) return;
    const row = button.closest("[data-row]");
    if (button.matches("[data-add]")) {
      const count = rowsOf(list).querySelectorAll(":scope > [data-row]").length;
      if (count >= Number(list.dataset.limit)) return; // the server says why
      event.preventDefault();
      add(list).querySelector("input:not([type=hidden]), select, textarea")?.focus();
      say(list, `Une ligne est ajoutée en position ${count + 1}.`);
    } else {
      event.preventDefault();
      if (button.matches("[data-remove]")) remove(list, row);
      else move(list, row, button.dataset.move === "up");
    }
  });

  // For the text given back after a lost session: make the list hold exactly these lines.
  const hold = (list, ids) => {
    if (!list.querySelector("[data-blank]")) return;
    const place = rowsOf(list);
    place.replaceChildren(...ids.map((id) => place.querySelector(`:scope > [data-row="${CSS.escape(id)}"]`) || blankRow(list, id)));
    renumber(list);
  };

  window.Limits.lines = { hold };
})();
