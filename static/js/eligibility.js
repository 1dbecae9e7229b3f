// The eligibility panel folds into a bar at the foot of a phone. Folded or not stays as the
// person left it when the panel is replaced while typing. Without this script it stays open.
"use strict";
(() => {
  const phone = window.matchMedia("(max-width: 61.99em)");
  let isOpen = !phone.matches;

  const apply = () => {
    document.querySelectorAll("[data-eligibility-fold]").forEach((fold) => {
      if (fold.open !== isOpen) fold.open = isOpen;
      if (fold.dataset.watched) return;
      fold.dataset.watched = "yes";
      fold.addEventListener("toggle", () => {
        if (fold.isConnected) isOpen = fold.open;
      });
    });
  };

  phone.addEventListener("change", () => {
    isOpen = !phone.matches;
    apply();
  });
  document.addEventListener("htmx:afterSwap", apply);
  // A link of the panel may lead to a field of this very page: let it be seen.
  document.addEventListener("click", (event) => {
    if (!phone.matches || !event.target.closest(".eligibility a")) return;
    isOpen = false;
    apply();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !phone.matches || !isOpen) return;
    isOpen = false;
    apply();
  });
  apply();
})();
