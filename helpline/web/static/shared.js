// What the practice phone and the practice texts share.
import { PATIENCE } from "./page.js";

export const part = (id) => document.getElementById(id);

// Show what needs JavaScript, hide what says that there is none.
export function reveal() {
  document.querySelectorAll("[data-script]").forEach((part) => (part.hidden = false));
  document.querySelectorAll("[data-no-script]").forEach((part) => (part.hidden = true));
}

// Post fields to a path of this page, with the day and time to try. Throws an Error whose message a caller can use.
export async function post(path, fields) {
  const at = part("at").value;
  const body = new URLSearchParams(at ? { ...fields, at } : fields);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  let answer, told;
  try {
    answer = await fetch(path, { method: "POST", body, signal: patience.signal });
    told = await answer.json();
  } catch {
    throw new Error("The line does not answer.");
  } finally {
    clearTimeout(timer);
  }
  if (!answer.ok) throw new Error(told.sorry ?? "The line does not answer.");
  return told;
}

// Change the words of an element only where they differ: what is live is then announced once.
export function tell(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

// Both numbers and "Try again", and the same announced; "" takes them away.
export function showLost(box, news, words) {
  box.hidden = !words;
  tell(box.querySelector(".why"), words);
  if (words) box.scrollIntoView({ block: "nearest" });
  if (words) tell(news, `${words} ${box.querySelector(".people").innerText.replaceAll(/\s*\n\s*/g, " ")}`);
}

const NUMBER = /(0\d{4} \d{3} ?\d{3})/;
const canCall = () => document.querySelector("[data-can-call]").dataset.canCall === "yes";

// Words with their phone numbers as links, on devices that can call (W17).
export function withNumbers(words) {
  return words.split(NUMBER).map((piece) => {
    if (!NUMBER.test(piece)) return document.createTextNode(piece);
    const number = document.createElement(canCall() ? "a" : "span");
    number.className = "number";
    number.textContent = piece;
    if (canCall()) number.href = `tel:${piece.replaceAll(" ", "")}`;
    return number;
  });
}

// The contacts of an answer as a list: a person who cannot hear the digits can read them.
export function showPeople(list, contacts) {
  list.replaceChildren(...contacts.map((contact) => person(contact, list.dataset.relay)));
}

function person({ name, written }, relay) {
  const item = document.createElement("li");
  item.append(spanned("who", name), " ");
  if (!NUMBER.test(written)) item.append(spanned("address", written));
  else item.append(...withNumbers(written));
  if (relay && NUMBER.test(written)) item.append(" ", spanned("relay", `Relay UK: ${relay} then ${written}`));
  return item;
}

function spanned(kind, words) {
  const span = document.createElement("span");
  span.className = kind;
  span.textContent = words;
  return span;
}

// A button that copies a log. Where a browser does not let it, the words are selected instead.
export function copies(button, log, news) {
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(log.innerText);
      tell(news, "Copied.");
      tell(button, "Copied");
    } catch {
      getSelection().selectAllChildren(log);
      tell(news, "The words are selected. Copy them with your keyboard.");
      tell(button, "Selected: now copy them");
    }
  });
}
