// The practice phone. Every turn goes to the line's own webhook; this file shows and plays what comes back.
import { post, reveal, showPeople } from "./shared.js";
import { showBehind } from "./staff_panel.js";

const part = (id) => document.getElementById(id);
const keypad = part("keypad");
const transcript = part("transcript");
const sound = new Audio();
const KEYS = "0123456789*#";

let next = null; // where the next key goes; null: no call
let withSound = false;
let turns = 0; // counts turns, so that an answer which comes late is dropped
let timers = [];
let waiting = Promise.resolve();

reveal();

function state(words, wait = "") {
  part("call-state").textContent = words;
  part("call-wait").textContent = wait;
  document.title = `${words.replace(/\.$/, "")} - ${document.title.split(" - ").at(-1)}`;
}

function line(who, kind) {
  const paragraph = document.createElement("p");
  paragraph.className = kind;
  const name = document.createElement("b");
  name.textContent = `${who} `;
  paragraph.append(name);
  transcript.append(paragraph);
  return paragraph;
}

function add(paragraph, words) {
  if (words) paragraph.append(document.createTextNode(`${words} `));
  // While the line speaks, the newest words are in sight; where all are there at once, the first of them.
  transcript.scrollTop = withSound ? transcript.scrollHeight : paragraph.offsetTop - 8;
}

function hush() {
  turns += 1;
  timers.forEach(clearTimeout);
  timers = [];
  sound.pause();
  sound.ontimeupdate = sound.onended = sound.onerror = null;
  part("stop-sound").hidden = true;
}

function later(seconds, act) {
  timers.push(setTimeout(act, seconds * 1000));
}

const speed = () => Number(part("speed").value);
const lengthOf = (parts) => parts.reduce((sum, { seconds }) => sum + seconds, 0);

// Words appear while they are spoken (W6): each when the sound has come to its share of the whole.
function speak(turn, paragraph, done) {
  const whole = lengthOf(turn.parts);
  let shown = 0;
  const showUntil = (share) => {
    let at = 0;
    turn.parts.forEach(({ words, seconds }, index) => {
      if (index >= shown && at <= share * whole) {
        add(paragraph, words);
        shown = index + 1;
      }
      at += seconds;
    });
  };
  const finish = () => {
    if (sound.onended !== finish) return; // a key was pressed meanwhile, or it has finished already
    sound.pause();
    sound.ontimeupdate = sound.onended = sound.onerror = null;
    showUntil(Infinity);
    part("stop-sound").hidden = true;
    done();
  };
  if (!withSound || !turn.clip) {
    if (withSound) part("call-wait").textContent = "The sound of this prompt is not made yet.";
    showUntil(Infinity);
    if (part("real-time").checked) later(whole / speed(), done);
    else done();
    return;
  }
  sound.src = turn.clip;
  sound.playbackRate = speed();
  sound.ontimeupdate = () => showUntil(sound.currentTime / (sound.duration || whole));
  sound.onended = finish;
  sound.onerror = finish;
  part("stop-sound").hidden = false;
  sound.play().then(() => showUntil(0), finish);
}

function hear(turn) {
  next = turn.next;
  const mine = turns;
  speak(turn, line("The line:", "said"), () => {
    if (mine !== turns) return;
    if (!next) ended("The line has ended the call.");
    else if (turn.goes_on) later(turn.wait, () => press(""));
    else if (part("real-time").checked) {
      state("On a call.", `Waiting ${turn.wait} seconds for a key.`);
      later(turn.wait, () => press(""));
    } else state("On a call.", "Waiting for a key. Take as long as you like.");
  });
  if (turn.text) add(line("This page:", "note"), `In a real call this text would now be sent. ${turn.text}`);
  showPeople(part("now-people"), turn.contacts);
  part("now").hidden = turn.contacts.length === 0;
  showBehind(turn);
}

function ended(words) {
  next = null;
  state(words);
  const hadFocus = document.activeElement === part("hang-up") || keypad.contains(document.activeElement);
  part("hang-up").hidden = true;
  part("call-sound").hidden = part("call-words").hidden = false;
  part("call-sound").textContent = "Call again with sound";
  part("call-words").textContent = "Call again, words only";
  if (hadFocus) part(withSound ? "call-sound" : "call-words").focus();
}

async function take(fields) {
  hush();
  const mine = turns;
  try {
    const turn = await post(part("phone").dataset.post, fields);
    if (mine === turns) hear(turn);
  } catch (error) {
    add(line("This page:", "note"), error.message);
    ended("The call was lost.");
  }
}

function call(loud) {
  withSound = loud;
  transcript.replaceChildren();
  part("call-sound").hidden = part("call-words").hidden = true;
  part("hang-up").hidden = false;
  state("On a call.", "");
  keypad.focus();
  waiting = take({});
}

function press(key) {
  if (!next) {
    state("No call yet.", "Press one of the Call buttons first.");
    return;
  }
  const from = next;
  next = null; // a second press before the answer would belong to another question
  add(line("You:", "pressed"), key ? `pressed ${{ "*": "star", "#": "hash" }[key] ?? key}.` : "pressed nothing.");
  waiting = take({ next: from, digit: key });
}

part("call-sound").addEventListener("click", () => call(true));
part("call-words").addEventListener("click", () => call(false));
part("hang-up").addEventListener("click", () => {
  hush();
  add(line("You:", "pressed"), "hung up.");
  ended("You have hung up.");
});
part("stop-sound").addEventListener("click", () => {
  sound.onended?.(); // the words are shown to their end, even where the sound has not come yet
  keypad.focus();
});
part("press-nothing").addEventListener("click", () => press(""));
part("speed").addEventListener("change", () => (sound.playbackRate = speed()));
keypad.addEventListener("click", (event) => {
  const key = event.target.closest("button")?.dataset.key;
  if (key) press(key);
});
// W5: only while the phone has the focus, never in a box where people type, and it can be turned off.
part("phone").addEventListener("keydown", (event) => {
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !part("use-keyboard").checked) return;
  if (event.key.length === 1 && KEYS.includes(event.key)) {
    event.preventDefault();
    press(event.key);
  }
});
