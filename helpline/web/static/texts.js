// The practice texts. Every text is answered by the line itself; this file shows what comes back.
import { copies, part, post, reveal, showLost, tell, withNumbers } from "./shared.js";
import { showStep } from "./staff_panel.js";

const chat = part("chat");
const box = part("body");
const news = part("text-news");
const sent = []; // texts of this visit, for the arrow keys
let sender = sessionStorage.getItem("sender") ?? "";
let sending = false;
let again = false; // another text was sent while one was on its way
let recalled = 0; // how far back the arrow keys have gone

reveal();

function bubble(kind, who, words, small = "") {
  const item = document.createElement("div");
  item.className = `bubble ${kind}`;
  const name = document.createElement("b");
  name.textContent = who;
  const text = document.createElement("p");
  text.append(...withNumbers(words));
  item.append(name, text);
  if (small) addSize(item, small);
  chat.append(item);
  chat.scrollTop = chat.scrollHeight;
  return item;
}

function addSize(item, words) {
  const small = document.createElement("p");
  small.className = "size";
  small.textContent = words;
  item.append(small);
}

const size = ({ segments, characters, encoding }) =>
  `${segments} message segment${segments > 1 ? "s" : ""}, ${characters} characters, ${encoding.replace("-", "\u2011")}`;

function become(words) {
  tell(part("text-state"), words);
}

async function send(body) {
  sending = true;
  become("Sending …");
  showLost(part("text-lost"), news, "");
  const picture = part("picture").checked;
  const mine = bubble("mine", "You", picture ? `${body}\n(with a picture)`.trim() : body);
  const fields = { sender, body, channel: part("channel").value };
  try {
    const turn = await post(part("texts").dataset.post, picture ? { ...fields, picture: "yes" } : fields);
    sender = turn.sender;
    sessionStorage.setItem("sender", sender);
    if (body) sent.push(body);
    recalled = 0;
    if (box.value.trim() === body) box.value = "";
    part("picture").checked = false;
    if (turn.words) bubble("theirs", "The line", turn.words, size(turn));
    else if (turn.too_often) bubble("note", "This page", "No text is sent back. Too many came within an hour.");
    else bubble("note", "This page", "No text is sent back. The phone company answers this word by itself.");
    become("Answered.");
    showStep(turn);
  } catch (error) {
    addSize(mine, "Not sent. Your words are still in the box.");
    if (!box.value.trim()) box.value = body;
    become("Not sent.");
    showLost(part("text-lost"), news, error.message);
    again = false;
  }
  sending = false;
  if (again) submit();
}

// What stands in the box is sent, and stays there until the line has answered.
function submit() {
  const body = box.value.trim();
  again = sending;
  if (sending) return;
  if (body || part("picture").checked) send(body);
  else become("Write a text first.");
}

// Someone else, or the same person when the answers were forgotten: the line knows both by nothing.
function begin(words, clear) {
  sender = "";
  sessionStorage.removeItem("sender");
  if (clear) chat.replaceChildren();
  else if (chat.childElementCount) bubble("note", "This page", words);
  tell(news, words);
  box.focus();
}

// The arrow up brings back what was sent, as in a terminal.
function recall(event) {
  const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  const back = recalled + (step ?? 0);
  if (!step || back < 0 || back > sent.length) return;
  recalled = back;
  box.value = back ? sent.at(-back) : "";
  event.preventDefault();
}

part("text-form").addEventListener("submit", (event) => {
  event.preventDefault();
  box.focus();
  submit();
});
box.addEventListener("keydown", recall);
part("texts").addEventListener("click", (event) => {
  const words = event.target.dataset?.text;
  if (!words || sending) return;
  box.value = words;
  submit();
});
part("text-lost").querySelector("button").addEventListener("click", () => {
  box.focus();
  submit();
});
part("new-conversation").addEventListener("click", () => begin("A new conversation begins.", true));
part("new-person").addEventListener("click", () => begin("From here on, someone new is texting.", false));
copies(part("copy-texts"), chat, news);
