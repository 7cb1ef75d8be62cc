// A key presses the button or label that names it in data-key; never while somebody is typing.
document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const choosing = at instanceof HTMLInputElement && /^(radio|checkbox)$/.test(at.type);
  const writing = at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));
  if (writing && !choosing) return;
  const cell = at instanceof Element && at.closest(".ag-cell[col-id=name], .ag-cell[col-id=locked]");
  if (cell && !event.ctrlKey) return; // it has keys of its own
  const own = event.key === "Enter" && at instanceof HTMLElement && at.closest("button, a, summary, [role=tab]");
  if (own) return; // it is pressed by its own key
  const key = (event.ctrlKey || event.metaKey ? "ctrl+" : "") + event.key.toLowerCase();
  const button = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
});
