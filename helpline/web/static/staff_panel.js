// Behind the words: the staff's panel. Without it on the page, nothing happens here.

const panel = document.getElementById("behind");

function fact(name, lines) {
  const place = panel.querySelector(`[data-behind="${name}"]`);
  place.replaceChildren(
    ...[lines].flat().map((words) => {
      const line = document.createElement("div");
      line.textContent = words;
      return line;
    }),
  );
}

// Where the call stands in the picture: the way there, then the step itself.
function mark(answers, place) {
  const tree = document.getElementById("tree");
  tree.querySelectorAll("[aria-current], .way").forEach((box) => {
    box.removeAttribute("aria-current");
    box.classList.remove("way");
  });
  let at = tree.querySelector(":scope > li");
  for (const [, option] of answers) {
    at.classList.add("way");
    at = at.querySelector(`:scope > ol > li[data-option="${option}"]`) ?? at;
  }
  if (at.dataset.step === place) at.setAttribute("aria-current", "step");
}

export function showBehind(turn) {
  if (!panel || !turn.step) return;
  fact("step", turn.step);
  fact("why", turn.why);
  fact("session", turn.session.length ? turn.session : "nothing");
  fact("edit", turn.edit);
  fact("findings", turn.findings.length ? turn.findings : "Nothing is amiss here.");
  mark(turn.answers, turn.step);
  showBehindText(turn);
}

export function showBehindText({ twiml, broken }) {
  if (!panel) return;
  document.getElementById("behind-twiml").textContent = twiml;
  document.getElementById("behind-broken").textContent = broken
    ? `The flow files cannot be used as they are. The last good words stay. ${broken}`
    : "";
}
