"""Slips of people who do not program: each gives its true cause, on its own line, with a cure; and nothing else."""

import os
from pathlib import Path

import pytest

from helpline.content.load import read_flows

from .test_load import broken

# (file, what stands there, what is written instead, the only sentence)
SLIPS = [
    ('contacts', '  checked_on: 2026-11-23\ndunker', '  checked on: 2026-11-23\ndunker',
     'contacts.yaml, line 7: "checked on" is not written as it should be. Write "checked_on".'),
    ('biscuits', '    contacts: [dunker, baker]', '      contacts: [dunker, baker]',
     'biscuits.yaml, line 52: "contacts" stands one level too far in. Take 2 spaces out in front of it: it belongs beside "outcome", not inside it.'),
    ('biscuits', '  bake_again:\n    outcome:\n      voice: Bake it again.\n      sms:', '  bake_again:\n    outcome:\n      voice: Bake it again.\n    sms:',
     'biscuits.yaml, line 37: "sms" stands one level too far out. Put 2 more spaces in front of it: it belongs inside "outcome".'),
    ('biscuits', '        ack: Square.', '      ack: Square.',
     'biscuits.yaml, line 20: This line stands too far in: the line above has its words already. Give it as many spaces in front as the lines that it belongs with: two more for each level inwards.'),
    ('biscuits', 'sms: "Next step: bake it again."', 'sms: \u201cNext step: bake it again.\u201d',
     'biscuits.yaml, line 37: The quotes here are curly. Type straight ones ("), or leave them out.'),
    ('biscuits', 'sms: "Next step: bake it again."', 'sms: "Next step: bake it again.\u201d',
     'biscuits.yaml, line 37: The quotes here are curly. Type straight ones ("), or leave them out.'),
    ('biscuits', 'bake it again."', 'bake it again.',
     'biscuits.yaml, line 37: The words in quotes that begin on this line do not end. Put a " before the first of these words and after the last one.'),
    ('biscuits', '"Next step: bake', 'Next step: bake',
     'biscuits.yaml, line 37: One of the quotes on this line is missing. Put a " before the first of these words and after the last one.'),
    ('biscuits', 'say: Too long', 'say: Too long"',
     'biscuits.yaml, line 26: One of the quotes on this line is missing. Put a " before the first of these words and after the last one.'),
    ('biscuits', '        say: Square', '         say: Square',
     'biscuits.yaml, line 18: This line stands too far in: the line above has its words already. Give it as many spaces in front as the lines that it belongs with: two more for each level inwards.'),
    ('biscuits', '        say: Square', '       say: Square',
     'biscuits.yaml, line 18: The spaces in front of this line do not fit the lines above it. Give it as many spaces in front as the lines that it belongs with: two more for each level inwards.'),
    ('biscuits', 'contacts: [dunker, baker]', 'contacts: dunker, baker',
     'biscuits.yaml, line 52: "steps > call_both > contacts" is a list, so it needs square brackets. Write contacts: [dunker, baker].'),
    ('biscuits', 'words: [circle, "yes"]', "words: circle, it's round",
     'biscuits.yaml, line 14: "steps > shape > options > round > words" is a list, so it needs square brackets. Write words: [circle, "it\'s round"].'),
    ('biscuits', 'words: [circle, "yes"]', 'words: [circle, "yes"',
     'biscuits.yaml, line 14: The list in [brackets] does not end. Put a ] after its last word.'),
    ('biscuits', 'words: [circle, "yes"]', 'words: [circle, stop]',
     'biscuits.yaml, line 14: "stop" makes the carrier stop all texts. Choose another word.'),
    ('biscuits', 'words: [circle, "yes"]', 'words: [circle, Back]',
     'biscuits.yaml, line 14: "Back" is a command that works everywhere (back). Choose another word.'),
    ('biscuits', 'press: 2\n        say: Square', 'press: *\n        say: Square',
     'biscuits.yaml, line 17: Words cannot begin with * here. Take the mark out, or put all of the words in "quotes".'),
    ('biscuits', 'say: Square', 'say: &square Square',
     'biscuits.yaml, line 18: Words cannot begin with & here. Take the mark out, or put all of the words in "quotes".'),
    ('biscuits', 'say: Square', 'say Square',
     'biscuits.yaml, line 18: There is no colon on this line. Write a colon after the name; or, if the words go on from the line above, give them more spaces in front.'),
    ('biscuits', 'say: Square', 'say:Square',
     'biscuits.yaml, line 18: There is no space after the colon. Write one between the colon and the words.'),
    ('biscuits', 'say: Square', 'say: > 5 squares',
     'biscuits.yaml, line 18: Words cannot begin with > here. Take the mark out, or put all of the words in "quotes".'),
    ('biscuits', 'say: Square', 'say: "Square" again',
     'biscuits.yaml, line 18: Something stands after the closing quote or bracket. Put the "quotes" round all of the words, or take the rest out.'),
    ('biscuits', 'say: Square', 'say: - Square',
     'biscuits.yaml, line 18: A line of a list ("- …") cannot begin here. Give each "- …" a line of its own, below the name; or put the words in "quotes".'),
    ('biscuits', 'question: Was it dunked?', 'question: Was it # dunked?',
     'biscuits.yaml, line 22: What stands after " #" is not read. Put the words in "quotes"; or, if it is a remark, two spaces before # and one after it.'),
    ('biscuits', 'question: Was it dunked?', 'quesion: Was it dunked?',
     'biscuits.yaml, line 22: "quesion" is not known here. Did you mean "question"?'),
    ('biscuits', 'question: Was it dunked?', 'question: Was {it dunked?',
     'biscuits.yaml, line 22: A curly bracket stands alone: "{it dunked?". Write both, as in {sendiass}.'),
    ('biscuits', '  bake_again:\n', '  Bake again:\n',
     'biscuits.yaml, line 34: The name "steps > Bake again" cannot be used. Use small letters and _ only: "bake_again".'),
    ('biscuits', 'checked_on: 2026-11-23', 'checked_on: 2026-11-31',
     'biscuits.yaml, line 2: "checked_on" is a day that does not exist. Look at the month and the day, in this order.'),
    ('biscuits', 'checked_on: 2026-11-23', 'checked_on: 23/11/2026',
     'biscuits.yaml, line 2: "checked_on" is not a day written like 2026-11-23. Write the year, the month and the day in this way.'),
    ('biscuits', 'start: shape', '<<<<<<< HEAD\nstart: shape\n=======\nstart: dunked\n>>>>>>> mine',
     'biscuits.yaml, line 3: Two versions of the file were put together here, and both still stand in it. Keep the lines of one version; take out the other and each line of <<<<<<<, ======= or >>>>>>>.'),
    ('biscuits', 'start: shape', '---\nstart: shape',
     'biscuits.yaml, line 3: A line of --- or ... divides the file in two. Take that line out.'),
    ('biscuits', '    options:\n      too_long', '    options\n      too_long',
     'biscuits.yaml, line 23: There is no colon on this line. Write a colon after the name; or, if the words go on from the line above, give them more spaces in front.'),
    ('biscuits', 'next: shrug\n  bake_again', 'next: shrug\n  shape:\n    question: Oval?\n  bake_again',
     'biscuits.yaml, line 34: "shape" stands here twice (first on line 5). Rename one of them.'),
    ('contacts', '01632 960 001', '01632\xa0960 001',
     'contacts.yaml, line 3: There is a no-break space (U+00A0) after "number: 01632". Delete it, though you may not see it, and type a space if one is needed.'),
    ('contacts', 'number:', 'num\u200bber:',
     'contacts.yaml, line 3: There is a space without width (U+200B) after "num". Delete it, though you may not see it, and type a space if one is needed.'),
    ('words', 'answers: {shape: round}', 'answers: {shapes: round}',
     'words.yaml, line 10: There is no question "shapes" (any more). Did you mean "shape"?'),
    ('words', 'answers: {shape: round}', 'answers: {shape: rond}',
     'words.yaml, line 10: "rond" does not answer "shape". Did you mean "round"?'),
    ('words', 'answers: {shape: round}', 'answers: {shape: round',
     'words.yaml, line 10: The curly bracket { is not closed. Put a } after the last word; or, in a sentence, put all of the sentence in "quotes".'),
]  # fmt: skip
# (what is saved over contacts.yaml, the only sentence)
FILES = [
    (b"", "The file is empty, or holds only remarks. Put its words back, from an older copy."),
    (b"# a remark\n", "The file is empty, or holds only remarks. Put its words back, from an older copy."),
    (b"PK\x03\x04", "The file was saved by a word processor: it is not plain text. "
     "Save it as plain text (UTF-8), or put the last good file back."),
    (b"%PDF-1.7", "The file is a PDF: it is not plain text. Save it as plain text (UTF-8), or put the last good file back."),
    (b"\xff\xfea\x00", "The file is saved as UTF-16. Save it as plain text (UTF-8), or put the last good file back."),
    (b"Dear parents", 'The file does not begin with a name and a colon ("name: …"). '
     "Save it as plain text (UTF-8), or put the last good file back."),
    (b"a: caf\xe9\n", "The file is not saved as UTF-8: a letter on this line cannot be read. Save it as UTF-8, and look at the letter."),
    (b"\x00", "There is an empty character (U+0000) at the start of the line. "
     "Delete it, though you may not see it, and type a space if one is needed."),
    (b"a: \x7f", 'There is a character that cannot be used (U+007F) after "a:". '
     "Delete it, though you may not see it, and type a space if one is needed."),
    ("a: \ufffe".encode(), 'There is a character that cannot be used (U+FFFE) after "a:". '
     "Delete it, though you may not see it, and type a space if one is needed."),
    (b"[" * 5000, "Too many brackets stand inside each other. Take those out that are not closed."),
]  # fmt: skip


