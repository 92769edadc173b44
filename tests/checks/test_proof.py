"""The rules that no wording can break: the engine, the TwiML and the script keep them, on every flow that is there.

A text without a number (V32) or without the key that asks for it (V37) can come from words too: `helpline check`
finds the first by V11C and the second by V37.
"""

from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest

from helpline.channels import sms, voice
from helpline.checks.calls import KEYS, Stop
from helpline.checks.material import Material
from helpline.checks.proof import (
    dead_key,
    key_is_answered,
    no_call_ends_without_a_number,
    number_before_every_end,
    numbers_read,
    reading_lengths,
    reads_number_twice,
    zero_gives_the_numbers,
)  # fmt: skip
from helpline.content.library import Library
from helpline.content.load import load
from helpline.content.model import Contact
from helpline.content.outcome_keys import Action, outcome_keys
from helpline.content.phrases import DIGIT_WORDS
from helpline.content.script import Digits, Pause, Script, Speech
from helpline.content.timing import Stopwatch, readings
from helpline.engine.inputs import SendResult, TextsTo
from helpline.engine.position import TRIES
from helpline.engine.reply import TO_WRITE_DOWN, WAITS, SayStep, Why

from ..conftest import JOKE, SHIPPED
from .conftest import ON, TEA


def connecting(library: Library) -> Library:
    """The library with every call put through that can be."""
    contacts = {
        name: contact.model_copy(update={"put_through": contact.can_be_dialled})
        for name, contact in library.contacts.items()
    }
    return replace(library, contacts=contacts)


def listening(library: Library) -> Library:
    """The library with calls that may be answered by voice."""
    return replace(library, service=library.service.model_copy(update={"speech": True}))


def numbered(library: Library, *numbers: str) -> Library:
    """The library with other numbers at its first contacts."""
    given = zip(library.contacts.items(), numbers, strict=False)
    changed = {name: contact.model_copy(update={"number": number}) for (name, contact), number in given}
    return replace(library, contacts=library.contacts | changed)


LIBRARIES = {
    "tea": load(TEA),
    "tea with a number of London and of a mobile": numbered(load(TEA), "020 7946 0123", "07700 900123"),
    "tea with free and short numbers": numbered(load(TEA), "0808 " + "157 0123", "111"),
    "joke": load(JOKE),
    "shipped": load(SHIPPED),
    "joke that connects": connecting(load(JOKE)),
    "shipped that connects": connecting(load(SHIPPED)),
    "shipped that listens": listening(load(SHIPPED)),
}


@pytest.fixture(scope="module", params=LIBRARIES)
def material(request: pytest.FixtureRequest) -> Material:
    library = LIBRARIES[request.param]
    return Material(library, ON, watch=Stopwatch(library.service.pronounce))


@pytest.fixture(scope="module")
def documents(material: Material) -> list[tuple[Stop, Element]]:
    """The TwiML of every first prompt, re-ask and page."""
    return [(stop, fromstring(twiml(material, stop))) for stop, _ in material.spoken()]  # noqa: S314


def twiml(material: Material, stop: Stop) -> str:
    return voice.render(material.library, stop.session, stop.reply)


def arrivals(material: Material) -> list[Stop]:
    assert len(material.arrivals) > 4
    return list(material.arrivals.values())


def test_every_key_is_answered_at_every_step(material: Material) -> None:  # V8
    assert [
        (stop.step, key) for stop in arrivals(material) for key in KEYS if not key_is_answered(material, stop, key)
    ] == []


def test_zero_gives_the_numbers_from_every_step(material: Material) -> None:  # V4
    assert [stop.step for stop in arrivals(material) if not zero_gives_the_numbers(material, stop)] == []


def test_no_call_ends_without_a_number(material: Material) -> None:  # V13
    assert [stop.step for stop in arrivals(material) if not number_before_every_end(material, stop)] == []


def test_a_call_that_ends_without_a_number_would_be_seen(tea: Material) -> None:
    address = {"number": None, "address": ["The shelf"]}
    contacts = tea.library.contacts | {"kettle": tea.library.contacts["kettle"].model_copy(update=address)}
    without = Material(replace(tea.library, contacts=contacts), ON)
    assert not number_before_every_end(without, without.arrivals["stir_more"])
    says = [complaint.says for complaint in no_call_ends_without_a_number(without)]
    assert 'A call ends at "stir_more" without a number.' in says
    assert not list(no_call_ends_without_a_number(tea))
    assert number_before_every_end(tea, tea.arrivals["stir_more"])


def test_a_question_is_asked_three_times_and_then_a_number_is_given(material: Material) -> None:  # V14
    for name, stops in material.questions.items():
        for did in filter(None, ("silence", dead_key(material, name))):
            tries = material.tries(stops[0], did)
            assert [(stop.step, stop.reply.attempt) for stop in tries] == [(name, n) for n in range(1, TRIES + 1)]
            given_up = tries[-1].after(material.library, did)
            assert given_up.step != name
            assert given_up.reply.why is Why.GIVEN_UP


def test_hash_gives_more_time_as_often_as_wanted_and_is_no_miss(material: Material) -> None:  # V18
    for name, stops in material.questions.items():
        after = stops[-1].after(material.library, *["#"] * 10)
        assert after.step == name
        assert after.session.misses == stops[-1].session.misses
        assert after.reply.wait_seconds > stops[-1].reply.wait_seconds


def test_star_goes_back(material: Material) -> None:  # V28
    for name, stop in material.arrivals.items():
        if stop.keys and stop.keys[-1] != "0" and name in material.library.flow.steps:
            before = material.start.after(material.library, *stop.keys[:-1])
            assert stop.after(material.library, "*").step == before.step


