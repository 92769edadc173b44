"""From what the parser saw to what the person did: the cause and the cure of a flow file that cannot be read.

Each row of a table is a kind of slip. The first row that fits is told, and nothing that follows from it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from helpline.errors import Complaint

QUOTES = 'Put a " before the first of these words and after the last one.'
INDENT = "Give it as many spaces in front as the lines that it belongs with: two more for each level inwards."
BEGINS = "Words cannot begin with {mark} here."
IN_QUOTES = 'Take the mark out, or put all of the words in "quotes".'
# Marks that no font shows, or shows as a space, and marks that only the program knows from which words were pasted.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000"
    "\ue000-\uf8ff\ufeff\ufff9-\uffff]"
)
UNSEEN_NAMES = {
    "\x00": "an empty character", "\x0b": "a soft line break of a word processor", "\x0c": "a page break",
    "\xa0": "a no-break space", "\u202f": "a narrow no-break space", "\xad": "a soft hyphen",
    "\u200b": "a space without width", "\u2028": "a line break of another program", "\ufeff": "a byte order mark",
    "\ufffd": "a sign for a letter that was lost",
}  # fmt: skip
# Slips that a line shows by itself, whatever the parser makes of it; each is told where it is found first.
LINE_SLIPS = tuple(
    (re.compile(pattern), says, cure)
    for pattern, says, cure in (
        (
            r"(<{7}|={7}|>{7}|\|{7})(?= |$)",
            "Two versions of the file were put together here, and both still stand in it.",
            "Keep the lines of one version; take out the other and each line of <<<<<<<, ======= or >>>>>>>.",
        ),
        (r" *\t", "There is a tab here.", "Use spaces to indent."),
        (
            r"(\s*- |\s*(- )?[\w ]+: +)(\[.*, ?|\[)?[“”„‘«]|\s*(- )?[\w ]+: +\"[^\"]*”\s*$",
            "The quotes here are curly.",
            'Type straight ones ("), or leave them out.',
        ),
    )
)


@dataclass(frozen=True)
class Refusal:
    """What the parser refuses: its words, the file's lines, and where (from 0) its thought began and it stopped."""

    words: str
    lines: list[str]
    began: int
    stopped: int
    mark: str  # the character at which it stopped, or at which the thing began that it was reading
    open_quote: int | None  # where words in quotes began that went on over the end of a line

    @property
    def above(self) -> int:
        """The last line before the one where the parser stopped that is neither empty nor a remark."""
        before = range(min(self.stopped, len(self.lines)) - 1, -1, -1)
        return next((i for i in before if self.lines[i].strip() and not self.lines[i].lstrip().startswith("#")), 0)

    @property
    def unfinished(self) -> int:
        """The line that should have had a colon: the parser takes it and the next for one long name."""
        return self.began if "could not find" in self.words else self.above

    def line(self, at: int) -> str:
        """The words of a line, or none past the end of the file."""
        return self.lines[at] if at < len(self.lines) else ""


@dataclass(frozen=True)
class Slip:
    """A kind of slip: what the parser says of it, when it is meant, on which line it is told, and how."""

    pattern: str
    says: str
    cure: str
    at: Callable[[Refusal], int] = lambda refusal: refusal.stopped
    when: Callable[[Refusal], bool] = lambda _: True


def _odd_quotes(refusal: Refusal) -> bool:
    return refusal.line(refusal.stopped).count('"') % 2 == 1


def _without_colon(refusal: Refusal) -> bool:
    line = refusal.line(refusal.unfinished)
    return not re.search(r":( |$)", line) and not line.lstrip().startswith("- ")


def _without_space(refusal: Refusal) -> bool:
    return _without_colon(refusal) and bool(re.match(r"\s*\w+:\S", refusal.line(refusal.unfinished)))


def _two_colons(refusal: Refusal) -> bool:
    return len(re.findall(r":(?= |$)", refusal.line(refusal.stopped))) > 1


def _end_of_list(refusal: Refusal) -> int:
    return refusal.stopped if refusal.stopped == refusal.began else refusal.above