def complaints(folder: Path) -> list[str]:
    """What is told of a folder."""
    return [str(finding.complaint) for finding in read_flows(folder)[1]]


@pytest.mark.parametrize(("name", "old", "new", "sentence"), SLIPS)
def test_a_slip_gives_its_cause_and_cure_and_nothing_else(
    tmp_path: Path, name: str, old: str, new: str, sentence: str
) -> None:
    assert complaints(broken(tmp_path, name, old, new)) == [sentence]


@pytest.mark.parametrize(("content", "sentence"), FILES)
def test_a_file_of_another_program_gives_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    folder = broken(tmp_path, "contacts", "baker", "baker")
    (folder / "contacts.yaml").write_bytes(content)
    assert complaints(folder) == [f"contacts.yaml, line 1: {sentence}"]


def test_what_stands_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    folder = broken(tmp_path, "contacts", "baker", "baker")
    path = folder / "contacts.yaml"
    path.rename(folder / "contacts.yml")
    assert complaints(folder) == [
        'contacts.yaml, line 1: The file is missing. Rename "contacts.yml" to "contacts.yaml".'
    ]
    path.symlink_to("nowhere.yaml")
    assert complaints(folder) == [
        "contacts.yaml, line 1: The file is a link that leads nowhere. Put the file in its place."
    ]
    path.unlink()
    path.mkdir()
    assert complaints(folder) == ["contacts.yaml, line 1: This is a folder, not a file. Put the file in its place."]


def test_a_file_that_may_not_be_opened_gives_a_sentence(tmp_path: Path) -> None:
    folder = broken(tmp_path, "contacts", "baker", "baker")
    path = folder / "contacts.yaml"
    path.unlink()
    path.symlink_to(path.name)  # a link to itself: nobody may open it, not even the machine's own administrator
    assert os.path.islink(path)
    assert complaints(folder) == [
        "contacts.yaml, line 1: The file may not be opened. Ask the person who looks after the machine to let it be read."
    ]


def test_several_slips_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    folder = broken(tmp_path, "biscuits", "  dunked:\n", "  shape:\n")
    path = folder / "biscuits.yaml"
    path.write_text(
        path.read_text()
        .replace("ack: Square.", "akc: Square.")
        .replace("next: shrug\n    source", "next: nobody\n    source")
    )
    assert complaints(folder) == [
        'biscuits.yaml, line 19: "akc" is not known here. Did you mean "ack"?',
        'biscuits.yaml, line 21: "shape" stands here twice (first on line 5). Rename one of them.',
    ]
