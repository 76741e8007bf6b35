// What saves steps: the library's parts, drafts that save themselves, pages that wait for a document.
// Every page works without it.
import { initAll } from "./vendor/nhsuk-frontend-10.6.1/nhsuk-frontend.min.js";

const REST_MS = 5000;
const REFRESH_MS = 2000;
const REFRESHES = 300;
const PREVIEW_MS = 800;

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
document.querySelectorAll("form[data-autosave]").forEach(saveAsYouGo);
document.querySelectorAll("[data-refresh]").forEach(refresh);
document.querySelectorAll("[data-preview]").forEach(previewAsYouGo);
document.querySelectorAll("form[data-looked]").forEach(sayLooked);
document.addEventListener("click", explainWhyNot);

// A draft is posted when a field is left after a change and when typing rests. One post at a time,
// always with what is in the form then; the answer says which version it made.
function saveAsYouGo(form) {
  const status = form.querySelector("[data-autosave-status]");
  let saved = contentOf(form);
  let timer;
  let sending = null;
  let isLeaving = false;

  form.addEventListener("input", rest);
  form.addEventListener("focusout", save);
  form.addEventListener("submit", leave);
  window.addEventListener("pageshow", () => { isLeaving = false; });

  function rest() {
    clearTimeout(timer);
    timer = setTimeout(save, REST_MS);
  }

  // A draft under way makes a version of its own: the form waits for its answer and follows it.
  function leave(event) {
    clearTimeout(timer);
    if (sending) {
      event.preventDefault();
      if (!isLeaving) sending.then(() => form.requestSubmit(event.submitter));
    }
    isLeaving = true;
  }

  function save() {
    clearTimeout(timer);
    const content = contentOf(form);
    if (sending || isLeaving || content === saved) return;
    sending = send(content).finally(() => {
      sending = null;
      if (!isLeaving && contentOf(form) !== content) rest();
    });
  }

  async function send(content) {
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: draftOf(form),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (answer.status === 409) {
        // The form's own post shows what changed and keeps the text.
        if (!isLeaving) HTMLFormElement.prototype.submit.call(form);
        return;
      }
      if (answer.ok) saved = content;
      await say(answer);
    } catch {
      status.textContent = "Not saved: there is no connection. We try again when you go on.";
    }
  }

  async function say(answer) {
    if (answer.type === "opaqueredirect") {
      status.textContent = "Not saved: you are signed out. Save the page to sign in again.";
      return;
    }
    if (!answer.ok) {
      status.textContent = "Not saved yet: an answer cannot be used. Save the page to see which.";
      return;
    }
    const { saved_at: savedAt, revision, errors = {} } = await answer.json();
    const wrong = Object.keys(errors).length;
    const but = `, but for ${wrong === 1 ? "1 answer" : `${wrong} answers`} that cannot be used yet. Save the page to see which.`;
    status.textContent = `Draft saved at ${savedAt}${wrong ? but : ""}`;
    if (revision !== undefined && form.elements.revision) form.elements.revision.value = revision;
  }
}

function contentOf(form) {
  const fields = new FormData(form);
  ["once", "revision", "csrf_token"].forEach((name) => fields.delete(name));
  return new URLSearchParams(fields).toString();
}

// Without the key: each save is a new act, and the key belongs to the person's own.
function draftOf(form) {
  const fields = new FormData(form);
  fields.delete("once");
  return fields;
}

// That the page was looked at is said once it is on the screen; without a script its button says so.
function sayLooked(form) {
  form.hidden = true;
  const say = () => {
    if (document.hidden) return;
    document.removeEventListener("visibilitychange", say);
    const options = { method: "POST", body: new FormData(form), redirect: "manual", keepalive: true };
    fetch(form.action, options).catch(() => { form.hidden = false; });
  };
  document.addEventListener("visibilitychange", say);
  say();
}

// The same page is asked for until its part is no longer waiting, then shown whole.
function refresh(part) {
  let left = REFRESHES;
  const timer = setInterval(async () => {
    if (document.hidden) return;
    left -= 1;
    if (left === 0) clearInterval(timer);
    try {
      const answer = await fetch(part.dataset.refresh);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(part.id);
      if (fresh?.dataset.refresh === undefined) {
        clearInterval(timer);
        window.location.assign(part.dataset.refresh);
      } else if (fresh.textContent !== part.textContent) {
        part.replaceChildren(...fresh.childNodes);
      }
    } catch {
      // No connection just now: the next turn asks again.
    }
  }, REFRESH_MS);
}

// What is typed is posted to the page of the preview when typing rests, and its part put in place.
function previewAsYouGo(form) {
  const part = document.getElementById("preview");
  let timer;
  let asked = 0;

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PREVIEW_MS);
  });

  async function show() {
    const turn = (asked += 1);
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: draftOf(form), redirect: "manual" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("preview");
      if (fresh && turn === asked) part.replaceChildren(...fresh.childNodes);
    } catch {
      // No connection just now: the next pause asks again.
    }
  }
}

// A button that cannot work yet leads to the reasons.
function explainWhyNot(event) {
  const button = event.target.closest("[aria-disabled=true]");
  if (!button) return;
  event.preventDefault();
  const reasons = document.getElementById(button.getAttribute("aria-describedby"));
  if (!reasons) return;
  reasons.tabIndex = -1;
  reasons.focus();
}
