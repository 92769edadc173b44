"""Rules about every wording as it is written in the flow files, whichever step it belongs to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpline.checks.material import Material
from helpline.content.library import under
from helpline.content.messages import Message, messages
from helpline.content.model import PUBLIC
from helpline.content.rules import Rules
from helpline.content.wording import words_of
from helpline.content.words import CARRIER_WORDS
from helpline.errors import Complaint

rules = Rules[Material]()
GREETING_WORDS = 8  # V26
# Rule V16: a caller never hears that they did something amiss.
BLAME = ("invalid", "wrong", "incorrect", "bad", "failed", "you must", "error")
# Rule V26 and the list at the end of section 3.
FILLER = (
    "please listen carefully", "options have changed", "menu has changed", "menus have changed",
    "your call is important", "higher than normal", "visit our website", "training and quality",
    "did you know", "we apologise", "you have failed", "press or say", "goodbye", "thank you for calling",
    "welcome to",
)  # fmt: skip
# Rules V27 and C10: the word on the left is not used, the one on the right is.
SYNONYMS = {
    "dial": "call", "ring": "call", "telephone": "call", "push": "press", "touch": "press", "hit": "press",
    "pound": "hash", "asterisk": "star", "disconnect": "end the call", "ehcp": "EHC plan", "message us": "text",
    "contact us": "call",
}  # fmt: skip
# Rule C17: how an outcome never begins.
REFUSALS = ("do not call", "we cannot", "unfortunately", "you cannot", "sorry, we")
_HOUR = r"(?:\d{1,2}(?:[.:]\d\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_HOURS = re.compile(
    rf"\b{_HOUR} ?(?:[ap]m\b|[ap]\.m\.|o'clock)"
    rf"|\b(?:open|closed|from|between)\b[^.]{{0,20}}?\b{_HOUR} ?(?:to|until|till|and|-|\u2013) ?{_HOUR}\b"
    rf"|\b{_DAY} (?:to|until) {_DAY}\b|\bweekdays\b|\b24 hours\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S*|\bwww\.\S*|\S+@\S+|\b[\w.-]+\.(?:com|info|net|org|uk)\b(?:/\S*)?", re.IGNORECASE)


def written(material: Material) -> Iterator[Message]:
    """Everything that the flow files say to a caller or a texter, and on a page."""
    yield from messages(material.library)
    for term, words in material.library.service.website.terms.items():
        yield Message(("service", ("website", "terms", term)), "web", words)


@dataclass(frozen=True)
class Banned:
    """Words that no wording may hold, or none that is said. {} in `says` stands for what was found."""

    pattern: str
    says: str
    cure: str
    said: bool = False

    def broken_in(self, material: Material) -> Iterator[Complaint]:
        """A complaint for each wording that holds them."""
        for piece in written(material):
            if (piece.is_said or not self.said) and (found := re.search(self.pattern, piece.words, re.IGNORECASE)):
                yield material.complain(piece.spot, self.says.format(found[0]), self.cure)


NOT_SAID_HERE = '"{}" is not said on this line.'
BANNED = {
    ("V16", "V16", "Who is told they did it wrong hangs up."):
        Banned(rf"\b(?:{'|'.join(BLAME)})\b", NOT_SAID_HERE, "Say what they can do next."),
    ("N07", "N7", 'The key is called "zero"; a letter, or "double", is one more thing to work out.'):
        Banned(r"\b(oh|nought|double|triple)\b", '"{}" is used here.', 'Say "zero", digit by digit.'),
    ("N08", "N8", "A number that starts in an unfamiliar way is taken for a foreign one."):
        Banned(r"\+ ?44|(?-i:plus four four)", "+44 is used here.", "Name the contact in {}."),
    # "SEND help" is a name, and no request.
    ("S09", "S9", "The carrier acts on these words itself: the texter may never hear from us again."):
        Banned(rf"\b(?-i:[Tt]ext|[Rr]eply|[Ss]end)\b (?:(?-i:with) )?(?:{'|'.join(sorted(CARRIER_WORDS))})\b",
               '"{}" asks for a word of the carrier\'s.', "Ask for another."),
    # Said are letters of any language, figures, and the marks that a voice makes a pause or a word of.
    ("C09V", "C9", "A voice leaves a picture out, or reads its long name; either way the sentence is lost."):
        Banned(r"[^\w\s.,?!:;'\"()/&%£\u2018-\u201d\u2010-\u2015\u2026{}-]+",
               'A voice cannot say "{}".', "Write it in words, or take it out.", said=True),
    ("V26W", "V26", "Nobody can write down a web address that is read to them once."):
        Banned(_ADDRESS.pattern, '"{}" cannot be followed by ear.', 'Say where it stands, such as "on its website".',
               said=True),
}  # fmt: skip
for _about, _banned in BANNED.items():
    rules.rule(*_about)(_banned.broken_in)


@rules.rule("V26", "V26", "It is time taken from someone who called for help.")
def no_filler(material: Material) -> Iterator[Complaint]:
    """No stock phrases, no adverts, and at most eight words before the first useful thing."""
    filler = Banned(rf"\b(?:{'|'.join(FILLER)})\b", NOT_SAID_HERE, "Take it out.")
    yield from filler.broken_in(material)
    greeting = words_of(material.library.phrases.greeting, "voice")
    first = re.split(r"(?<=[.?!])\s", greeting)[0]
    if len(first.split()) > GREETING_WORDS:
        says = f'The first sentence, "{first}", is long.'
        yield material.complain(("phrases", ("greeting",)), says, f"Use {GREETING_WORDS} words.")


@rules.rule("V27", "V27", "Two words for one thing sound like two things.")
def one_word_for_one_thing(material: Material) -> Iterator[Complaint]:
    """No wording uses a second word for a thing that this line has a word for."""
    pattern = re.compile(rf"\b(?:{'|'.join(SYNONYMS)})\b", re.IGNORECASE)
    for piece in written(material):
        for found in pattern.findall(piece.words):
            yield material.complain(piece.spot, f'"{found}" is used here.', f'Write "{SYNONYMS[found.lower()]}".')


@rules.rule("C09", "C9", "A voice reads unknown capitals as a word that nobody knows.")
def capitals_have_a_sound(material: Material) -> Iterator[Complaint]:
    """Every word in capitals that is said has its sound in service.yaml."""
    known = " ".join(material.library.service.pronounce)
    for piece in written(material):
        for word in re.findall(r"\b[A-Z]{2,}\b", piece.words) if piece.is_said else ():
            if word not in known and word != "UK":
                cure = f"Add a line for {word} under pronounce in service.yaml."
                yield material.complain(piece.spot, f'"{word}" has no sound.', cure)


@rules.rule("C17", "C17", "Someone who calls for help first needs to hear what they can do.")
def advice_starts_with_what_to_do(material: Material) -> Iterator[Complaint]:
    """No outcome begins with a refusal."""
    for spot, outcome in material.library.every_outcome():
        for channel in ("voice", "sms", "web"):
            words = words_of(outcome.outcome, channel)
            if words.lower().startswith(REFUSALS):
                says = f'"{words.splitlines()[0]}" is a refusal.'
                yield material.complain(under(spot, "outcome"), says, "Begin with a step.")


@rules.rule("V39W", "V39", "Hours change; in a sentence they stay behind, and a parent calls when nobody is there.")
def hours_stand_in_contacts(material: Material) -> Iterator[Complaint]:
    """No wording names opening hours, but for the notice of the whole line."""
    for piece in written(material):
        if piece.spot[0] != "service" and (found := _HOURS.search(piece.words)):
            cure = 'Take them out. Write them under "hours:" of the contact in contacts.yaml: the line then tells them.'
            yield material.complain(piece.spot, f'"{found[0]}" tells opening hours.', cure)


@rules.rule("S08", "S8", "A parent cannot tell where an address leads that is short, or nobody's they know.")
def links_are_whole_and_public(material: Material) -> Iterator[Complaint]:
    """Each web address in a text or on a page is whole, and one of a council, the government or the NHS."""
    for piece in written(material):
        for found in _ADDRESS.findall(piece.words) if piece.channel in ("sms", "web") else ():
            if not PUBLIC.fullmatch(found.rstrip(".,")):
                cure = "Take it out, or write one that begins with https:// and is on gov.uk or nhs.uk."
                yield material.complain(piece.spot, f'"{found}" is not a whole address of a public body.', cure)
