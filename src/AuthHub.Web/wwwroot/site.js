// Small comforts for every page. Nothing needs them: each form works the same without this file.
(() => {
  "use strict";

  // Show and hide a password.
  for (const toggle of document.querySelectorAll(".toggle")) {
    const input = document.getElementById(toggle.getAttribute("aria-controls")) || toggle.parentElement.querySelector("input");
    if (!input) {
      continue;
    }
    const show = toggle.dataset.show || toggle.textContent;
    const hide = toggle.dataset.hide;
    const set = (visible) => {
      input.type = visible ? "text" : "password";
      // With a text for each state the text tells it; with one text only the pressed state does.
      toggle.textContent = visible && hide ? hide : show;
      toggle.setAttribute("aria-pressed", String(visible));
    };
    toggle.hidden = false;
    toggle.addEventListener("click", () => { set(input.type === "password"); input.focus(); });
    // A password must not stay in the browser's list of typed texts.
    input.form?.addEventListener("submit", () => set(false));
  }

  // Copy a key.
  for (const button of document.querySelectorAll(".js-copy")) {
    if (!navigator.clipboard) {
      continue;
    }
    const text = button.textContent;
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    button.after(status);
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
      } catch {
        return;
      }
      const done = button.dataset.copied || text;
      button.textContent = done;
      status.textContent = done;
      setTimeout(() => { button.textContent = text; status.textContent = ""; }, 3000);
    });
  }

  // One press sends a form once. The buttons come back when the page does (the back button).
  const sent = new Set();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) {
      return;
    }
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    // Not before the browser has collected the fields: a disabled button would not be among them.
    setTimeout(() => {
      for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
        button.disabled = true;
      }
    });
  });
  const release = () => {
    for (const form of sent) {
      for (const button of form.querySelectorAll("button")) {
        button.disabled = false;
      }
    }
    sent.clear();
  };
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      release();
    }
  });

  // Buttons that give something away take no click meant for the page before.
  const guarded = document.querySelectorAll("[data-guard]");
  if (guarded.length > 0) {
    const guard = () => {
      guarded.forEach((button) => { button.disabled = true; });
      setTimeout(() => guarded.forEach((button) => { button.disabled = sent.has(button.form); }), 500);
    };
    window.addEventListener("pageshow", guard);
    window.addEventListener("focus", guard);
  }

  // A notice is for now: a reload or a bookmark does not bring it back.
  const here = new URL(location.href);
  if (here.searchParams.has("notice") || here.searchParams.has("done")) {
    here.searchParams.delete("notice");
    here.searchParams.delete("done");
    history.replaceState(history.state, "", here);
  }

  // After a refused answer, to the field it is about.
  const invalid = document.querySelector("[aria-invalid=true]");
  if (invalid) {
    invalid.focus();
  }
})();
