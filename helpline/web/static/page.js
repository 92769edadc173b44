// What a page can do besides being read. Without this file every page is whole.

export const PATIENCE = 8000; // milliseconds without an answer after which both numbers are given

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

// A browser waits minutes for a page, and without a network it shows words of its own. This page gives both numbers.
const noAnswer = document.getElementById("no-answer");
let waits = 0;

function giveNumbers(address) {
  const words = noAnswer.querySelector("template").content.cloneNode(true);
  words.querySelector("a.again")?.setAttribute("href", address);
  noAnswer.replaceChildren(noAnswer.querySelector("template"), words);
  noAnswer.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='/']:not([download])");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  clearTimeout(waits);
  if (navigator.onLine) waits = setTimeout(giveNumbers, PATIENCE, link.href);
  else {
    event.preventDefault();
    giveNumbers(link.href);
  }
});
addEventListener("pagehide", () => clearTimeout(waits));
addEventListener("pageshow", () => noAnswer.replaceChildren(noAnswer.querySelector("template")));
