// Starts the browser's own WebAuthn dialog when a button is pressed and sends what it gives (WebAuthn level 3, section 5.1).
// All texts come from the page; nothing here decides anything: the server checks every byte.
(() => {
  "use strict";

  const toBytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };

  const toText = (buffer) => {
    let plain = "";
    for (const value of new Uint8Array(buffer)) {
      plain += String.fromCharCode(value);
    }
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  const descriptors = (list) => (list || []).map((entry) => ({ ...entry, id: toBytes(entry.id) }));

  const creation = (options) => typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function"
    ? PublicKeyCredential.parseCreationOptionsFromJSON(options)
    : {
      ...options,
      challenge: toBytes(options.challenge),
      user: { ...options.user, id: toBytes(options.user.id) },
      excludeCredentials: descriptors(options.excludeCredentials),
    };

  const request = (options) => typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function"
    ? PublicKeyCredential.parseRequestOptionsFromJSON(options)
    : { ...options, challenge: toBytes(options.challenge), allowCredentials: descriptors(options.allowCredentials) };

  // Some browsers and some password managers lack toJSON or throw in it.
  const toJson = (credential) => {
    try {
      return JSON.stringify(credential.toJSON());
    } catch {
      const given = credential.response;
      const response = { clientDataJSON: toText(given.clientDataJSON) };
      if (given.attestationObject) {
        response.attestationObject = toText(given.attestationObject);
        response.transports = given.getTransports ? given.getTransports() : [];
      } else {
        response.authenticatorData = toText(given.authenticatorData);
        response.signature = toText(given.signature);
        if (given.userHandle && given.userHandle.byteLength > 0) {
          response.userHandle = toText(given.userHandle);
        }
      }
      return JSON.stringify({
        id: credential.id,
        rawId: toText(credential.rawId),
        type: credential.type,
        authenticatorAttachment: credential.authenticatorAttachment || undefined,
        clientExtensionResults: {},
        response,
      });
    }
  };

  const withoutNulls = (options) => JSON.parse(JSON.stringify(options, (_, value) => value === null ? undefined : value));

  const ask = (root, button) => {
    const options = withoutNulls(JSON.parse(button.dataset.options || root.dataset.options));
    if (root.dataset.mode === "create") {
      return navigator.credentials.create({ publicKey: creation(options) });
    }
    options.allowCredentials = options.allowCredentials.filter((entry) => entry.id === button.dataset.credential);
    options.userVerification = button.dataset.verification;
    return navigator.credentials.get({ publicKey: request(options) });
  };

  const reason = (root, error) => {
    switch (error && error.name) {
      case "NotAllowedError":
      case "AbortError":
        return root.dataset.cancelled;
      case "InvalidStateError":
        return root.dataset.registered;
      case "NotSupportedError":
      case "ConstraintError":
        return root.dataset.unsupported;
      case "SecurityError":
        return root.dataset.site;
      default:
        return root.dataset.failed;
    }
  };

  for (const root of document.querySelectorAll(".js-webauthn")) {
    const form = root.closest("form");
    const status = root.querySelector(".js-webauthn-status");
    const problem = root.querySelector(".js-webauthn-problem");
    const buttons = [...root.querySelectorAll(".js-webauthn-start")];

    const show = (element, text) => {
      element.textContent = text || "";
      element.hidden = !text;
    };

    if (!window.PublicKeyCredential || !navigator.credentials) {
      show(problem, root.dataset.unsupported);
      continue;
    }

    // Enter in a field must not send the form without a credential.
    form.addEventListener("submit", (event) => {
      if (!form.elements.credential.value && !event.submitter) {
        event.preventDefault();
      }
    });

    for (const button of buttons) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        if (!form.reportValidity()) {
          return;
        }
        show(problem, "");
        show(status, root.dataset.waiting);
        buttons.forEach((other) => { other.disabled = true; });
        try {
          const credential = await ask(root, button);
          form.elements.credential.value = toJson(credential);
          if (form.elements.kind) {
            form.elements.kind.value = button.dataset.kind;
          }
          form.submit();
        } catch (error) {
          buttons.forEach((other) => { other.disabled = false; });
          show(status, "");
          show(problem, reason(root, error));
          button.focus();
        }
      });
    }
  }
})();
