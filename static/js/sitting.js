// The room: what colleagues change comes in by itself, what one types is never replaced, and the
// operator's hands stay on the keyboard. Without this script every form is sent as it is.
(() => {
  const PAUSE = 1500; // milliseconds between two looks at the revision
  let room = document.getElementById("seance");
  if (!room) return;
  document.documentElement.classList.add("has-script");
  const drawer = document.getElementById("tiroir");
  const help = document.getElementById("raccourcis");
  const lost = document.getElementById("coupure");
  const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  const headers = (more) => Object.assign({ "X-Live": "1", "X-CSRFToken": token() }, more);
  const plain = (html) => html.replace(/<input type="hidden" name="csrfmiddlewaretoken"[^>]*>/g, "");

  // --- What is shown, piece by piece
  const drawn = new WeakMap(); // each piece as the server drew it
  const remember = (root) => root.querySelectorAll("[data-key]").forEach((piece) => drawn.set(piece, plain(piece.outerHTML)));
  const fields = (piece) => [...piece.querySelectorAll("input:not([type=hidden]), select, textarea")];
  const isTyped = (piece) => fields(piece).some((field) => field.tagName === "SELECT"
    ? [...field.options].some((option) => option.selected !== option.defaultSelected && option.selected)
    : field.value !== field.defaultValue);
  const isHeld = (piece) => piece.contains(document.activeElement) && document.activeElement !== document.body;

  const replace = (old, fresh, force) => {
    if (drawn.get(old) === plain(fresh.outerHTML)) return old;
    if (!force && old.tagName === "TR" && isTyped(old)) { old.classList.add("is-stale"); return old; }
    const name = isHeld(old) ? document.activeElement.getAttribute("name") || (document.activeElement.hasAttribute("data-open") ? "open" : "") : null;
    drawn.set(fresh, plain(fresh.outerHTML));
    const openDetails = [...old.querySelectorAll("details")].map((d) => d.open);
    old.replaceWith(fresh);
    [...fresh.querySelectorAll("details")].forEach((d, rank) => { d.open = openDetails[rank] || false; });
    if (name !== null) {
      const place = name === "open" ? fresh.querySelector("[data-open]") : name && fresh.querySelector(`[name="${name}"]`);
      if (place) place.focus({ preventScroll: true });
    }
    return fresh;
  };

  const show = (html, forced = "") => {
    const box = document.createElement("template");
    box.innerHTML = html;
    const next = box.content.getElementById("seance");
    if (!next) return;
    if (next.dataset.status !== room.dataset.status) { window.location.reload(); return; }
    room.dataset.revision = next.dataset.revision;
    next.querySelectorAll(":scope > [data-key], thead[data-key]").forEach((fresh) => {
      const old = room.querySelector(`[data-key="${fresh.dataset.key}"]`);
      if (old) replace(old, fresh, false);
    });
    const body = document.getElementById("lignes");
    const known = new Map([...body.children].map((line) => [line.dataset.key, line]));
    let place = body.firstElementChild;
    [...next.querySelector("#lignes").children].forEach((fresh) => {
      const old = known.get(fresh.dataset.key);
      known.delete(fresh.dataset.key);
      let line = fresh;
      if (old) {
        const wasPlace = old === place;
        line = replace(old, fresh, fresh.dataset.key === forced);
        if (wasPlace) place = line;
      } else drawn.set(fresh, plain(fresh.outerHTML));
      if (line === place) place = place.nextElementSibling;
      else if (line !== old || !isHeld(line)) body.insertBefore(line, place);
    });
    known.forEach((line) => line.remove());
  };

  const query = () => new URLSearchParams(window.location.search);
  const look = async () => {
    if (!document.hidden) {
      const asked = query();
      asked.set("revision", room.dataset.revision);
      try {
        const answer = await fetch(`${room.dataset.changes}?${asked}`, { headers: headers() });
        if (answer.redirected || answer.status === 205 || answer.status === 404) { window.location.reload(); return; }
        if (answer.status === 200) show(await answer.text());
        if (answer.ok && !lost.hidden) sendWhatWaits();
        lost.hidden = answer.ok;
      } catch { lost.hidden = false; }
    }
    window.setTimeout(look, PAUSE);
  };

  // --- Amounts: one sending at a time for a line; what is changed meanwhile goes after it
  const sending = new Map(); // by line: what was sent, and what was changed since
  const said = (form) => ({ amount: form.elements.amount.value, outcome: form.elements.outcome.value });
  const send = async (form) => {
    const line = form.closest("tr");
    const key = line.dataset.key;
    const now = said(form);
    const before = sending.get(key);
    if (before) {
      before.next = Object.keys(now).filter((name) => now[name] !== before.sent[name]).map((name) => [name, now[name]]);
      return;
    }
    sending.set(key, { sent: now, next: [] });
    const address = new URL(form.action, window.location.href);
    const sort = query().get("tri");
    if (sort) address.searchParams.set("tri", sort);
    try {
      const answer = await fetch(address, { method: "POST", headers: headers(), body: new URLSearchParams(new FormData(form)) });
      lost.hidden = answer.status < 500;
      if (answer.status >= 500) { sending.delete(key); waiting.add(key); return; }
      if (answer.redirected || ![200, 409, 422].includes(answer.status)) { window.location.reload(); return; }
      const text = await answer.text();
      const { next } = sending.get(key);
      show(text, key);
      sending.delete(key);
      const drawnAgain = document.getElementById(key);
      if (!drawnAgain) return;
      const trouble = drawnAgain.querySelector("[data-trouble]");
      if (trouble) { trouble.focus(); return; }
      drawnAgain.classList.add("is-saved");
      window.setTimeout(() => drawnAgain.classList.remove("is-saved"), 2000);
      if (next.length) {
        const again = drawnAgain.querySelector(".give");
        next.forEach(([name, value]) => { again.elements[name].value = value; });
        send(again);
      }
    } catch { sending.delete(key); waiting.add(key); lost.hidden = false; }
  };

  // What could not leave goes as soon as the server answers again.
  const waiting = new Set();
  const sendWhatWaits = () => {
    const keys = [...waiting];
    waiting.clear();
    keys.map((key) => document.getElementById(key)).filter(Boolean).forEach((line) => send(line.querySelector(".give")));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(".give")) { event.preventDefault(); send(form); }
    if (form.matches("[data-note]") && drawer.contains(form)) { event.preventDefault(); save(form); }
    if (form.matches("[data-project]") && drawer.contains(form)) { event.preventDefault(); project(form.action).then(() => drawer.close()); }
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.matches(".give")) send(form);
  });

  // --- The drawer
  const open = async (address, notes) => {
    try {
      const answer = await fetch(address, { headers: headers() });
      if (!answer.ok || answer.redirected) { window.location.assign(address); return; }
      drawer.innerHTML = await answer.text();
    } catch { lost.hidden = false; return; }
    if (!drawer.open) drawer.showModal();
    drawer.scrollTop = 0;
    if (notes) { const field = drawer.querySelector("[name=notes]"); if (field) field.focus(); }
  };
  const save = async (form) => {
    try {
      const answer = await fetch(form.action, { method: "POST", headers: headers(), body: new URLSearchParams(new FormData(form)) });
      if (answer.status === 204) { drawer.close(); return; }
      if (answer.redirected || answer.status === 403) { window.location.reload(); return; }
      drawer.innerHTML = await answer.text();
      drawer.scrollTop = 0;
    } catch { lost.hidden = false; }
  };
  const project = (address) => fetch(address, { method: "POST", headers: headers() }).catch(() => { lost.hidden = false; });
  let from = null; // the line the drawer was opened from, by key: the line may be replaced meanwhile
  drawer.addEventListener("close", () => {
    const line = from && document.getElementById(from);
    if (line) line.querySelector("[data-open]").focus();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-open]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      from = link.closest("tr").id;
      open(link.href);
    }
    if (event.target.closest("[data-close]")) drawer.close();
    if (event.target.closest("[data-help]")) help.showModal();
  });

  // --- Keyboard: single keys, never while one types, and one may turn them off
  const box = document.getElementById("raccourcis-actifs");
  box.checked = window.localStorage.getItem("raccourcis") !== "non";
  box.addEventListener("change", () => window.localStorage.setItem("raccourcis", box.checked ? "oui" : "non"));
  const lines = () => [...document.querySelectorAll("#lignes tr[id]")];
  const here = () => document.activeElement.closest ? document.activeElement.closest("#lignes tr[id]") : null;
  const step = (by) => {
    const every = lines();
    const place = every.indexOf(here());
    const line = every[Math.max(0, Math.min(every.length - 1, place < 0 ? 0 : place + by))];
    if (line) { line.querySelector("[data-open]").focus(); line.scrollIntoView({ block: "center" }); }
  };
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, [contenteditable], dialog")) {
      if (event.key === "Escape" && event.target.matches(".give__amount")) { event.target.value = event.target.defaultValue; here().querySelector("[data-open]").focus(); }
      return;
    }
    const key = event.key.toLowerCase();
    const line = here();
    const acts = {
      j: () => step(1),
      k: () => step(-1),
      m: () => { const field = line && line.querySelector(".give__amount"); if (field) { field.focus(); field.select(); } },
      n: () => { if (line) { from = line.id; open(line.querySelector("[data-open]").href, true); } },
      p: () => { if (line && line.querySelector(".give")) project(`${line.querySelector("[data-open]").getAttribute("href")}projeter/`); },
      "?": () => help.showModal(),
    };
    if (acts[key]) { event.preventDefault(); acts[key](); }
  });

  remember(room);
  window.setTimeout(look, PAUSE);
})();
