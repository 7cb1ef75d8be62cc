/* The bar between two maps that lie on each other: dragged by hand, moved by arrow keys. */

(() => {
  const STEP = 2;
  const set = (bar, share) => {
    const at = Math.min(100, Math.max(0, share));
    bar.parentElement.style.setProperty("--swipe", `${at}%`);
    bar.setAttribute("aria-valuenow", String(Math.round(at)));
  };

  document.addEventListener("pointerdown", (event) => {
    const bar = event.target.closest?.(".swipe-bar");
    if (!bar) return;
    const box = bar.parentElement.getBoundingClientRect();
    const move = ({ clientX }) => set(bar, (100 * (clientX - box.x)) / box.width);
    bar.setPointerCapture(event.pointerId);
    bar.addEventListener("pointermove", move);
    bar.addEventListener("lostpointercapture", () => bar.removeEventListener("pointermove", move), { once: true });
  });

  document.addEventListener("keydown", (event) => {
    const bar = event.target.closest?.(".swipe-bar");
    const steps = { ArrowLeft: -STEP, ArrowRight: STEP, Home: -100, End: 100 };
    if (!bar || !(event.key in steps)) return;
    event.preventDefault();
    set(bar, Number(bar.getAttribute("aria-valuenow")) + steps[event.key]);
  });
})();
