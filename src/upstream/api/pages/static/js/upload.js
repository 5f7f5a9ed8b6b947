// Progress of the bytes on their way; the stages after them are shown by the upload's own page.

function show(form, sent, total) {
  const progress = form.querySelector("progress");
  progress.hidden = false;
  progress.max = total;
  progress.value = sent;
  const megabytes = (octets) => (octets / 1e6).toFixed(1);
  form.querySelector("[data-sent]").textContent = `${megabytes(sent)} of ${megabytes(total)} MB sent`;
}

function answer(form, request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  if (request.status < 400) {
    location.assign(request.responseURL);
    return;
  }
  document.querySelector("#main").replaceWith(page.querySelector("#main"));
  document.querySelector("#main [role=alert]")?.focus();
}

function send(form) {
  const request = new XMLHttpRequest();
  request.upload.onprogress = (event) => show(form, event.loaded, event.total);
  request.onload = () => answer(form, request);
  request.onerror = () => { form.querySelector("[data-sent]").textContent = "The connection was lost. Please try again."; };
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.send(new FormData(form));
  form.querySelector("button[type=submit]").disabled = true;
}

function follow(zone, kind, wanted) {
  document.addEventListener(kind, (event) => {
    const target = event.target.closest?.(zone);
    if (!target) return;
    event.preventDefault();
    target.toggleAttribute("data-over", wanted);
  });
}

export function followUpload() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-upload]")) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("change", (event) => {
    const named = event.target.closest?.("[data-drop]")?.querySelector("[data-file-name]");
    if (named && event.target.files?.length) named.textContent = event.target.files[0].name;
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
