// A prompt as the page says it: its lines in the transcript, and its sound. The words come as they are said, by the
// sound where it comes and by the clock where it does not, so that a clip that hangs never withholds them.
const TICK = 100; // milliseconds
const HANGS = 2000; // milliseconds without a sound that moves

const sound = new Audio();
let stop = () => {};

// A prompt as lines: a list where they are options.
export function linesOf(lines) {
  const box = document.createElement("div");
  let list = null;
  for (const pieces of lines) {
    const option = pieces.length === 2 && /^press \d\.$/.test(pieces[1].words);
    const line = document.createElement(option ? "li" : "p");
    line.append(...pieces.flatMap((piece, at) => [spoken(piece), isDigits(piece) && isDigits(pieces[at + 1]) ? "\u00a0" : " "]));
    if (option) (list ??= box.appendChild(document.createElement("ul"))).append(line);
    else {
      list = null;
      box.append(line);
    }
  }
  return [...box.children];
}

const isDigits = (piece) => /^\d+$/.test(piece?.words); // a number is not broken at the end of a line

function spoken({ words, begins }) {
  const span = document.createElement("span");
  span.dataset.begins = begins;
  span.textContent = words;
  if (isDigits({ words })) span.className = "digits";
  return span;
}

// End the prompt that is said: all its words are shown.
export const hush = () => stop();

export const setSpeed = (speed) => (sound.playbackRate = speed);

// Say a prompt whose lines stand in `box`. `shown` gets each piece that comes, `done` is called at the end with the
// cause, if the sound did not come.
export function say(box, { clip, seconds }, speed, shown, done) {
  hush();
  const waiting = [...box.querySelectorAll("[data-begins]")];
  waiting.forEach((piece) => piece.classList.add("unsaid"));
  let at = 0; // seconds into the prompt
  let played = 0; // seconds of sound
  let looked = performance.now();
  let moved = looked;
  const showUntil = (second) => {
    while (waiting.length && Number(waiting[0].dataset.begins) <= second) {
      const piece = waiting.shift();
      piece.classList.remove("unsaid");
      shown(piece);
    }
  };
  const tick = () => {
    const now = performance.now();
    if (sound.currentTime > played) {
      played = sound.currentTime;
      moved = now;
      at = Math.max(at, played * (seconds / (sound.duration || seconds)));
    } else if (now - moved > HANGS) at += ((now - looked) / 1000) * speed;
    looked = now;
    showUntil(at);
    if (at > seconds && now - moved > HANGS) finish("The sound did not come.");
  };
  const timer = setInterval(tick, TICK);
  stop = () => {
    stop = () => {};
    clearInterval(timer);
    sound.onended = sound.onerror = null;
    sound.pause();
    showUntil(Infinity);
  };
  const finish = (cause = "") => {
    stop();
    done(cause);
  };
  const failed = () => sound.onended && finish("The sound did not come.");
  sound.onended = () => finish();
  sound.onerror = failed;
  sound.src = clip;
  sound.playbackRate = speed;
  showUntil(0);
  sound.play().catch((error) => error.name !== "AbortError" && failed());
}
