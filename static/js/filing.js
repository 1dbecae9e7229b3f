// One click files once: the button rests while the answer is on its way (the server would give
// the same receipt anyway).
(function () {
  "use strict";
  document.querySelectorAll(".filing-sign form").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      var button = form.querySelector("button[type=submit]");
      button.textContent = "Dépôt en cours…";
      button.setAttribute("aria-disabled", "true");
    });
  });
  // A page the browser brings back from its memory can be sent again.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      window.location.reload();
    }
  });
})();
