// The projected view follows the room: it looks at the revision, and draws itself anew.
(() => {
  const PAUSE = 1500; // milliseconds
  const look = async () => {
    const shown = document.getElementById("projection");
    try {
      const answer = await fetch(`${shown.dataset.changes}?revision=${shown.dataset.revision}`);
      if (answer.redirected || answer.status === 404) { window.location.reload(); return; }
      if (answer.status === 200) {
        const box = document.createElement("template");
        box.innerHTML = await answer.text();
        shown.replaceWith(box.content.getElementById("projection"));
      }
    } catch { /* the next look says whether the server is back */ }
    window.setTimeout(look, PAUSE);
  };
  window.setTimeout(look, PAUSE);
})();
