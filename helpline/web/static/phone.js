// The practice phone. Every turn is the line's own; this file shows and plays what comes back.
import { hush, linesOf, say, setSpeed } from "./prompt.js";
import { callSound, save, WAIT } from "./recording.js";
import { copies, part, post, reveal, showLost, showPeople, tell } from "./shared.js";
import { showStep } from "./staff_panel.js";

const KEYS = "0123456789*#";
const NAMES = { "*": "star", "#": "hash" };
const TITLES = { none: "Practice", ended: "Call ended", lost: "No answer" };
const TAKE_YOUR_TIME = "Waiting for a key. Take as long as you like.";
const keypad = part("keypad");
const transcript = part("transcript");
const news = part("call-news");
const ownLabels = new Map([...keypad.children].map((key) => [key.dataset.key, key.querySelector("small").textContent]));

let phase = "none"; // or connecting, speaking, waiting, lost, ended
let next = null; // where the next key goes
let turn = null; // the last one that came
let taken = {}; // the fields of the last one that was asked for
let queued = null; // a key that waits for the line
let keyed = ""; // digits of a number that is keyed in
let turns = 0; // counts turns, so that an answer which comes late is dropped
let timers = [];
let told = false; // that there is no hurry: once a call
let heard = []; // the parts of the call, for its sound file

reveal();
const withSound = () => part("sound").getAttribute("aria-checked") === "true";
const speed = () => Number(part("speed").value);
const onCall = () => !["none", "ended"].includes(phase);

function become(name, words) {
  phase = name;
  tell(part("call-state"), words);
  document.title = `${TITLES[name] ?? "On a call"} - ${document.title.split(" - ").at(-1)}`;
  part("call").setAttribute("aria-disabled", onCall());
  part("hang-up").setAttribute("aria-disabled", !onCall());
  if (name !== "lost") showLost(part("call-lost"), news, "");
}

function later(seconds, act) {
  timers.push(setTimeout(act, seconds * 1000));
}

function clearTimers() {
  timers.forEach(clearTimeout);
  timers = [];
}

function line(who, kind, ...children) {
  const box = document.createElement("div");
  box.className = kind;
  const name = document.createElement("b");
  name.textContent = `${who} `;
  box.append(name, ...children);
  transcript.append(box);
  return box;
}

const note = (words) => line("This page:", "note", words);

// A prompt begins at the top of the transcript, and the transcript is in sight.
function inSight(box) {
  transcript.scrollTop = box.offsetTop - 8;
  if (part("handset").getBoundingClientRect().bottom > innerHeight) part("handset").scrollIntoView();
  transcript.scrollIntoView({ block: "nearest" });
}

function follow(piece) {
  const below = piece.offsetTop + piece.offsetHeight - transcript.scrollTop - transcript.clientHeight;
  if (below > 0) transcript.scrollTop += below + 8;
}

function labelKeys(keys) {
  for (const key of keypad.children) {
    tell(key.querySelector("small"), keys?.[key.dataset.key] ?? (keys ? "" : ownLabels.get(key.dataset.key)));
  }
}

function hear(answer) {
  turn = answer;
  heard.push({ clip: turn.clip, wait: turn.wait });
  next = turn.next;
  keyed = "";
  labelKeys(turn.keys);
  if (turn.contacts.length) showPeople(part("now-people"), turn.contacts); // what was given stays written down
  if (turn.contacts.length) part("now").hidden = false;
  part("endings").hidden = !turn.dials;
  const loud = withSound() && turn.clip;
  transcript.setAttribute("aria-live", loud ? "off" : "polite"); // the voice and a screen reader would speak at once
  const box = line("The line:", "prompt", ...linesOf(turn.lines));
  inSight(box);
  if (turn.text) note(`${part("texts-result").value === "sent" ? "In a real call this text would now be sent." : "This is the text that could not be sent."} ${turn.text}`);
  if (withSound() && !turn.clip) note("The sound of this prompt is not made yet.");
  showStep(turn);
  if (queued !== null) return pressQueued();
  speak(box, loud);
}

function pressQueued() {
  const key = queued;
  queued = null;
  become("waiting", TAKE_YOUR_TIME);
  press(key);
}

function speak(box, loud) {
  if (loud) {
    become("speaking", "The line is speaking.");
    const mine = turns;
    say(box, turn, speed(), follow, (cause) => {
      if (mine !== turns) return;
      if (cause) note(cause);
      wait();
    });
  } else if (part("real-time").checked) {
    become("speaking", "The line is speaking.");
    later(turn.seconds / speed(), wait);
  } else wait();
}

// The line has said its prompt.
function wait() {
  clearTimers();
  transcript.setAttribute("aria-live", "polite");
  if (!next) return end("The line has ended the call.");
  if (turn.dials) return become("waiting", `Calling ${turn.dials}. Choose how that call ends.`);
  if (turn.goes_on) {
    become("waiting", "The question follows.");
    return later(turn.wait, () => send({ next, digits: "" }));
  }
  if (part("real-time").checked) {
    become("waiting", `Waiting ${turn.wait} seconds for a key.`);
    return later(turn.wait, timeOut);
  }
  become("waiting", keyed ? keyedWords() : TAKE_YOUR_TIME);
  if (!told) tell(news, TAKE_YOUR_TIME);
  told = true;
}

