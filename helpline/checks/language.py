"""Rules about plain words: for a tired parent, for a second language, for a bad line."""

import re
from collections.abc import Iterator

from helpline.checks.calls import Stop, way
from helpline.checks.material import Material
from helpline.checks.readability import reading_age, sentences
from helpline.checks.wordings import written
from helpline.content.library import under
from helpline.content.rules import Rule, Rules, Severity
from helpline.content.script import Digits, Pause, Script
from helpline.content.wording import words_of
from helpline.errors import Complaint

rules = Rules[Material]()
OLDEST, OLDER = 11, 9  # C1: reading ages that block, and that are warned of
LONGEST, LONG = 15, 12  # C3, words in a sentence
LONGEST_ON_PAGE = 25  # C3, words in a sentence
BEFORE_NUMBER = 40  # C12, spoken words of an outcome before its number
# Rule C5: words of the trade and of offices, each with plain ones.
PLAIN = {
    "senco": "the teacher for special needs", "sendco": "the teacher for special needs", "statutory": "by law",
    "statutorily": "by law", "legislation": "the law", "mandatory": "must", "pursuant to": "under", "provision": "help",
    "local authority": "the council", "LA": "the council", "LEA": "the council", "commissioners": "the NHS board",
    "integrated care board": "the local NHS board", "integrated care system": "the local NHS board",
    "ICB": "the local NHS board", "ICS": "the local NHS board", "EHCNA": "asking for an EHC plan",
    "impartial": "does not take sides", "facilitator": "helper", "procedure": "steps", "procedures": "steps",
    "redress": "put right", "safeguarding": "keeping children safe", "stakeholders": "people", "signpost": "tell",
    "multi-agency": "several services", "multi-disciplinary": "several services", "facilitate": "help",
    "regarding": "about", "prior to": "before", "in order to": "to", "subsequently": "then", "commence": "start",
    "utilise": "use", "obtain": "get", "notify": "tell", "eligible": "can get", "eligibility": "can get",
    "purchase": "buy", "endeavour": "try", "ascertain": "find out", "terminate": "end",
}  # fmt: skip
_SHORT_FORMS = "|".join(word for word in PLAIN if word.isupper())  # "la" and "ics" may be other words
_TRADE = re.compile(rf"\b(?:(?-i:{_SHORT_FORMS})|{'|'.join(filter(str.islower, PLAIN))})\b", re.IGNORECASE)

_LINKS = re.compile(r"\b(and|but|or|because|which)\b", re.IGNORECASE)
# Fixed names hold an "and" that joins no two ideas.
_NAMES = re.compile(
    r"Education, Health and Care|Herefordshire and Worcestershire(?: Health and Care)?|Health and Care Trust"
    r"|nursery, school or college|health or (?:social )?care|before, with or after",
    re.IGNORECASE,
)


def path_scripts(material: Material, stop: Stop) -> list[Script]:
    """Every script on the way to an outcome, and those of its pages."""
    on_the_way = [material.script(before) for before in way(material.library, stop.keys)[:-1]]
    return on_the_way + [material.script(page) for page in material.outcomes[stop.step]]


def path_text(material: Material, stop: Stop) -> str:
    """The words of a whole path, without the numbers that are read out."""
    return "\n".join(_prose(script) for script in path_scripts(material, stop))


def _prose(script: Script) -> str:
    # A reading of a number ends the sentence it stands in.
    return " ".join("\n" if isinstance(part, Digits) else part.text for part in script if not isinstance(part, Pause))


@rules.limits(
    Rule("C01", "C1", "Half of all adults read best at the level of an eleven-year-old or below."),
    Rule("C01W", "C1", "The line is meant for a reading age of nine.", "warning"),
)
def paths_are_plain(material: Material) -> Iterator[tuple[Severity, Complaint]]:
    """No path has a reading age over 11, and none should have one over 9."""
    for stop in material.routes:
        age = reading_age(path_text(material, stop))
        if age > OLDER:
            says = f"The path {' '.join(stop.keys)} has a reading age of {age:.1f}."
            complaint = material.complain_of(stop.step, says, "Use shorter sentences and shorter words.")
            yield "error" if age > OLDEST else "warning", complaint


