// Passkeys: a question is fetched from us, the device answers it, and the form carries the answer.
const FAILED = "Your device did not confirm it. Nothing was changed: you can try again.";
const CONFIRMED = "Confirmed. Go on below.";
const OURS = "We could not ask your device just now. Wait a minute, then try again.";

document.querySelectorAll("[data-passkey]").forEach(offer);

function offer(part) {
  const button = part.querySelector("button");
  const status = part.querySelector("[role=status]");
  const form = button.form;
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  button.hidden = false;
  status.textContent = "";
  button.addEventListener("click", confirm);

  async function confirm() {
    button.disabled = true;
    try {
      const asked = await question();
      if (!asked) return;
      form.elements[part.dataset.into].value = JSON.stringify((await answer(asked.options)).toJSON());
      form.elements[part.dataset.token].value = asked.challenge;
      if (part.dataset.stays) status.textContent = CONFIRMED;
      else HTMLFormElement.prototype.submit.call(form);
    } catch {
      status.textContent = FAILED;
    } finally {
      button.disabled = false;
    }
  }

  async function question() {
    const fields = new FormData();
    fields.set("csrf_token", form.elements.csrf_token.value);
    const got = await fetch(part.dataset.passkey, { method: "POST", body: fields, redirect: "manual" });
    if (got.ok) return got.json();
    status.textContent = OURS;
    return null;
  }

  function answer(options) {
    return part.dataset.new
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  }
}
