/* Every page works without this file. It reveals two comforts that need a script, <button hidden data-print> and
   <button hidden data-copy="#id-of-text" data-copied="…">, and leads the focus to what has to be corrected. */
(() => {
  "use strict";
  document.querySelector(".error-summary")?.focus();
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // A page that cannot be had again is left by a link only after asking. Its buttons, and closing it, ask nothing.
  for (const { dataset } of document.querySelectorAll("form[data-stay]")) {
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (link && !link.hash && link.target !== "_blank" && !window.confirm(dataset.stay)) event.preventDefault();
    });
  }
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const source = document.querySelector(button.dataset.copy);
    if (!source) continue;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.textContent.trim());
      button.textContent = button.dataset.copied || button.textContent;
    });
  }
})();
