// What pages gain where scripts run; everything works without.
(() => {
  "use strict";

  const copy = async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const word = button.querySelector(".ui-copy-word");
    const before = word.textContent;
    word.textContent = button.dataset.copied;
    const said = button.nextElementSibling;
    if (said) said.textContent = button.dataset.copied;
    setTimeout(() => {
      word.textContent = before;
      if (said) said.textContent = "";
    }, 2500);
  };

  const showCopyButtons = (part) => {
    if (!navigator.clipboard) return;
    part.querySelectorAll(".ui-copy[hidden]").forEach((button) => (button.hidden = false));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".ui-copy");
    if (button) copy(button);
    const menu = document.querySelector(".ui-menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector(".ui-menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // A second press of a sending button sends nothing twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.dataset.sent) {
      if (form.dataset.sent) event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 5000);
  });

  document.addEventListener("DOMContentLoaded", () => {
    showCopyButtons(document);
    const wrong = document.getElementById("errors");
    if (wrong) wrong.focus();
  });
  document.addEventListener("htmx:load", (event) => showCopyButtons(event.detail.elt));
})();
