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
  // Every part of the dossier opens at once, and for the paper (the rest is the browser's own).
  var folds = document.querySelectorAll(".recap-fold");
  var unfold = document.querySelector("[data-unfold]");
  function open(all) {
    folds.forEach(function (fold) { fold.open = all; });
    if (unfold) {
      unfold.textContent = all ? "Tout replier" : "Tout déplier";
      unfold.dataset.unfold = all ? "open" : "";
    }
  }
  if (unfold && folds.length) {
    unfold.hidden = false;
    unfold.addEventListener("click", function () { open(unfold.dataset.unfold !== "open"); });
  }
  window.addEventListener("beforeprint", function () { open(true); });
  // A page the browser brings back from its memory can be sent again.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      window.location.reload();
    }
  });
})();
