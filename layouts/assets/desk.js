/* Keys of the desk, and the language of the page. */

(() => {
  document.documentElement.lang = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "zh-CN";
  const writing = (target) => target.closest?.("input, textarea, select, [contenteditable], .ag-cell[col-id=name]") !== null;
  const press = (selector) => document.querySelector(selector)?.click();

  const close = () => {
    if (document.getElementById("edit-cancel")) return; // what is in the hand goes first
    const open = document.querySelector('.drawer [role="tab"][aria-selected="true"], .room .drawer details[open] > summary');
    if (open) open.click();
    else press("#close-card");
  };

  const keys = {
    "?": () => document.getElementById("keys")?.showModal(),
    t: () => press('.drawer [role="tab"], .drawer summary'),
    w: () => press("#show-worst"),
    Escape: close,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (writing(event.target) || document.querySelector("dialog[open]")) return;
    if (/^[1-6]$/.test(event.key)) press(`.tabs span:nth-child(${event.key}) a`);
    else keys[event.key]?.();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-keys]")) keys["?"]();
    if (event.target.closest?.("[data-table]")) keys.t();
    if (event.target.matches?.("dialog")) event.target.close();
    for (const menu of document.querySelectorAll(".menu[open]"))
      if (!menu.contains(event.target) || event.target.closest("a")) menu.open = false;
  });
})();
