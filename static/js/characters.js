// Says how many characters are left under each long text field (data-characters).
// The server counts again: a line break is one character, an emoji too.
(() => {
  const count = (text) => [...text.replace(/\r\n?/g, "\n")].length;
  const french = new Intl.NumberFormat("fr-FR");

  const show = (field) => {
    const hint = document.getElementById(`${field.id}_characters`);
    if (!hint) return;
    const left = Number(field.dataset.characters) - count(field.value);
    const word = Math.abs(left) > 1 ? "caractères" : "caractère";
    const number = french.format(Math.abs(left)).replace(/\u202f/g, "\u00a0");
    hint.textContent = left >= 0 ? `${number} ${word} restant${left > 1 ? "s" : ""}` : `${number} ${word} de trop`;
    hint.classList.toggle("fr-message--error", left < 0);
    hint.classList.toggle("fr-message", left < 0);
    hint.classList.toggle("fr-hint-text", left >= 0);
  };

  const showAll = (root) => root.querySelectorAll("[data-characters]").forEach(show);

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-characters]")) show(event.target);
  });
  document.addEventListener("htmx:load", (event) => showAll(event.target));
  showAll(document);
})();
