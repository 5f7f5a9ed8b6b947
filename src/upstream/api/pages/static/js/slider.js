// The time slider says where it stands while it moves; htmx (or the form's button) fetches the figures.

function optionAt(slider) {
  return slider.list?.options[Number(slider.value)];
}

export function followSlider() {
  document.addEventListener("input", (event) => {
    const slider = event.target;
    if (slider.id !== "moment") return;
    const words = optionAt(slider)?.label;
    if (!words) return;
    slider.setAttribute("aria-valuetext", words);
    const [when] = words.split(", position ");
    document.querySelector("#moment-said strong").textContent = when;
  });
}