const keyedWords = () => `You have put in: ${keyed}. Hash ends it.`;

function end(words) {
  hush();
  clearTimers();
  turns += 1;
  next = queued = null;
  part("endings").hidden = true;
  labelKeys(null);
  become("ended", words);
  tell(news, words);
}

// One turn. Whatever comes of it, the state says so, and the same turn can be tried again.
async function send(fields) {
  hush();
  clearTimers();
  turns += 1;
  const mine = turns;
  taken = fields;
  part("endings").hidden = true;
  become("connecting", "Connecting …");
  later(1, () => tell(news, "Connecting …"));
  const choices = { caller: part("caller").value, texts: part("texts-result").value };
  try {
    const answer = await post(part("phone").dataset.post, { ...fields, ...choices });
    if (mine !== turns) return;
    clearTimers();
    hear(answer);
  } catch (error) {
    if (mine !== turns) return;
    clearTimers();
    queued = null;
    become("lost", "The line does not answer.");
    showLost(part("call-lost"), news, error.message);
  }
}

// Nothing is left of the call before.
function begin() {
  transcript.replaceChildren();
  heard = [];
  part("now").hidden = true;
}

function call() {
  if (onCall()) return;
  begin();
  told = false;
  next = queued = null;
  tell(news, "");
  keypad.focus({ preventScroll: true });
  send({});
}

function press(key) {
  if (!onCall()) return tell(part("call-state"), "No call yet. Press Call first.");
  if (phase === "connecting" || !next) {
    queued = key;
    if (phase === "lost") return send(taken);
    return tell(part("call-state"), `Connecting … Your key ${NAMES[key] ?? key} waits.`);
  }
  if (turn.dials) return undefined;
  if (turn.keying && key !== "#") {
    hush();
    keyed += key;
    return become("waiting", keyedWords());
  }
  line("You:", "pressed", turn.keying ? `put in ${keyed || "nothing"}, then hash.` : `pressed ${NAMES[key] ?? key}.`);
  heard.push({ keys: turn.keying ? keyed + key : key });
  return send(turn.keying ? { next, digits: keyed, finished: key } : { next, digits: key });
}

function timeOut() {
  if (!onCall()) return tell(part("call-state"), "No call yet. Press Call first.");
  if (phase === "connecting" || !next || turn.dials) return undefined;
  line("You:", "pressed", "pressed nothing, and the time ran out.");
  return send({ next, digits: keyed });
}

// The sound is on or off for the whole call, and for the prompt that is being said.
function switchSound(on) {
  part("sound").setAttribute("aria-checked", on);
  tell(part("sound").querySelector("b"), on ? "on" : "off");
  if (phase !== "speaking" && !(on && phase === "waiting")) return;
  turns += 1;
  hush();
  if (on && turn.clip) speak(lastSaid(), true);
  else wait();
}

const lastSaid = () => [...transcript.querySelectorAll(".prompt")].at(-1);

part("call").addEventListener("click", call);
part("hang-up").addEventListener("click", () => {
  if (!onCall()) return;
  line("You:", "pressed", "hung up.");
  end("You have hung up.");
});
part("sound").addEventListener("click", () => switchSound(!withSound()));
part("time-out").addEventListener("click", timeOut);
part("call-lost").querySelector("button").addEventListener("click", () => {
  keypad.focus({ preventScroll: true }); // the button goes
  send(taken);
});
part("endings").addEventListener("click", (event) => {
  const { status } = event.target.dataset;
  if (!status) return;
  line("You:", "pressed", `chose: ${event.target.textContent.trim()}.`);
  keypad.focus({ preventScroll: true });
  send({ next, dial_status: status });
});
part("speed").addEventListener("change", () => setSpeed(speed()));
part("real-time").addEventListener("change", () => phase === "waiting" && wait());
// The second tap of a shaky finger would answer the next question too. Digits of a number may well be doubled.
keypad.addEventListener("click", (event) => {
  const key = event.target.closest("button")?.dataset.key;
  if (key && (event.detail < 2 || turn?.keying)) press(key);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && withSound()) switchSound(false);
});
// W5: only while the phone has the focus, never in a box where people type, and it can be turned off.
part("phone").addEventListener("keydown", (event) => {
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
  if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey || !part("use-keyboard").checked) return;
  if (event.key.length === 1 && KEYS.includes(event.key)) {
    event.preventDefault();
    press(event.key);
  }
});
copies(part("copy-call"), transcript, news);
part("save-sound").addEventListener("click", async ({ currentTarget: button }) => {
  if (!heard.length) return tell(part("call-state"), "No call yet. Press Call first.");
  button.disabled = true;
  const [here, silent] = [note("The sound of this call is being made …"), heard.some(({ clip }) => clip === null)];
  try {
    save(await callSound(heard), "call.wav");
    const left = silent ? " A prompt without a sound is left out." : "";
    tell(here.lastChild, `Saved as call.wav. Each wait for a key is cut to ${WAIT} seconds.${left}`);
  } catch {
    tell(here.lastChild, "The sound of this call cannot be made now. Try again in a minute.");
  }
  button.disabled = false;
  return undefined;
});

// Staff go to a step of the picture: its question is answered as a caller would.
document.addEventListener("step", ({ detail }) => {
  if (!onCall()) begin();
  line("You:", "pressed", `went to: ${detail.words}`);
  send(detail.fields);
});
