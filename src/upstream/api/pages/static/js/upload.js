// Files on their way, one after another; the stages after that are shown by each upload's own page.

const megabytes = (octets) => (octets / 1e6).toFixed(1);

function show(form, name, sent, total) {
  const progress = form.querySelector("progress");
  progress.hidden = false;
  progress.max = total;
  progress.value = sent;
  form.querySelector("[data-sent]").textContent = `${name}: ${megabytes(sent)} of ${megabytes(total)} MB sent`;
}

function post(form, file) {
  const body = new FormData(form);
  body.set("file", file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = (event) => show(form, file.name, event.loaded, event.total);
    request.onload = () => resolve(request);
    request.onerror = () => resolve(null);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.send(body);
  });
}

// One file: straight to its own page, or the problem beside the form.
function answer(form, request) {
  if (request.status < 400) {
    location.assign(request.responseURL);
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  document.querySelector("#main").replaceWith(page.querySelector("#main"));
  document.querySelector("#main [role=alert]")?.focus();
}

// Several files: a line for each, with the way to its page or what was wrong with it.
function note(form, name, request) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  if (request && request.status < 400) {
    link.href = request.responseURL;
    link.textContent = name;
    line.append(link, " was received.");
  } else {
    const page = request && new DOMParser().parseFromString(request.responseText, "text/html");
    const problem = page?.querySelector("#main [role=alert]");
    line.append(`${name}: ${problem?.firstChild?.textContent.trim() || "it was not received. Please try again."} `);
    const first = problem?.querySelector("a");
    if (first) {
      link.href = first.getAttribute("href");
      link.textContent = first.textContent;
      line.append(link);
    }
  }
  form.querySelector("[data-sent-files]").append(line);
}

async function send(form) {
  const files = [...form.querySelector("input[type=file]").files];
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  for (const file of files) {
    const request = await post(form, file);
    if (files.length > 1) note(form, file.name, request);
    else if (request) answer(form, request);
    else form.querySelector("[data-sent]").textContent = "The connection was lost. Please try again.";
  }
  if (files.length > 1) form.querySelector("[data-sent]").textContent = `${files.length} files sent`;
  button.disabled = false;
}

function follow(zone, kind, wanted) {
  document.addEventListener(kind, (event) => {
    const target = event.target.closest?.(zone);
    if (!target) return;
    event.preventDefault();
    target.toggleAttribute("data-over", wanted);
  });
}

function named(files) {
  return files.length === 1 ? files[0].name : `${files.length} files: ${[...files].map((file) => file.name).join(", ")}`;
}

export function followUpload() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-upload]")) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("change", (event) => {
    const shown = event.target.closest?.("[data-drop]")?.querySelector("[data-file-name]");
    if (shown && event.target.files?.length) shown.textContent = named(event.target.files);
  });
  follow("[data-drop]", "dragover", true);
  follow("[data-drop]", "dragleave", false);
  document.addEventListener("drop", (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (!zone || !event.dataTransfer.files.length) return;
    event.preventDefault();
    zone.removeAttribute("data-over");
    const input = zone.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