def spoken_sentences(material: Material) -> Iterator[tuple[Stop, str]]:
    """Every sentence that is said, with the stop where it is said."""
    for stop, script in material.spoken():
        for sentence in sentences(_prose(script)):
            yield stop, sentence


@rules.limits(
    Rule("C03", "C3", "Who has lost the start of a sentence has lost the sentence."),
    Rule("C03W", "C3", "Twelve words fit into one breath.", "warning"),
)
def sentences_are_short(material: Material) -> Iterator[tuple[Severity, Complaint]]:
    """No spoken sentence has more than 15 words, and none should have more than 12."""
    for stop, sentence in spoken_sentences(material):
        if (count := len(sentence.split())) > LONG:
            cure = f"Cut it: {LONGEST} at most." if count > LONGEST else f"Cut it: {LONG} are better."
            complaint = material.complain_at(stop, f'"{sentence}" has {count} words.', cure)
            yield "error" if count > LONGEST else "warning", complaint


@rules.rule("C03P", "C3", "A page has room for longer sentences, and a tired reader has not.")
def sentences_on_a_page_are_short(material: Material) -> Iterator[Complaint]:
    """No sentence of a page has more than 25 words."""
    for piece in written(material):
        for sentence in sentences(piece.words) if piece.channel == "web" else ():
            if (count := len(sentence.split())) > LONGEST_ON_PAGE:
                cure = f"Cut it: {LONGEST_ON_PAGE} at most."
                yield material.complain(piece.spot, f'"{sentence}" has {count} words.', cure)


@rules.rule("C04", "C4", "Two ideas in one sentence are remembered as none.")
def one_idea_a_sentence(material: Material) -> Iterator[Complaint]:
    """No spoken sentence has more than one of and, but, or, because, which."""
    for stop, sentence in spoken_sentences(material):
        if len(found := _LINKS.findall(_NAMES.sub("", sentence))) > 1:
            yield material.complain_at(stop, f'"{sentence}" has {" and ".join(found)}.', "Make it two sentences.")


@rules.rule("C08", "C8", "A word that is not understood stops everything after it.")
def jargon_is_explained(material: Material) -> Iterator[Complaint]:
    """A word listed in checks.yaml is explained wherever a path uses it."""
    for stop in material.routes:
        text = path_text(material, stop)
        for term, phrases in material.checks.explain.items():
            if re.search(rf"\b{re.escape(term)}\b", text) and not any(phrase in text for phrase in phrases):
                says = f'"{term}" is used on the path {" ".join(stop.keys)} and not explained.'
                cure = f'Say "{phrases[0]}", or list the explanation in checks.yaml.'
                yield material.complain_of(stop.step, says, cure)


@rules.rule("C05", "C5", "A word that only offices use keeps a tired parent from the rest of the sentence.")
def words_are_common(material: Material) -> Iterator[Complaint]:
    """No wording uses a word of the trade that has a plain one."""
    for piece in written(material):
        for word in _TRADE.findall(piece.words):
            cure = f'Say it in plain words, such as "{PLAIN.get(word) or PLAIN[word.lower()]}".'
            yield material.complain(piece.spot, f'"{word}" is not a word that everybody knows.', cure)


@rules.rule("C12", "C12", "The number is what people call for; it must not come at the end of a speech.")
def advice_is_short(material: Material) -> Iterator[Complaint]:
    """An outcome has at most 40 spoken words of advice."""
    for spot, outcome in material.library.every_outcome():
        if (count := len(words_of(outcome.outcome).split())) > BEFORE_NUMBER:
            says = f"{count} words come before the number."
            cure = f"Cut {count - BEFORE_NUMBER} words: {BEFORE_NUMBER} at most."
            yield material.complain(under(spot, "outcome"), says, cure)


@rules.rule("C16", "C16", "Advice on rights that nobody can trace cannot be kept right.")
def sources_are_given(material: Material) -> Iterator[Complaint]:
    """Every outcome names more than a word as its source."""
    for spot, outcome in material.library.every_outcome():
        if len(outcome.source.split()) < 2:
            yield material.complain(under(spot, "source"), "The source cannot be found.", "Say where it stands.")
