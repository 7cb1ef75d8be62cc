/* Files on their way into an intake: dropped or chosen, sent one after the other, each can be called off. */

(() => {
  const MB = 1 << 20;
  const waiting = [];
  let sending = null;
  let arrived = null;
  let refused = [];
  let told = "uploaded";

  const zone = () => document.querySelector("[data-upload]");
  const tell = (id, data) => window.dash_clientside.set_props(id, { data });
  const refuse = (file, code, facts = {}) => refused.push({ file, code, facts });

  /* A line for a file, made here and not by the page, so that nothing else redraws it. */
  const lineOf = (file, words) => {
    const line = document.createElement("div");
    const name = document.createElement("span");
    const bar = document.createElement("progress");
    const how = document.createElement("span");
    const stop = document.createElement("button");
    name.textContent = file.name;
    bar.max = Math.max(1, file.size);
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    how.textContent = words.waiting;
    stop.textContent = words.cancel;
    stop.className = "textual";
    line.append(name, bar, how, stop);
    return { line, bar, how, stop };
  };

  const add = (files) => {
    const place = zone();
    if (!place) return;
    const words = { ...place.dataset };
    const most = Number(place.dataset.most);
    told = place.dataset.told;
    for (const file of files) {
      if (file.size > most) {
        refuse(file.name, "intake.too-large", { limit_mb: Math.floor(most / MB) });
        continue;
      }
      const entry = { file, words, ...lineOf(file, words), request: null, off: false };
      entry.stop.onclick = () => callOff(entry);
      place.querySelector("[data-uploads]").append(entry.line);
      waiting.push(entry);
    }
    next();
  };

  const callOff = (entry) => {
    entry.off = true;
    if (entry.request) entry.request.abort();
    else {
      waiting.splice(waiting.indexOf(entry), 1);
      entry.line.remove();
    }
  };

  const next = () => {
    if (sending) return;
    sending = waiting.shift() ?? null;
    if (sending) send(sending);
    else if (arrived || refused.length) {
      tell(told, { intake: arrived, refused, at: Date.now() });
      arrived = null;
      refused = [];
    }
  };

  const send = (entry) => {
    const { file, words, bar, how } = entry;
    const into = arrived ?? zone()?.dataset.upload ?? "new";
    const request = new XMLHttpRequest();
    entry.request = request;
    request.open("POST", `/uploads/${into}/${encodeURIComponent(file.name)}`);
    request.upload.onprogress = (event) => {
      bar.value = event.loaded;
      how.textContent = words.sending.replace("{done}", (event.loaded / MB).toFixed(1)).replace("{all}", (file.size / MB).toFixed(1));
    };
    request.onload = () => {
      const told = answerOf(request);
      if (request.status === 200) arrived = told.intake;
      else refuse(file.name, told.code ?? words.line, told.facts);
    };
    request.onerror = () => refuse(file.name, words.line);
    request.onloadend = () => {
      entry.line.remove();
      sending = null;
      next();
    };
    request.send(file);
  };

  const answerOf = (request) => {
    try {
      return JSON.parse(request.responseText);
    } catch {
      return {};
    }
  };

  /* Folders come as entries without bytes: they are told, not sent. */
  const dropped = (transfer) => {
    const folders = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry?.isDirectory);
    for (const folder of folders) refuse(folder.name, zone().dataset.folder);
    const names = new Set(folders.map((folder) => folder.name));
    add([...transfer.files].filter((file) => !names.has(file.name)));
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-choose]")) return;
    const chooser = document.createElement("input");
    chooser.type = "file";
    chooser.multiple = true;
    chooser.onchange = () => add(chooser.files);
    chooser.click();
  });
  document.addEventListener("dragover", (event) => {
    if (!zone() || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    zone().classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone()?.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!zone() || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    zone().classList.remove("over");
    dropped(event.dataTransfer);
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending) event.preventDefault();
  });
})();
