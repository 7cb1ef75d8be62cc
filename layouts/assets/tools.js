// The list of further tools closes when one of them is taken, and when somebody presses elsewhere.
document.addEventListener("click", (event) => {
  for (const list of document.querySelectorAll(".more-tools[open]")) {
    const at = event.target instanceof Element ? event.target : null;
    if (at?.closest(".further button") || !list.contains(at)) list.open = false;
  }
});

// In the field for moves by words, Enter asks; once what was asked is shown and allowed, Enter again does it.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || field.id !== "edit-typed") return;
  if (event.key === "Escape") {
    document.getElementById("edit-cancel")?.click();
    field.blur();
  }
  const shown = document.getElementById("edit-preview")?.dataset.words;
  const accept = document.getElementById("edit-accept");
  if (event.key !== "Enter" || accept === null || !field.value || shown !== field.value) return;
  event.preventDefault();
  event.stopPropagation();
  accept.click();
}, true);
