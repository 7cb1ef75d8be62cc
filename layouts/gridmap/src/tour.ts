/** The guided tour: walks the stops that the page brings along, from room to room. */
import { driver } from "driver.js";

const SEEN = "gridwright.tour";
const PATIENCE_MS = 10_000;
const LOOK_MS = 80;
const guide = driver({
  allowKeyboardControl: false,
  onHighlighted: plain,
  animate: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  overlayClickBehavior: end,
  overlayOpacity: 0.45,
  popoverClass: "tourstop",
  stagePadding: 6,
});
let place = -1;

/** Go to a stop, the end beyond the last; its room is waited for, a while. */
function go(to: number): void {
  const tour = document.getElementById("tour");
  const stop = tour?.children[to] as HTMLElement | undefined;
  guide.destroy();
  if (!tour || !stop) return end();
  place = to;
  const link = stop.querySelector("a")!;
  if (link.pathname + link.search !== location.pathname + location.search) link.click();
  const patience = Date.now() + PATIENCE_MS;
  const look = (): void => {
    if (place !== to) return;
    const there = document.querySelector<HTMLAnchorElement>(".tabs [aria-current] a")?.pathname === link.pathname;
    const at = there ? document.querySelector(stop.dataset.at!) : null;
    if (at || Date.now() > patience) show(to, stop, at);
    else setTimeout(look, LOOK_MS);
  };
  look();
}

/** Say what there is at a stop, beside what it points at; in the middle where that is not there. */
function show(at: number, stop: HTMLElement, element: Element | null): void {
  const words = stop.parentElement!.dataset;
  const last = stop.nextElementSibling === null;
  guide.highlight({
    ...(element ? { element } : {}),
    popover: {
      title: stop.textContent ?? "",
      description: stop.dataset.told!,
      showButtons: at > 0 ? ["previous", "next", "close"] : ["next", "close"],
      showProgress: true,
      progressText: stop.dataset.place!,
      nextBtnText: (last ? words.end : words.next)!,
      prevBtnText: words.back!,
      onNextClick: () => go(at + 1),
      onPrevClick: () => go(at - 1),
      onCloseClick: end,
      onPopoverRender: ({ closeButton, nextButton }) => {
        closeButton.setAttribute("aria-label", words.close!);
        closeButton.title = words.close!;
        requestAnimationFrame(() => nextButton.focus());
      },
    },
  });
}

/** What is pointed at opens nothing and controls nothing, whatever the library says of it. */
function plain(element: Element | undefined): void {
  for (const name of ["aria-controls", "aria-expanded", "aria-haspopup"]) element?.removeAttribute(name);
}

function end(): void {
  place = -1;
  guide.destroy();
  localStorage.setItem(SEEN, "1");
  mark();
}

/** Invitations are gone in a browser that was on the tour. */
function mark(): void {
  if (localStorage.getItem(SEEN)) document.documentElement.dataset.toured = "";
}

function press(event: KeyboardEvent): void {
  const ways: Record<string, () => void> = {
    ArrowRight: () => go(place + 1),
    ArrowLeft: () => go(Math.max(place - 1, 0)),
    Escape: end,
  };
  const way = ways[event.key];
  if (place < 0 || !way) return;
  event.preventDefault();
  event.stopPropagation();
  way();
}

mark();
document.addEventListener("keydown", press, true);
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-tour]")) go(0);
});
