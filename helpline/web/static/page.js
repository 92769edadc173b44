// What a page can do besides being read. Without this file every page is whole.

document.querySelectorAll("[data-needs-script]").forEach((part) => {
  part.hidden = part.matches("[data-copy]") && !navigator.clipboard;
});

// Copy what a button names, and say so on the button itself.
async function copy(button) {
  const label = button.innerHTML;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not copied: mark it and copy it by hand";
  }
  button.addEventListener("blur", () => (button.innerHTML = label), { once: true });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.copy) copy(button);
  if (button && "print" in button.dataset) print();
  // The second half of a double tap would answer the next question unseen.
  const second = event.detail > 1 || (event.pointerType === "touch" && event.timeStamp < 400);
  if (second && event.target.closest(".options a")) event.preventDefault();
});
