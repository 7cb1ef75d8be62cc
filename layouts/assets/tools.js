// The list of further tools closes when one of them is taken, and when somebody presses elsewhere.
document.addEventListener("click", (event) => {
  for (const list of document.querySelectorAll(".more-tools[open]")) {
    const at = event.target instanceof Element ? event.target : null;
    if (at?.closest(".further button") || !list.contains(at)) list.open = false;
  }
});
