// Saves a section as one types. What is valid is saved; what is typed is never replaced. A failure
// cannot be missed, and loses nothing: the text stays in the page and in the tab (rescue.js).
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const PAUSE = 1200; // milliseconds without typing before a save
  const RETRIES = [4000, 8000, 15000, 30000];
  const status = form.querySelector("[data-saved]");
  const alarm = document.getElementById("alarme");
  const rescue = window.Limits.rescue;
  const lasting = new Set(["csrfmiddlewaretoken", "version", "base"]);
  const text = () => JSON.stringify([...new FormData(form)].filter(([name]) => !lasting.has(name)));

  let savedText = form.dataset.unsaved === "1" ? null : text();
  let timer = 0, busy = false, failures = 0, blocked = "", since = "", leaving = false, waiting = null;
  const isDirty = () => text() !== savedText;
  const hour = () => window.Limits.clock();

  const say = (words, state) => {
    status.textContent = words;
    status.classList.toggle("section-saved--busy", state === "busy");
    status.classList.toggle("section-saved--failed", state === "failed");
  };

  const calm = () => { alarm.hidden = true; alarm.replaceChildren(); since = ""; failures = 0; blocked = ""; };

  const warn = (words, tools = [], kind = "") => {
    const paragraph = document.createElement("p");
    paragraph.textContent = words;
    const row = document.createElement("div");
    row.className = "section-alarm__tools";
    tools.forEach((tool) => row.append(tool));
    alarm.className = `section-alarm ${kind}`;
    alarm.replaceChildren(paragraph, row);
    alarm.hidden = false;
  };

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "fr-btn fr-btn--sm";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };

  const loginLink = () => {
    const link = document.createElement("a");
    link.className = "fr-btn fr-btn--sm";
    link.href = form.dataset.login;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Se reconnecter dans un nouvel onglet";
    return link;
  };

  // --- What can go wrong
  const failed = (why) => {
    since = since || hour();
    failures += 1;
    say(`Non enregistré depuis ${since}`, "failed");
    warn(`Non enregistré depuis ${since} : ${why} Votre texte reste sur cette page ; un nouvel essai a lieu tout seul. Ne fermez pas l'onglet.`, [button("Réessayer maintenant", () => save())]);
    clearTimeout(timer);
    timer = setTimeout(save, RETRIES[Math.min(failures, RETRIES.length) - 1]);
  };

  const expired = () => {
    blocked = "expired";
    say("Non enregistré : vous êtes déconnecté", "failed");
    warn("Vous êtes déconnecté. Votre texte est conservé sur cette page : reconnectez-vous dans un nouvel onglet, puis reprenez.", [loginLink(), button("Reprendre", resume)]);
  };

  const stopped = (words, tools) => {
    blocked = "stopped";
    say("Non enregistré", "failed");
    warn(words, tools);
  };

  // The page is asked again for its token and for who is connected: a login changes both.
  const freshToken = async () => {
    const answer = await fetch(form.action, { redirect: "manual", credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (answer.type === "opaqueredirect" || answer.status === 401) return "expired";
    if (!answer.ok) return answer.status === 404 || answer.status === 403 ? "forbidden" : "failed";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form[data-autosave]");
    if (!page) return "readonly";
    if (page.dataset.user !== form.dataset.user) return "other";
    form.elements.csrfmiddlewaretoken.value = page.elements.csrfmiddlewaretoken.value;
    return "ok";
  };

  const resume = async () => {
    let state;
    try { state = await freshToken(); } catch { state = "failed"; }
    if (state === "ok") { calm(); save(true); }
    else if (state === "other") stopped("Une autre personne est connectée dans ce navigateur. Votre texte n'est pas envoyé à son nom : reconnectez-vous avec votre compte, puis reprenez.", [loginLink(), button("Reprendre", resume)]);
    else if (state === "readonly") stopped("Ce dossier ne se modifie plus en ce moment. Copiez ce que vous voulez garder.", []);
    else if (state === "forbidden") stopped("Vous n'avez plus accès à ce dossier. Copiez ce que vous voulez garder.", []);
    else if (state === "expired") expired();
    else { blocked = ""; failed("le serveur ne répond pas."); }
  };

  const showErrors = (errors) => {
    form.querySelectorAll(".fr-messages-group[id$='-desc-error']").forEach((place) => {
      const id = place.id.replace(/-desc-error$/, "");
      const field = document.getElementById(id);
      const name = id.replace(/^id_/, "");
      const messages = errors[name] || [];
      place.replaceChildren(...messages.map((message) => {
        const line = document.createElement("p");
        line.className = "fr-message fr-message--error";
        line.textContent = message;
        return line;
      }));
      const group = place.closest(".fr-input-group, .fr-select-group, .fr-fieldset, .fr-checkbox-group");
      if (group) ["fr-input-group", "fr-select-group", "fr-fieldset", "fr-checkbox-group"].forEach((kind) => {
        if (group.classList.contains(kind)) group.classList.toggle(`${kind}--error`, messages.length > 0);
      });
      if (!field || field.tagName === "FIELDSET") return;
      if (messages.length) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
      const described = new Set((field.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
      if (messages.length) described.add(place.id); else described.delete(place.id);
      if (described.size) field.setAttribute("aria-describedby", [...described].join(" "));
    });
  };

  const refresh = async () => {
    if (!form.dataset.panel) return;
    try {
      const answer = await fetch(form.dataset.panel, { redirect: "manual", credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      page.querySelectorAll("[data-replaces]").forEach((piece) => {
        const place = document.getElementById(piece.dataset.replaces);
        if (!place || place.contains(document.activeElement)) return;
        const folds = [...place.querySelectorAll("details")].map((fold) => fold.open);
        place.replaceChildren(...piece.childNodes);
        place.querySelectorAll("details").forEach((fold, rank) => { if (rank in folds) fold.open = folds[rank]; });
      });
      document.dispatchEvent(new Event("htmx:afterSwap")); // eligibility.js folds the new panel
    } catch { /* the panel waits for the next save */ }
  };

  const save = async (again = false) => {
    clearTimeout(timer);
    if (busy || (blocked && !again)) return;
    if (!isDirty() && !again) { calm(); return; }
    busy = true;
    await send(again);
    busy = false;
    const pressed = waiting;
    waiting = null;
    if (pressed && !since && !blocked) form.requestSubmit(pressed);
  };

  const send = async (again) => {
    const sent = text();
    const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    body.append("autosave", "1");
    if (!since) say("Enregistrement", "busy");
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body, redirect: "manual", credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (answer.type === "opaqueredirect" || answer.status === 401) return expired();
      if (answer.status === 403) { // after a new login the page's token is stale
        if (again) return stopped("Vous n'avez plus le droit d'écrire dans ce dossier. Copiez ce que vous voulez garder.", []);
        setTimeout(resume);
        return;
      }
      if (answer.status === 404) return stopped("Vous n'avez plus accès à ce dossier. Copiez ce que vous voulez garder.", []);
      if (answer.status === 400 || answer.status === 413) return failed("le texte envoyé est trop long ou illisible.");
      if (!answer.ok && answer.status !== 409) return failed("le serveur a rencontré une erreur.");
      const result = await answer.json();
      if (answer.status === 409) return refused(result);
      form.elements.version.value = result.version;
      form.elements.base.value = JSON.stringify(result.base);
      savedText = sent;
      calm();
      showErrors(result.errors);
      say(result.saved, Object.keys(result.errors).length ? "failed" : "");
      if (isDirty()) schedule(); else rescue.drop();
      if (Object.keys(result.errors).length) rescue.keep();
      refresh();
    } catch {
      failed("la connexion est coupée.");
    }
  };

  const refused = (result) => {
    if (!result.conflict) return stopped(`${result.refused} Votre texte reste affiché : copiez ce que vous voulez garder.`, []);
    blocked = "conflict";
    say("Non enregistré : deux textes", "failed");
    warn(`${result.conflict} Rien n'est perdu : comparez les deux textes et choisissez.`, [button("Comparer les deux textes", () => { leaving = true; form.requestSubmit(form.querySelector("button[name=go][value=stay]")); })], "section-alarm--warning");
  };

  const schedule = () => { clearTimeout(timer); timer = setTimeout(save, since ? RETRIES[0] : PAUSE); };

  let keeping = 0;
  const typed = (event) => {
    if (event.target.closest?.("#alarme")) return;
    if (!isDirty()) return;
    clearTimeout(keeping);
    keeping = setTimeout(() => { if (isDirty()) rescue.keep(); }, 250);
    if (!since && !blocked && !busy) say("Modifications non enregistrées", "");
    schedule();
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  document.addEventListener("limits:restored", () => save(true));
  window.addEventListener("online", () => { if (since) save(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") { if (isDirty() && !leaving) { rescue.keep(); save(); } }
    else if (blocked === "expired") resume();
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    clearTimeout(keeping);
    if (isDirty()) rescue.keep(true);
    if (busy) { // the save under way says which version the next one stands on
      event.preventDefault();
      waiting = event.submitter;
      return;
    }
    leaving = true;
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (leaving || !isDirty()) return;
    rescue.keep();
    event.preventDefault();
  });
  if (form.dataset.unsaved === "1") schedule();
})();
