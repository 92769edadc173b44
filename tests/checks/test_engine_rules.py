"""Rules that no wording can break: the engine, the TwiML or the script is broken instead."""

from collections.abc import Callable
from typing import Any

import pytest

from helpline.channels import sms, voice
from helpline.checks import language, walk
from helpline.content import script
from helpline.content.model import Contact
from helpline.content.script import Digits, Script, Speech
from helpline.engine.inputs import Key, Silence
from helpline.engine.turn import take_turn

from .conftest import TEA, codes

Patch = pytest.MonkeyPatch


def never_counts(library: Any, session: Any, said: Any) -> Any:
    """An engine that asks for ever."""
    return take_turn(library, session._replace(misses=0), said)


def hangs_up_on(key: str) -> Callable[..., Any]:
    def turn(library: Any, session: Any, said: Any) -> Any:
        session, reply = take_turn(library, session, said)
        return session, reply._replace(ended=True) if said == Key(key) else reply

    return turn


def takes_for(key: str, other: str) -> Callable[..., Any]:
    def turn(library: Any, session: Any, said: Any) -> Any:
        return take_turn(library, session, Key(other) if said == Key(key) else said)

    return turn


def hangs_up_on_silence(library: Any, session: Any, said: Any) -> Any:
    session, reply = take_turn(library, session, said)
    return session, reply._replace(ended=True) if said == Silence() else reply


def sends_nothing(library: Any, session: Any, said: Any) -> Any:
    session, reply = take_turn(library, session, said)
    return session, reply._replace(texts=None)


ENGINES = {
    "V37": sends_nothing,
    "V08": hangs_up_on("7"),
    "V04": takes_for("0", "9"),
    "V13": hangs_up_on_silence,
    "V14": never_counts,
    "V18": takes_for("#", "9"),
    "V28": takes_for("*", "9"),
}
DOCUMENTS = {
    "V10": ('input="dtmf"', 'input="speech"'),
    "V17": ('timeout="1', 'timeout="0'),
    "V19": ("<Response>", "<Response><Say>Hello.</Say>"),
    "V30": ('actionOnEmptyResult="true"', ""),
    "V31": ('language="en-GB"', 'language="en-US"'),
}
PAUSES = {"V23": "AFTER_KEY", "N03": "BETWEEN_GROUPS", "N04": "BETWEEN_READINGS", "N05": "FIND_A_PEN"}


def one_reading(said: Script) -> Script:
    groups = [i for i, part in enumerate(said) if isinstance(part, Digits)]
    return said[: groups[2] + 1] if groups else said


def chatty(said: Script) -> Script:
    groups = [i for i, part in enumerate(said) if isinstance(part, Digits)]
    return (*said[: groups[2] + 1], Speech("Well."), *said[groups[2] + 1 :]) if groups else said


SCRIPTS = {"N01": one_reading, "N09": chatty}
BY_CODE = {*ENGINES, *DOCUMENTS, *PAUSES, *SCRIPTS, "N02", "S04", "V32"}


@pytest.mark.parametrize("code", ENGINES)
def test_a_broken_engine_is_found(monkeypatch: Patch, code: str) -> None:
    monkeypatch.setattr(walk, "take_turn", ENGINES[code])
    assert code in codes(TEA)


@pytest.mark.parametrize("code", DOCUMENTS)
def test_a_hostile_document_is_found(monkeypatch: Patch, code: str) -> None:
    render = voice.render
    monkeypatch.setattr(voice, "render", lambda *given: render(*given).replace(*DOCUMENTS[code]))
    assert code in codes(TEA)


@pytest.mark.parametrize("code", PAUSES)
def test_a_missing_pause_is_found(monkeypatch: Patch, code: str) -> None:
    monkeypatch.setattr(script, PAUSES[code], 100)
    assert code in codes(TEA)


@pytest.mark.parametrize("code", SCRIPTS)
def test_a_careless_reading_is_found(monkeypatch: Patch, code: str) -> None:
    prompt = voice.prompt
    monkeypatch.setattr(voice, "prompt", lambda *given: SCRIPTS[code](prompt(*given)))
    assert code in codes(TEA)


def test_other_groups_are_found(monkeypatch: Patch) -> None:
    monkeypatch.setattr(Contact, "digit_groups", property(lambda contact: ("016", "3296", "0001")))
    assert "N02" in codes(TEA)


def test_a_text_without_its_sender_is_found(monkeypatch: Patch) -> None:
    text = sms.text
    monkeypatch.setattr(sms, "text", lambda *given: text(*given).partition("\n")[2])
    assert "S04" in codes(TEA)


@pytest.mark.parametrize("channel", [voice, sms])
def test_a_crash_without_numbers_is_found(monkeypatch: Patch, channel: Any) -> None:
    monkeypatch.setattr(channel, "fallback", lambda library: "<Response/>")
    assert "V32" in codes(TEA)


def test_a_path_that_is_only_just_plain_is_a_warning(monkeypatch: Patch) -> None:
    monkeypatch.setattr(language, "reading_age", lambda text: 10.0)
    assert codes(TEA) == {"C01W"}
