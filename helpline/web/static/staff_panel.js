// The staff's view beside the phone: the step that was said last. Without it on the page, nothing happens here.
import { part, tell } from "./shared.js";

const panel = part("staff");

function element(kind, ...children) {
  const made = document.createElement(kind);
  made.append(...children);
  return made;
}

function fact(name, lines) {
  const box = panel.querySelector(`[data-fact="${name}"]`);
  if (Array.isArray(lines)) box.replaceChildren(...lines.map((words) => element("p", words)));
  else tell(box, lines);
}

// A row for each wording: its words on every channel, and under them the file and line.
function showWordings(rows) {
  const channels = [...panel.querySelectorAll("[data-channel]")].map((head) => head.dataset.channel);
  part("wordings").replaceChildren(
    ...rows.map((row) => {
      const name = element("th", row.name);
      name.scope = "row";
      return element("tr", name, ...channels.map((channel) => cell(row.channels[channel])));
    }),
  );
}

function cell(wording) {
  if (!wording?.words) return element("td", "–");
  const at = element("p", wording.at);
  at.className = "size";
  return element("td", element("p", wording.words), at);
}

// Where the conversation stands in the picture: the way there, then the step itself, and that in sight.
function mark(answers, name) {
  const tree = part("tree");
  tree.querySelectorAll("[aria-current], .way").forEach((box) => {
    box.removeAttribute("aria-current");
    box.classList.remove("way");
  });
  let at = tree.querySelector(":scope > li");
  for (const [, option] of answers) {
    at.querySelector("button").classList.add("way");
    at = at.querySelector(`:scope > ol > li[data-option="${option}"]`) ?? at;
  }
  if (at.dataset.step !== name) return;
  const box = at.querySelector("button");
  box.setAttribute("aria-current", "step");
  const picture = part("flow-picture");
  const [from, to] = [picture.getBoundingClientRect(), box.getBoundingClientRect()];
  picture.scrollTop += to.top - from.top - 60;
}

export function showStep(turn) {
  if (!panel) return;
  tell(part("broken"), turn.broken ? `The flow files cannot be used as they are. The last good words stay. ${turn.broken}` : "");
  part("step-facts").hidden = !turn.step;
  if (!turn.step) return fact("title", "No step: nothing was said.");
  fact("title", turn.title);
  fact("why", turn.why[0].toUpperCase() + turn.why.slice(1));
  fact("edit", turn.edit);
  showWordings(turn.wordings);
  fact("answered", turn.answered.length ? turn.answered : ["None."]);
  part("understood").hidden = !turn.explanation;
  const told = (turn.explanation ?? []).flatMap(([heading, sentences]) => [
    element("h4", heading),
    ...sentences.map((words) => element("p", words)),
  ]);
  panel.querySelector('[data-fact="explanation"]').replaceChildren(...told);
  tell(part("twiml"), turn.twiml);
  mark(turn.answers, turn.step);
  check(turn.step);
}

// The check takes seconds where a file has changed, so it is asked for by itself.
let checked = "";
async function check(step) {
  checked = step;
  fact("findings", ["The check is running …"]);
  const findings = await fetch(`${panel.dataset.findings}?${new URLSearchParams({ step })}`)
    .then((answer) => answer.json())
    .catch(() => null);
  if (checked !== step) return;
  const cannot = ["The check could not be run."];
  fact("findings", findings ? findings.here.concat(findings.here.length ? [] : ["Nothing is amiss here."]) : cannot);
  fact("everywhere", findings ? findings.everywhere : cannot);
  tell(part("how-many"), findings ? `(${findings.everywhere.length})` : "");
}
if (panel) check("");

panel?.addEventListener("click", (event) => {
  const box = event.target.closest("[data-next]");
  if (!box) return;
  const { next, digits } = box.dataset;
  const detail = { words: box.querySelector("b").textContent, fields: next ? { next, digits } : {} };
  document.dispatchEvent(new CustomEvent("step", { detail }));
});
