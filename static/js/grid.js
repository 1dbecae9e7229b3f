// The scoring grid: the total as one marks, and the keys 0 to 5 inside a criterion.
(() => {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const HIGHEST = 5;
  const criteria = [...form.querySelectorAll("[data-criterion]")];
  const score = form.querySelector("[data-score]");
  const missing = form.querySelector("[data-missing]");
  const total = Number(form.dataset.total);

  const markOf = (criterion) => criterion.querySelector("input[type=radio]:checked");

  const count = () => {
    const given = criteria.map(markOf);
    const left = given.filter((mark) => !mark).length;
    missing.textContent = left ? `encore ${left} note${left > 1 ? "s" : ""}` : "";
    if (left) { score.textContent = "–"; return; }
    const points = criteria.reduce((sum, criterion, rank) => sum + Number(criterion.dataset.weight) * Number(given[rank].value), 0);
    const exact = Math.round((points * 10000) / (HIGHEST * total)) / 100;
    score.textContent = exact.toLocaleString("fr-FR", { maximumFractionDigits: 2 });
  };

  form.addEventListener("change", count);
  document.addEventListener("limits:restored", count);
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[0-5]$/.test(event.key)) return;
    if (event.target.matches("textarea, input:not([type=radio])")) return;
    const criterion = event.target.closest("[data-criterion]");
    const mark = criterion?.querySelector(`input[type=radio][value="${event.key}"]`);
    if (!mark) return;
    event.preventDefault();
    mark.checked = true;
    mark.focus();
    mark.dispatchEvent(new Event("change", { bubbles: true }));
  });
  count();
})();