COLONS = "mapping values|could not find expected ':'"
SLIPS = (
    Slip(
        "", "The words in quotes that begin on this line do not end.", QUOTES,
        at=lambda refusal: refusal.open_quote or 0, when=lambda refusal: refusal.open_quote is not None,
    ),
    Slip("", "One of the quotes on this line is missing.", QUOTES, when=_odd_quotes),
    Slip(r"\\t", "There is a tab here.", "Use a space."),
    Slip(
        COLONS, "There is no space after the colon.", "Write one between the colon and the words.",
        at=lambda refusal: refusal.unfinished, when=_without_space,
    ),
    Slip(
        COLONS, "There is no colon on this line.",
        "Write a colon after the name; or, if the words go on from the line above, give them more spaces in front.",
        at=lambda refusal: refusal.unfinished, when=_without_colon,
    ),
    Slip("mapping values", "There is a second colon on this line.", 'Put the words after the first colon in "quotes".',
         when=_two_colons),
    Slip("mapping values", "This line stands too far in: the line above has its words already.", INDENT),
    Slip("could not find", "This line does not fit what stands above it.", INDENT, at=lambda refusal: refusal.began),
    Slip("found '<block mapping start>'|found '<block sequence start>'|found '-'",
         "The spaces in front of this line do not fit the lines above it.", INDENT),
    Slip("sequence entries", 'A line of a list ("- …") cannot begin here.',
         'Give each "- …" a line of its own, below the name; or put the words in "quotes".'),
    Slip("block end.*found", "Something stands after the closing quote or bracket.",
         'Put the "quotes" round all of the words, or take the rest out.',
         when=lambda refusal: bool(re.search(r"[\"'\]}]", refusal.line(refusal.stopped)))),
    Slip("block end.*found", "This line is cut off from the words above it.",
         'Put all of the words in "quotes"; or give this line a name and a colon.'),
    Slip("flow (sequence|mapping).*<scalar>", "A comma is missing here.", "Put one between each two of the words.",
         when=lambda refusal: refusal.began == refusal.stopped),
    Slip("flow sequence", "The list in [brackets] does not end.", "Put a ] after its last word.", at=_end_of_list),
    Slip("flow mapping", "The curly bracket { is not closed.",
         'Put a } after the last word; or, in a sentence, put all of the sentence in "quotes".', at=_end_of_list),
    Slip("escape", r"A \ in quotes has a meaning of its own.", r"Take it out, or write / instead."),
    Slip("document", "A line of --- or ... divides the file in two.", "Take that line out."),
    Slip("alias|anchor|tag|directive|cannot start|block scalar|node content", BEGINS, IN_QUOTES,
         at=lambda refusal: refusal.began),
)  # fmt: skip
UNKNOWN = Slip(
    "", "This line cannot be read.", "Look for a missing colon, bracket or quote here and in the line above."
)


def text_slips(file: str, text: str) -> list[Complaint]:
    """What the lines show by themselves: marks that cannot be seen, and slips that the parser would misread."""
    lines = text.split("\n")
    unseen = [(number, found) for number, line in enumerate(lines, start=1) if (found := UNSEEN.search(line))]
    complaints = [_unseen(file, number, found) for number, found in unseen]
    for pattern, says, cure in LINE_SLIPS:
        first = next((number for number, line in enumerate(lines, start=1) if pattern.match(line)), None)
        if first:
            complaints.append(Complaint(file, first, says, cure))
    return complaints


def _unseen(file: str, line: int, found: re.Match[str]) -> Complaint:
    name = UNSEEN_NAMES.get(found[0], "a character that cannot be used")
    before = UNSEEN.sub("", found.string[: found.start()]).strip()[-20:]
    where = f'after "{before}"' if before else "at the start of the line"
    cure = "Delete it, though you may not see it, and type a space if one is needed."
    return Complaint(file, line, f"There is {name} (U+{ord(found[0]):04X}) {where}.", cure)


def explain(file: str, text: str, error: yaml.MarkedYAMLError) -> Complaint:
    """The complaint for what the parser refuses."""
    refusal = _refusal(text, error)
    fitting = (slip for slip in SLIPS if re.search(slip.pattern, refusal.words) and slip.when(refusal))
    slip = next(fitting, UNKNOWN)
    line = min(slip.at(refusal) + 1, len(text.rstrip("\n").split("\n")))
    return Complaint(file, line, slip.says.format(mark=refusal.mark) if slip.says == BEGINS else slip.says, slip.cure)


def _refusal(text: str, error: yaml.MarkedYAMLError) -> Refusal:
    stopped = error.problem_mark or error.context_mark
    assert stopped  # the parser marks each of its refusals
    began = error.context_mark or stopped
    mark = text[began.index : began.index + 1]
    quote = _open_quote(text, stopped.line)
    return Refusal(f"{error.context} {error.problem}", text.split("\n"), began.line, stopped.line, mark, quote)


def _open_quote(text: str, stopped: int) -> int | None:
    """Where words in quotes began that went over the end of a line, up to the line where the parser stopped."""
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            first, last = int(token.start_mark.line), int(token.end_mark.line)
            quoted = isinstance(token, yaml.ScalarToken) and token.style in {'"', "'"}
            if quoted and first < last and last in (stopped, stopped - 1):
                return first
            if first > stopped:
                break
    except yaml.MarkedYAMLError as error:
        if error.context_mark and "quoted scalar" in (error.context or "") and "escape" not in (error.problem or ""):
            return int(error.context_mark.line)
    return None
