// Open pages follow what happens: parts marked data-live are fetched again when their topic moved.
// Server-sent events where they work, a look every now and then where they do not.

const POLL_MS = 15_000;
const FAILURES_MAX = 4;
const GATHER_MS = 400;

const moved = new Set();
let waiting;

function parts() {
  return [...document.querySelectorAll("[data-live]")];
}

function inThePast() {
  return new URLSearchParams(location.search).has("as_of");
}

function concerned(part) {
  return part.dataset.live.split(" ").some((topic) => [...moved].some((each) => each.startsWith(topic)));
}

// A part somebody is typing or choosing in stays as it is until they leave it.
function inUse(part) {
  return part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea, summary");
}

async function refresh() {
  waiting = undefined;
  // A page that shows a moment of the past stands still.
  const due = inThePast() ? [] : parts().filter(concerned);
  if (!due.length) { moved.clear(); return; }
  if (due.some(inUse)) { later(POLL_MS / 5); return; }
  moved.clear();
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of due) {
    const fresh = page.getElementById(part.id);
    if (!fresh || !part.isConnected || inUse(part)) continue;
    const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    part.replaceWith(fresh);
    window.htmx?.process(fresh);
    if (focused) [...fresh.querySelectorAll("a[href]")].find((link) => link.getAttribute("href") === focused)?.focus();
  }
}

function later(milliseconds) {
  waiting ??= setTimeout(refresh, milliseconds);
}

function note(topic) {
  moved.add(topic);
  later(GATHER_MS);
}

function poll() {
  setInterval(() => { if (!document.hidden) ["alert", "upload", "run", "backfill"].forEach(note); }, POLL_MS);
}

function listen(address) {
  const source = new EventSource(address);
  let failures = 0;
  source.onopen = () => { failures = 0; document.documentElement.dataset.listening = ""; };
  source.onerror = () => {
    delete document.documentElement.dataset.listening;
    failures += 1;
    if (failures < FAILURES_MAX && source.readyState !== EventSource.CLOSED) return;
    source.close();
    poll();
  };
  for (const topic of ["alert.raised", "alert.changed", "upload.progress", "run.finished", "backfill.finished"]) {
    source.addEventListener(topic, () => note(topic));
  }
  source.addEventListener("reset", () => ["alert", "upload", "run", "backfill"].forEach(note));
  addEventListener("pagehide", () => source.close());
}

export function followNews() {
  const address = document.body.dataset.stream;
  if (!address || !parts().length) return;
  if ("EventSource" in window) listen(address); else poll();
}
