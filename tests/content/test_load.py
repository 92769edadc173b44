"""A broken flow file gives one sentence with file, line and cure."""

import shutil
from pathlib import Path

import pytest

from helpline.content.library import Library
from helpline.content.load import load, read_flows
from helpline.errors import ContentError

from ..conftest import JOKE

HOURS = """  checked_on: 2026-11-23
  hours:
    week: {%s}
    bank_holidays: closed
    source: the door
    checked_on: 2026-11-23
dunker"""

# (file, what is replaced, what by, the exact sentence)
BROKEN = [
    ("biscuits", "press: 2\n        say: Square", "press: No\n        say: Square",
     'biscuits.yaml, line 17: "steps > shape > options > square > press" is not a key. Write one of 1 to 9.'),
    ("biscuits", "press: 2\n        say: Square", "press: 3\n        say: Square",
     'biscuits.yaml, line 17: "square" has key 3. Write press: 2.'),
    ("biscuits", "next: shrug\n  bake_again", "next: shrugg\n  bake_again",
     'biscuits.yaml, line 33: "shrugg" is not a step. Did you mean "shrug"?'),
    ("biscuits", "next: shrug\n  bake_again", "next: shape\n  bake_again",
     "biscuits.yaml, line 5: These steps go round in a circle: shape, dunked. Lead one of them elsewhere."),
    ("biscuits", "next: bake_again", "next: dunked",
     'biscuits.yaml, line 34: Nothing leads to "bake_again". Lead an option to it, or take it out.'),
    ("biscuits", "  dunked:\n", "  shape:\n",
     'biscuits.yaml, line 21: "shape" stands here twice (first on line 5). Rename one of them.'),
    ("biscuits", "ack: Square.", "akc: Square.", 'biscuits.yaml, line 19: "akc" is not known here. Did you mean "ack"?'),
    ("biscuits", "contacts: [dunker, baker]", "contacts: [dunker, bakr]",
     'biscuits.yaml, line 52: "bakr" is not in contacts.yaml. Did you mean "baker"?'),
    ("biscuits", "contacts: [dunker, baker]", "contacts: []",
     'biscuits.yaml, line 52: "steps > call_both > contacts" is empty. Write it, or take the line out.'),
    ("biscuits", "start: shape", "start: shrug",
     'biscuits.yaml, line 3: "shrug" is not a question in this file. Name one of the questions.'),
    ("biscuits", "checked_on: 2026-11-23", "checked_on: last week",
     'biscuits.yaml, line 2: "checked_on" is not a day written like 2026-11-23. Write the year, the month and the day in this way.'),
    ("biscuits", "title: Trouble with biscuits", "title: Trouble: with biscuits",
     'biscuits.yaml, line 1: There is a second colon on this line. Put the words after the first colon in "quotes".'),
    ("biscuits", "    question: Was it dunked?", "\tquestion: Was it dunked?",
     "biscuits.yaml, line 22: There is a tab here. Use spaces to indent."),
    ("biscuits", "question: Was it dunked?", "question: Was it\x0b dunked?",
     'biscuits.yaml, line 22: There is a soft line break of a word processor (U+000B) after "question: Was it". '
     "Delete it, though you may not see it, and type a space if one is needed."),
    ("biscuits", "ack: Square.", "ack: {pl: Kwadrat.}",
     'biscuits.yaml, line 19: "steps > shape > options > square > ack" should be words. '
     'Write them after the colon, in "quotes" if need be.'),
    ("biscuits", "question: Was it dunked?", "question: Was it #1 dunked?",
     'biscuits.yaml, line 22: What stands after " #" is not read. Put the words in "quotes"; or, if it is a remark, two spaces before # and one after it.'),
    ("biscuits", "voice: Ask them both.", "voice: Ask {bakker}.",
     'biscuits.yaml, line 49: "{bakker}" is not a contact with a number. '
     "Write the name of a contact from contacts.yaml between the curly brackets."),
    ("biscuits", "next: shrug\n    source", "next: dunked\n    source",
     'biscuits.yaml, line 46: "dunked" is a question, after an outcome. Lead to an outcome.'),
    ("contacts", "number: 01632 960 001", "number: 00000 000000",
     'contacts.yaml, line 3: "baker > number" is not a number of the United Kingdom. '
     "Write its figures, as in 01632 960 001, 020 7946 0123 or 111."),
    ("contacts", "number: 01632 960 001", "number: 01632 9600",
     'contacts.yaml, line 3: "baker > number" is too short for a phone number: 9 figures. '
     "Look at its source again: most numbers have 11 figures, dialling code and all."),
    ("contacts", "number: 01632 960 001", "number: ask at the counter",
     'contacts.yaml, line 3: "baker > number" is not a phone number in figures. '
     "Write its figures, as in 01632 960 001, 020 7946 0123 or 111."),
    ("contacts", "  number: 01632 960 001\n", "", 'contacts.yaml, line 1: "baker" needs a number or an address. Write one of the two.'),
    ("contacts", "  name: the baker\n", "", 'contacts.yaml, line 1: "name" is missing in "baker". Add a line "name: …".'),
    ("contacts", "  checked_on: 2026-11-23\ndunker", "  checked_on: 2026-11-23\n  put_through: maybe\ndunker",
     'contacts.yaml, line 8: "baker > put_through" is not one of: true or false. Write one of them.'),
    ("contacts", "  checked_on: 2026-11-23\ndunker", "  checked_on: 2026-11-23\n  closed: friday\ndunker",
     'contacts.yaml, line 8: "baker > closed" is not a day written like 2026-11-23. Write the year, the month and the day in this way.'),
    ("contacts", "  checked_on: 2026-11-23\ndunker", HOURS % "mondy: 09:00 to 17:00",
     'contacts.yaml, line 9: "baker > hours > week > mondy" is not one of: \'monday\', \'tuesday\', \'wednesday\', '
     "'thursday', 'friday', 'saturday' or 'sunday'. Write one of them."),
    ("contacts", "  checked_on: 2026-11-23\ndunker", HOURS % "monday: 9 to 5",
     'contacts.yaml, line 9: "baker > hours > week > monday" is not written like 09:00 to 12:30 and 13:30 to 17:00, or all day. '
     "Write it that way."),
    ("contacts", "  checked_on: 2026-11-23\ndunker", HOURS % "monday: 17:00 to 09:00",
     'contacts.yaml, line 9: "baker > hours > week > monday" has times that do not follow each other, as in 09:00 to 12:30 and 13:30 to 17:00. '
     "Write it that way."),
    ("service", "person: numbers", "person: numbers\nzero: connect",
     "service.yaml, line 7: 0 cannot connect: nobody in its reply has put_through. Write read, or put_through: true."),
    ("service", "person: numbers", "person: numbers\nzero: ring",
     "service.yaml, line 7: \"zero\" is not one of: 'read' or 'connect'. Write one of them."),
    ("service", "person: numbers", "person: dunked", 'service.yaml, line 6: "dunked" is not an outcome or a reply. Name one of them.'),
    ("service", "flow: biscuits", "flow: buscuits", 'service.yaml, line 3: There is no file "buscuits.yaml". Did you mean "biscuits"?'),
    ("words", "reply: call_both", "reply: both", 'words.yaml, line 13: "both" is not a reply or an outcome. Name one, or "shape", where the questions start.'),
    ("words", "answers: {shape: round}", "answers: {shape: oval}",
     'words.yaml, line 10: "oval" does not answer "shape". Name one of: round, square.'),
    ("words", "words: [tea]", "words: [tea, hobnob]",
     'words.yaml, line 12: "hobnob" is also a word of "round_one". Take it out of one of them.'),
    ("words", "words: [tea]", "words: [tea, cancel]",
     'words.yaml, line 12: "cancel" is the carrier\'s own word. Choose another word.'),
    ("words", "  tea:\n    words: [tea]\n    reply: call_both", "  tea:\n    when: [[soggy]]\n    offers: [square_one, crumbley]",
     'words.yaml, line 13: "crumbley" is not a keyword in this file. Did you mean "crumbly"?'),
    ("words", "    reply: call_both", "    offers: [square_one, crumbly]",
     'words.yaml, line 11: "tea" offers other keywords, so it has no phrases of its own. Write them under clues, and name the clue in when.'),
    ("words", "    reply: call_both", "    reply: call_both\n    offers: [square_one, crumbly]",
     'words.yaml, line 11: "tea" needs a reply, answers or offers. Write one of the three.'),
    ("biscuits", '        words: [circle, "yes"]\n', '        words: [circle, "yes"]\n        clues: [soggi]\n',
     'biscuits.yaml, line 15: "soggi" is not a clue in words.yaml. Did you mean "soggy"?'),
    ("words", "commands:", "negation: {words: [not], opposites: {soggy: dry}}\ncommands:",
     'words.yaml, line 37: "dry" is not a clue in this file. Name one.'),
    ("words", "  huh:", "  shrug:", 'biscuits.yaml, line 54: "shrug" is also a reply in words.yaml. Rename one of them.'),
    ("phrases", "  - A number comes next.\n", "",
     'phrases.yaml, line 8: "no_input" has too few lines. Write 2 of them.'),
    ("phrases", "greeting:\n  voice: Biscuit help.\n", "greeting:\n",
     'phrases.yaml, line 1: "voice" is missing in "greeting". Add a line "voice: …".'),
]  # fmt: skip


