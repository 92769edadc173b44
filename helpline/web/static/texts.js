// The practice texts. Every text goes to the line's own webhook; this file shows what comes back.
import { post, reveal, withNumbers } from "./shared.js";
import { showBehindText } from "./staff_panel.js";

const part = (id) => document.getElementById(id);
const chat = part("chat");
let sender = sessionStorage.getItem("sender") ?? "";
let sending = Promise.resolve();

reveal();
if (sender) {
  part("who-same").disabled = false;
  part("who-same").checked = true;
}

function bubble(kind, who, words, note = "") {
  const box = document.createElement("div");
  box.className = `bubble ${kind}`;
  const name = document.createElement("b");
  name.textContent = who;
  const text = document.createElement("p");
  text.append(...withNumbers(words));
  box.append(name, text);
  if (note) {
    const small = document.createElement("p");
    small.className = "size";
    small.textContent = note;
    box.append(small);
  }
  chat.append(box);
  chat.scrollTop = chat.scrollHeight;
}

const size = ({ segments, characters, encoding }) =>
  `${segments} message segment${segments > 1 ? "s" : ""}, ${characters} characters, ${encoding.replace("-", "\u2011")}`;

async function send(body) {
  if (part("who-new").checked) {
    sender = "";
    if (chat.childElementCount) bubble("note", "This page", "From here on, someone new is texting.");
  }
  bubble("mine", "You", body);
  try {
    const turn = await post(part("texts").dataset.post, { sender, body });
    sender = turn.sender;
    sessionStorage.setItem("sender", sender);
    part("who-same").disabled = false;
    part("who-same").checked = true;
    if (turn.words) bubble("theirs", "The line", turn.words, size(turn));
    else bubble("note", "This page", "No text is sent back. The phone company answers this word by itself.");
    showBehindText(turn);
  } catch (error) {
    bubble("note", "This page", error.message);
  }
}

// One after the other: the answers must come in the order in which the texts were sent.
const queue = (body) => (sending = sending.then(() => send(body)));

part("text-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const body = part("body").value.trim();
  part("body").value = "";
  part("body").focus();
  if (body) queue(body);
});
part("texts").addEventListener("click", (event) => {
  const words = event.target.dataset?.text;
  if (words) queue(words);
});
