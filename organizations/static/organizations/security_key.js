// Asks a security key (WebAuthn) when its button is pressed, and sends the form with what the key answered.
(() => {
  const part = document.querySelector('[data-security-key]');
  if (!part || !window.PublicKeyCredential || !navigator.credentials) return;
  const find = (name) => part.querySelector(`[data-key-${name}]`);
  const [button, status, field] = [find('press'), find('status'), find('answer')];
  const form = part.closest('form');
  const isNew = part.dataset.securityKey === 'create';

  const bytes = (text) => {
    const raw = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(raw, (mark) => mark.charCodeAt(0));
  };
  const text = (buffer) => {
    const raw = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(raw).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
  };
  const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const wanted = () => {
    const given = JSON.parse(document.getElementById('security-key-options').textContent);
    const options = { ...given, challenge: bytes(given.challenge) };
    if (given.user) options.user = { ...given.user, id: bytes(given.user.id) };
    if (given.allowCredentials) options.allowCredentials = keys(given.allowCredentials);
    if (given.excludeCredentials) options.excludeCredentials = keys(given.excludeCredentials);
    return { publicKey: options };
  };

  const written = (credential) => {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const name of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    const id = text(credential.rawId);
    return JSON.stringify({ id, rawId: id, type: credential.type, response });
  };

  const press = async () => {
    if (isNew && !form.reportValidity()) return;
    button.disabled = true;
    status.textContent = status.dataset.waiting;
    try {
      field.value = written(await navigator.credentials[isNew ? 'create' : 'get'](wanted()));
      // Not form.submit(): a field that goes along may be called "submit".
      HTMLFormElement.prototype.submit.call(form);
    } catch (error) {
      status.textContent = error.name === 'InvalidStateError' ? status.dataset.known : status.dataset.failed;
      button.disabled = false;
    }
  };

  button.addEventListener('click', press);
  if (isNew) {
    // Enter in the name is the button.
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      press();
    });
  }
  find('missing').hidden = true;
  button.hidden = false;
  if (!isNew) button.focus();
})();