def test_every_outcome_can_be_had_by_text(material: Material) -> None:  # V37
    for _, outcome, stops in material.outcome_stops():
        keys = outcome_keys(material.library, outcome, text=True, contact=0)
        key = next(str(key.press) for key in keys if key.action is Action.TEXT)
        reply = stops[-1].after(material.library, key).reply
        assert isinstance(reply, SayStep)
        assert reply.result is SendResult.SENT
        elsewhere = replace(stops[-1], session=stops[-1].session._replace(texts=TextsTo.OTHER))
        given_up = elsewhere.after(material.library, key, *["silence"] * TRIES)
        assert reads_number_twice(material, given_up), "a caller who has to key a number in is stuck"


def test_a_crash_gives_every_number(material: Material) -> None:  # V32
    spoken, written = voice.fallback(material.library), sms.fallback(material.library)
    numbered = [contact for contact in material.library.helpers if contact.number]
    assert numbered
    for contact in numbered:
        for group in contact.digit_groups:
            assert spoken.count(", ".join(DIGIT_WORDS[int(digit)] for digit in group)) >= 2
        assert str(contact.number) in written


def test_every_text_says_first_who_it_is_from(material: Material) -> None:  # S4
    for text in material.messages.values():
        assert material.library.service.text_name in text[:30]


# The TwiML: the carrier's defaults are hostile to slow callers.


def test_keys_are_collected_one_by_one(material: Material, documents: list[tuple[Stop, Element]]) -> None:  # V10
    by_voice = " speech" if material.library.service.speech else ""
    wanted = {"input": f"dtmf{by_voice}", "numDigits": "1", "finishOnKey": ""}
    for _, document in documents:
        assert wanted.items() <= gather(document).attrib.items()


def test_waits_are_long(documents: list[tuple[Stop, Element]]) -> None:  # V17
    for stop, document in documents:
        least = TO_WRITE_DOWN if stop.gives_number else WAITS[stop.reply.attempt - 1]
        assert int(gather(document).get("timeout", "0")) >= least
        assert stop.gives_number or least >= 10, "the early number is no try: its question follows"


def test_keys_work_while_the_line_speaks(documents: list[tuple[Stop, Element]]) -> None:  # V19
    for _, document in documents:
        assert document.find("Say") is None
        assert document.find("Play") is None


def test_silence_is_answered(documents: list[tuple[Stop, Element]]) -> None:  # V30
    for _, document in documents:
        assert gather(document).get("actionOnEmptyResult") == "true"
        assert document[-1].tag != "Gather", "with nothing left to do the carrier hangs up"


def test_everything_is_said_and_listened_for_in_one_british_voice(documents: list[tuple[Stop, Element]]) -> None:  # V31
    assert len({say.get("voice") for _, document in documents for say in document.iter("Say")}) == 1
    for _, document in documents:
        assert {verb.get("language") for verb in document.iter() if verb.tag in ("Say", "Gather")} == {"en-GB"}


def gather(document: Element) -> Element:
    found = document.find("Gather")
    assert found is not None
    return found


# The script: pauses, and numbers that can be written down the first time.


def test_half_a_second_passes_after_each_key(material: Material) -> None:  # V23
    for stop, script in material.spoken():
        assert stop.begins or longest(script[:1]) >= 500


def test_every_number_and_address_is_read_twice(material: Material) -> None:  # N1
    assert set(numbers_read(material)) == {2}


GROUPS = {"01": [5, 3, 3], "02": [3, 4, 4], "07": [5, 3, 3], "08": [4, 3, 4]}  # by how a number begins


def test_a_number_is_read_in_its_own_groups(material: Material) -> None:  # N2
    for contact in material.library.contacts.values():
        if contact.number:
            expected = GROUPS.get(contact.number[:2], [3])
            assert [len(group) for group in contact.digit_groups] == expected


def test_a_reading_takes_nine_to_fourteen_seconds(material: Material) -> None:  # N3
    seconds = list(reading_lengths(material))
    assert seconds
    assert min(seconds) >= 9
    assert max(seconds) <= 14


def test_pauses_stand_between_groups_and_between_readings(material: Material) -> None:  # N4
    for script, contact in read_out(material):
        spans = readings(script, contact)
        assert all(600 <= part.ms <= 900 for a, b in spans for part in script[a:b] if isinstance(part, Pause))
        assert all(longest(script[first[1] : second[0]]) >= 1500 for first, second in pairwise(spans))


def test_only_the_lead_in_stands_between_two_readings(material: Material) -> None:  # N9
    for script, contact in read_out(material):
        for first, second in pairwise(readings(script, contact)):
            between = [part for part in script[first[1] : second[0]] if isinstance(part, Speech | Digits)]
            assert len(between) <= 1


def test_two_seconds_pass_before_the_first_digit(material: Material) -> None:  # N5
    for script, contact in read_out(material):
        if spans := readings(script, contact):
            assert longest(script[: spans[0][0]]) >= 2000


def read_out(material: Material) -> list[tuple[Script, Contact]]:
    """Each page of each outcome with each contact of it that has a number."""
    found = [
        (material.script(stop), contact)
        for name, _, stops in material.outcome_stops()
        for stop in stops
        for contact in material.contacts_at(name)
        if contact.number
    ]
    assert found
    return found


def longest(script: Script) -> int:
    return max((part.ms for part in script if isinstance(part, Pause)), default=0)