def broken(tmp_path: Path, name: str, old: str, new: str) -> Path:
    """A copy of the joke flow with one thing changed."""
    folder = tmp_path / "flows"
    shutil.copytree(JOKE, folder)
    path = folder / f"{name}.yaml"
    text = path.read_text()
    assert old in text, f"{old!r} is not in {name}.yaml"
    path.write_text(text.replace(old, new, 1))
    return folder


@pytest.mark.parametrize(("name", "old", "new", "sentence"), BROKEN)
def test_a_broken_file_gives_one_sentence(tmp_path: Path, name: str, old: str, new: str, sentence: str) -> None:
    folder = broken(tmp_path, name, old, new)
    with pytest.raises(ContentError) as error:
        load(folder)
    assert sentence in str(error.value).splitlines()


def test_every_complaint_is_given_at_once(tmp_path: Path) -> None:
    folder = broken(tmp_path, "biscuits", "ack: Square.", "akc: Square.")
    (folder / "words.yaml").unlink()
    with pytest.raises(ContentError) as error:
        load(folder)
    assert {complaint.file for complaint in error.value.complaints} == {"biscuits.yaml", "words.yaml"}


def test_a_part_of_the_words_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    folder = broken(tmp_path, "words", (JOKE / "words.yaml").read_text().partition("keywords:")[0], "")
    (folder / "danger.yaml").write_text("# a remark\ndanger:\n  phrases: [tea on fire]\n  reply: hush\n")
    library, found = read_flows(folder)
    assert library
    assert [str(one.complaint) for one in found] == ['danger.yaml, line 4: "hush" is not a reply. Name one.']


