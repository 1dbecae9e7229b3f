// Keeps what is typed and not saved in this tab (sessionStorage), under the person's own key, and
// offers it back. It is dropped once saved, at logout, and when somebody else uses the tab.
window.Limits = window.Limits || {};
(() => {
  const PREFIX = "limits:texte:";
  const SKIPPED = new Set(["csrfmiddlewaretoken", "version", "base"]);
  // The hour as the server says it: that of Paris.
  window.Limits.clock = () => new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", hour: "2-digit", minute: "2-digit" }).format(new Date());
  const form = document.querySelector("form[data-autosave]");
  const store = (() => { try { return window.sessionStorage; } catch { return null; } })();
  const keys = () => (store ? Object.keys(store).filter((key) => key.startsWith(PREFIX)) : []);
  let leaving = false; // logging out: nothing is kept any more
  const forget = (wanted) => keys().filter(wanted).forEach((key) => store.removeItem(key));

  document.addEventListener("submit", (event) => {
    if (/\/(logout|deconnexion)\//.test(event.target.action || "")) { leaving = true; forget(() => true); }
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  if (!form || !store) { window.Limits.rescue = { keep() {}, drop() {} }; return; }

  const mine = `${PREFIX}${form.dataset.user}:`;
  const key = `${mine}${form.getAttribute("action")}`;
  forget((name) => !name.startsWith(mine));

  const values = () => [...new FormData(form)].filter(([name, value]) => !SKIPPED.has(name) && typeof value === "string");
  const version = () => form.elements.version.value;
  const base = () => form.elements.base.value;

  // `sent`: the form is on its way to the server, which may well save it.
  const keep = (sent = false) => {
    if (leaving) return;
    const kept = { version: version(), base: base(), at: window.Limits.clock(), values: values(), sent };
    try { store.setItem(key, JSON.stringify(kept)); } catch { /* full: the page itself still holds the text */ }
  };
  const drop = () => store.removeItem(key);

  const restore = (kept) => {
    document.querySelectorAll("[data-lines]").forEach((list) => {
      const name = list.dataset.lines;
      window.Limits.lines.hold(list, kept.values.filter(([n]) => n === name).map(([, value]) => value));
    });
    const byName = new Map();
    kept.values.forEach(([name, value]) => byName.set(name, [...(byName.get(name) || []), value]));
    [...form.elements].forEach((field) => {
      if (!field.name || field.type === "submit" || SKIPPED.has(field.name)) return;
      const given = byName.get(field.name);
      if (field.type === "checkbox" || field.type === "radio") field.checked = Boolean(given?.includes(field.value));
      else if (field.type !== "hidden" && given) field.value = given[0];
    });
    // The text stands on the version it was typed over: a colleague's save is not overwritten.
    form.elements.version.value = kept.version;
    form.elements.base.value = kept.base;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    document.dispatchEvent(new CustomEvent("limits:restored"));
  };

  // Sent, and this person has saved since: the server has it, be its amounts written another way.
  const wasSaved = (kept) => kept.sent && form.dataset.author === form.dataset.user && Number(version()) > Number(kept.version);

  const offer = () => {
    let kept;
    try { kept = JSON.parse(store.getItem(key)); } catch { kept = null; }
    if (!kept?.values || wasSaved(kept) || JSON.stringify(kept.values) === JSON.stringify(values())) { drop(); return; }
    const place = document.getElementById("sauvetage");
    const alert = document.createElement("div");
    alert.className = "fr-alert fr-alert--info fr-mb-3w";
    alert.setAttribute("role", "alert");
    const title = document.createElement("h2");
    title.className = "fr-alert__title";
    title.textContent = "Un texte non enregistré a été retrouvé";
    const text = document.createElement("p");
    text.textContent = `Vous l'aviez saisi dans cette section à ${kept.at}. Voulez-vous le remettre dans la page ?`;
    const tools = document.createElement("div");
    tools.className = "fr-btns-group fr-btns-group--inline fr-btns-group--sm fr-mt-2w";
    const button = (label, kind, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = `fr-btn ${kind}`;
      made.textContent = label;
      made.addEventListener("click", () => { alert.remove(); act(); });
      tools.append(made);
    };
    button("Reprendre ce texte", "", () => restore(kept));
    button("L'abandonner", "fr-btn--secondary", drop);
    alert.append(title, text, tools);
    place.replaceChildren(alert);
  };

  window.Limits.rescue = { keep, drop };
  // A page that the server just gave back with the typed text needs no rescue.
  if (form.dataset.unsaved === "1") keep(); else offer();
})();
