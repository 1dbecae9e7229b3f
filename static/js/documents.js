// Says at once that a file is too heavy, before it is sent. The server checks again.
"use strict";
(() => {
  const size = (bytes) => `${(bytes / 1e6).toLocaleString("fr-FR", { maximumFractionDigits: 1 })} Mo`;

  document.querySelectorAll("[data-documents]").forEach((form) => {
    const input = form.querySelector("input[type=file]");
    const alert = form.querySelector("[data-documents-alert]");
    if (!input || !alert) return;
    const max = (name) => Number(input.dataset[name]);

    const problem = () => {
      const files = [...input.files];
      const heavy = files.filter((file) => file.size > max("maxSize"));
      if (heavy.length) {
        return heavy
          .map((file) => `« ${file.name} » pèse ${size(file.size)}, la limite est de ${size(max("maxSize"))}.`)
          .join(" ");
      }
      if (files.length > max("maxFiles")) {
        return `${files.length} fichiers choisis : envoyez-en ${max("maxFiles")} au plus à la fois.`;
      }
      const total = files.reduce((sum, file) => sum + file.size, 0);
      if (total > max("maxRequest")) {
        return `Ces fichiers pèsent ensemble ${size(total)} : envoyez-les en plusieurs fois.`;
      }
      return "";
    };

    const show = () => {
      alert.textContent = problem();
      alert.hidden = !alert.textContent;
      return !alert.textContent;
    };

    input.addEventListener("change", show);
    form.addEventListener("submit", (event) => {
      if (!show()) {
        event.preventDefault();
        input.focus();
        return;
      }
      const button = form.querySelector("button[type=submit]");
      button.textContent = "Envoi en cours…";
      button.setAttribute("aria-disabled", "true");
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) window.location.reload();
    });
  });
})();