def test_a_part_that_stands_in_two_files_is_told(tmp_path: Path) -> None:
    folder = broken(tmp_path, "words", "danger:", "danger:")
    (folder / "danger.yaml").write_text("danger:\n  phrases: [tea on fire]\n  reply: danger\n")
    with pytest.raises(ContentError) as error:
        load(folder)
    says = 'danger.yaml, line 1: "danger" stands in words.yaml too. Keep it in one of the two files.'
    assert says in str(error.value).splitlines()


LINK = "oven:\n  name: The oven\n  address: %s\n  source: the tin, line 3\n  checked_on: 2026-11-23\n"
PUBLIC = "https://www.oven.gov.uk/biscuits"


@pytest.mark.parametrize(
    ("address", "named", "sentence"),
    [
        (PUBLIC, "oven", ""),
        (PUBLIC, "ovne", 'biscuits.yaml, line 47: "ovne" is not in links.yaml. Did you mean "oven"?'),
        ("www.oven.gov.uk", "oven", 'links.yaml, line 3: "oven > address" is not a whole address of a public body. '
         "Write one that begins with https:// and is on gov.uk or nhs.uk."),
        ("https://oven.gov.uk.example/x", "oven", 'links.yaml, line 3: "oven > address" is not a whole address of a '
         "public body. Write one that begins with https:// and is on gov.uk or nhs.uk."),
    ],
)  # fmt: skip
def test_links_stand_in_a_file_of_their_own(tmp_path: Path, address: str, named: str, sentence: str) -> None:
    folder = broken(tmp_path, "biscuits", "    source: the tin", f"    links: [{named}]\n    source: the tin")
    (folder / "links.yaml").write_text(LINK % address)
    _, found = read_flows(folder)
    assert [str(one.complaint) for one in found] == [sentence] * bool(sentence)


def test_a_name_that_stands_twice_is_told_alone_without_what_comes_of_it(tmp_path: Path) -> None:
    library, found = read_flows(broken(tmp_path, "biscuits", "  dunked:\n", "  shape:\n"))
    assert library is None
    assert [finding.complaint.says for finding in found] == ['"shape" stands here twice (first on line 5).']


def test_a_file_that_cannot_be_read_gives_no_library(tmp_path: Path) -> None:
    library, found = read_flows(broken(tmp_path, "biscuits", "ack: Square.", "akc: Square."))
    assert library is None
    assert {finding.rule.code for finding in found} == {"H01"}


@pytest.mark.parametrize(
    ("name", "lines"),
    [("shape", ("biscuits.yaml", 5, 20)), ("dunked", ("biscuits.yaml", 21, 33)), ("huh", ("words.yaml", 50, 56))],
)
def test_a_library_knows_the_lines_of_each_step(joke: Library, name: str, lines: tuple[str, int, int]) -> None:
    assert joke.lines_of(name) == lines


def test_words_that_yaml_would_bend_stay_words(joke: Library) -> None:
    assert joke.flow.steps["shape"].options["round"].words == ["circle", "yes"]  # type: ignore[union-attr]


def test_the_shipped_flow_loads(shipped: Library) -> None:
    assert shipped.service.name.startswith("Worcestershire")
