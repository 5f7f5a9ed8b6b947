// Tooltips of charts (data-tip) and the Escape key for definitions of tiles.

const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;

function place(event) {
  const width = tip.offsetWidth;
  const beside = event.clientX + 14 + width > innerWidth ? event.clientX - 14 - width : event.clientX + 14;
  tip.style.left = `${Math.max(beside, 4)}px`;
  tip.style.top = `${Math.max(event.clientY - tip.offsetHeight - 8, 4)}px`;
}

export function showTips() {
  document.body.append(tip);
  document.addEventListener("pointermove", (event) => {
    const mark = event.target.closest?.("[data-tip]");
    tip.hidden = !mark;
    if (!mark) return;
    tip.textContent = mark.dataset.tip;
    place(event);
  });
  document.addEventListener("pointerleave", () => { tip.hidden = true; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    tip.hidden = true;
    document.activeElement?.closest?.(".tile-name")?.setAttribute("data-dismissed", "");
  });
  document.addEventListener("focusout", (event) => event.target.closest?.(".tile-name")?.removeAttribute("data-dismissed"));
}
