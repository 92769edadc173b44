// What the practice phone and the practice texts share.

// Show what needs JavaScript, hide what says that there is none.
export function reveal() {
  document.querySelectorAll("[data-script]").forEach((part) => (part.hidden = false));
  document.querySelectorAll("[data-no-script]").forEach((part) => (part.hidden = true));
}

// Post fields to a path of this page, with the day and time to try. Throws an Error whose message a caller can use.
export async function post(path, fields) {
  const at = document.getElementById("at").value;
  let answer;
  try {
    answer = await fetch(path, { method: "POST", body: new URLSearchParams(at ? { ...fields, at } : fields) });
  } catch {
    throw new Error(`This page cannot reach the line. ${people()}`);
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.sorry ? `${told.sorry} ${told.numbers.join(" ")}` : people());
  return told;
}

// The numbers stand on every page: whatever breaks, they can be given.
function people() {
  const words = (card, selector) => card.querySelector(selector)?.innerText.trim() ?? "";
  const cards = [...document.querySelectorAll(".help .cards > li")];
  return cards.map((card) => `${words(card, "h3")}: ${words(card, ".call, .number").replace("Call ", "")}.`).join(" ");
}

const NUMBER = /(0\d{4} \d{3} ?\d{3})/;
const canCall = () => document.querySelector(".help a.call") !== null;

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
  const prefix = document.querySelector(".relay")?.textContent.match(/\d+/)?.[0];
  list.replaceChildren(
    ...contacts.map(({ name, written }) => {
      const item = document.createElement("li");
      const who = document.createElement("span");
      who.className = "who";
      who.textContent = name;
      item.append(who, " ", ...withNumbers(written));
      if (prefix && NUMBER.test(written)) {
        const relay = document.createElement("span");
        relay.className = "relay";
        relay.textContent = `Relay UK: ${prefix} then ${written}`;
        item.append(" ", relay);
      }
      return item;
    }),
  );
}
