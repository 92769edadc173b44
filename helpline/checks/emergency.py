"""Rules about 999: where a caller or a texter meets it, and the sentences that must bring it.

No other rule can save a life, so none of these can be switched off. They read what the line says, not what stands in
a file; and their sentences lie beside them, so that words taken out of words.yaml cannot take the test away too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from helpline.channels import sms, voice
from helpline.channels.prompts import prompt
from helpline.checks.calls import step_texted
from helpline.checks.material import Material, words_in
from helpline.content.library import Library, Spot
from helpline.content.rules import Rules
from helpline.engine.reply import Caution, SayStep, Why
from helpline.errors import Complaint

rules = Rules[Material](always=True)
CONTACT, NUMBER = "emergency", "999"
TOLD = 3  # sentences that a complaint names
_SAID = re.compile(r"\bnine,? nine,? nine\b|(?<!\d)999(?!\d)")
_FIRST_KEY = re.compile(r"\bpress\b", re.IGNORECASE)
# A sentence a line, "#" begins a remark.
DANGER, EVERYDAY = (
    tuple(line for line in (Path(__file__).parent / name).read_text().splitlines() if line and line[0] != "#")
    for name in ("danger.txt", "everyday.txt")
)


def _passages(material: Material) -> Iterator[tuple[str, Spot, str]]:
    """Everything that must tell 999: what it is, where it is written, and the words as they reach a person."""
    library, danger = material.library, material.library.words.danger.reply
    greeting = ("phrases", ("greeting", "voice"))
    careful, whole = ("phrases", ("careful_sms",)), ("phrases", ("danger_sms",))
    said, read = (library.spot(danger, "outcome", channel) for channel in ("voice", "sms"))
    begun, alarmed = SayStep(library.flow.start, Why.BEGIN), SayStep(danger, Why.ASKED)
    long = SayStep(library.flow.start, Why.ASKED, caution=Caution.SMALL)
    unsure = replace(long, caution=Caution.WHOLE)
    yield "The greeting of a call", greeting, _said_first(library, begun)
    yield f'The reply to danger ("{danger}") in a call', said, _said_first(library, alarmed)
    yield f'The first line of the reply to danger ("{danger}")', read, _read_first(library, alarmed)
    yield "The line above the reply to a long text", careful, _read_first(library, long)
    yield "The line above a text that is not understood", whole, _read_first(library, unsure)
    yield "The fallback of a call", ("phrases", ("not_working", "voice")), voice.fallback(library)
    yield "The fallback of a text", careful, sms.fallback(library)


def _said_first(library: Library, reply: SayStep) -> str:
    """The words of a call before the first key is told."""
    return _FIRST_KEY.split(words_in(prompt(library, reply)))[0]


def _read_first(library: Library, reply: SayStep) -> str:
    """The first line of a text under the sender's name."""
    return sms.text(library, reply).splitlines()[1]


@rules.rule("E01", "house", "In danger, nobody looks for a number: it must be in the first words.")
def danger_is_told_999(material: Material) -> Iterator[Complaint]:
    """The greeting, the danger reply and the line above the reply to a long text tell 999 before anything else."""
    if not _has_999(material.library):
        return  # rule E02 says so, and every passage would say it again
    for what, spot, words in _passages(material):
        if not _SAID.search(words):
            cure = f"Write {{{CONTACT}}} near its beginning."
            yield material.complain(spot, f"{what} does not tell {NUMBER}.", cure)


@rules.rule("E02", "house", "Everything that tells 999 takes it from there.")
def the_emergency_number_is_999(material: Material) -> Iterator[Complaint]:
    """The contact `emergency` has the number 999."""
    if not _has_999(material.library):
        says, cure = f"The number of {CONTACT} is not {NUMBER}.", f'Write number: "{NUMBER}" under {CONTACT}.'
        yield material.complain(("contacts", (CONTACT, "number")), says, cure)


def _has_999(library: Library) -> bool:
    return CONTACT in library.contacts and library.contacts[CONTACT].number == NUMBER


@rules.rule("E03", "house", "Someone who texts that a child is in danger must get 999 first, and not a menu.")
def danger_is_found(material: Material) -> Iterator[Complaint]:
    """Every sentence of danger.txt gets the danger reply, though words.yaml may be changed."""
    cure = "Put back the phrases that were taken out of danger, or add the words that find them."
    return _taken_amiss(material, DANGER, "sentences of danger are not found", cure, alarms=False)


@rules.rule("E04", "house", "999 above every answer is soon believed by nobody.")
def everyday_is_not_danger(material: Material) -> Iterator[Complaint]:
    """No sentence of everyday.txt gets the danger reply."""
    cure = "Make the phrase longer that finds them, or list them under unless."
    return _taken_amiss(material, EVERYDAY, "everyday sentences are taken for danger", cure, alarms=True)


def _taken_amiss(
    material: Material, sentences: Sequence[str], amiss: str, cure: str, *, alarms: bool
) -> Iterator[Complaint]:
    library, reply = material.library, material.library.words.danger.reply
    if found := [sentence for sentence in sentences if (step_texted(library, sentence) == reply) is alarms]:
        says = f"{len(found)} of {len(sentences)} {amiss}: {_some(found)}."
        yield material.complain(("words", ("danger", "phrases")), says, cure)


def _some(sentences: list[str]) -> str:
    rest = f" and {len(sentences) - TOLD} more" if len(sentences) > TOLD else ""
    return ", ".join(f'"{sentence}"' for sentence in sentences[:TOLD]) + rest
