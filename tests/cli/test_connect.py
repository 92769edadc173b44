"""`helpline connect` and `helpline fallback`, with the real client and the emulated carrier."""

import json
from pathlib import Path

import pytest

from helpline.config import why_not_public
from helpline.texts.account import ROUTES

from .. import twiml
from ..conftest import ANOTHER_TOKEN
from ..numbers import BOTH, BOTH_TWICE
from ..texts.emulator import URLS, Emulator
from .conftest import Run
from .test_doctor import DEFER, IN_SERVICE, SERVICE

BIN, SMS_BIN = "https://handler.example/twiml/EH1", "https://handler.example/twiml/EH2"
OTHER = {"number": "PN1", "before": dict.fromkeys(ROUTES, "")}
pytestmark = pytest.mark.usefixtures("environment")


def test_the_fallback_reads_both_numbers_twice(run: Run) -> None:
    root = twiml.check(run("fallback").output.strip(), None)
    assert twiml.numbers_read(root) == BOTH_TWICE


def test_the_fallback_for_texts_gives_both(run: Run) -> None:
    output = run("fallback", "--sms").output
    assert all(number in output for number in BOTH)


def routes(twilio: Emulator) -> dict[str, str | None]:
    return {name: twilio.number[name] for name in URLS}


def test_the_change_is_shown_agreed_to_made_and_put_back(run: Run, twilio: Emulator) -> None:
    before = routes(twilio)
    result = run("connect", "--fallback-url", BIN, "--sms-fallback-url", SMS_BIN, typed="yes\n")
    assert result.exit_code == 0, result.output
    assert "https://demo.example/welcome" in result.output
    assert "from now on:" in result.output
    assert "Change it? (yes or no)" in result.output
    assert routes(twilio) == before | {
        "voice_url": "https://line.example/voice",
        "sms_url": "https://line.example/sms",
        "status_callback": "https://line.example/voice/status",
        "voice_fallback_url": BIN,
        "sms_fallback_url": SMS_BIN,
    }
    assert "helpline doctor" in result.output
    undone = run("connect", "--undo", "--yes")
    assert undone.exit_code == 0, undone.output
    assert routes(twilio) == before
    assert not Path("helpline-connect.json").exists()


@pytest.mark.parametrize("typed", ["no\n", "\n", ""])
def test_without_a_yes_nothing_is_changed(run: Run, twilio: Emulator, typed: str) -> None:
    before = routes(twilio)
    assert "Nothing was changed." in run("connect", typed=typed).output
    assert routes(twilio) == before
    assert not Path("helpline-connect.json").exists()


def test_connecting_twice_still_puts_back_the_first(run: Run, twilio: Emulator) -> None:
    before = routes(twilio)
    assert "has nothing to say in its place" in run("connect", "--yes").output
    run("connect", "--yes", "--fallback-url", BIN)
    assert twilio.number["voice_fallback_url"] == BIN
    assert "Nothing needs to be changed." in run("connect", "--yes").output
    run("connect", "--undo", "--yes")
    assert routes(twilio) == before


def test_a_fallback_that_is_there_stays(run: Run, twilio: Emulator) -> None:
    twilio.number["voice_fallback_url"] = BIN
    run("connect", "--yes")
    assert twilio.number["voice_fallback_url"] == BIN


def test_what_is_kept_holds_no_secret(run: Run, twilio: Emulator) -> None:
    run("connect", "--yes")
    kept = json.loads(Path("helpline-connect.json").read_text())
    assert set(kept) == {"number", "before"}
    assert kept["number"].startswith("PN")


def refused(run: Run, twilio: Emulator, *args: str) -> str:
    result = run("connect", "--yes", *args)
    assert result.exit_code == 1
    assert not any(request.startswith("POST") for request in twilio.requests)
    return result.output


@pytest.mark.parametrize("url", ["http://localhost:8000", "https://127.0.0.1", "http://line.example",
                                 "https://192.168.1.2", "https://box", "https://[::1]"])  # fmt: skip
def test_an_address_that_twilio_cannot_call_is_refused(
    run: Run, twilio: Emulator, environment: pytest.MonkeyPatch, url: str
) -> None:
    environment.setenv("PUBLIC_URL", url)
    assert f"PUBLIC_URL is {url}" in refused(run, twilio)


def test_a_public_address_is_one() -> None:
    assert why_not_public("https://line.example.org/prefix") is None
    assert why_not_public("https://8.8.8.8") is None


def test_a_number_that_the_account_does_not_have(run: Run, twilio: Emulator, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TWILIO_NUMBER", "+441632960999")
    assert "The account has no number +441632960999." in refused(run, twilio)


def test_wrong_credentials(run: Run, twilio: Emulator, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TWILIO_AUTH_TOKEN", ANOTHER_TOKEN)
    output = refused(run, twilio)
    assert "does not accept the account's credentials" in output
    assert "another" not in output


def test_a_dead_network(run: Run, twilio: Emulator, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TWILIO_API_URL", "http://127.0.0.1:9")
    assert "Twilio cannot be reached" in refused(run, twilio)


def test_any_other_refusal_is_told_with_its_number(run: Run, twilio: Emulator) -> None:
    twilio.errors = [20404]
    assert "its error 20404" in refused(run, twilio)


@pytest.mark.parametrize("name", ["TWILIO_ACCOUNT_SID", "TWILIO_NUMBER"])
def test_a_setting_that_is_missing(run: Run, twilio: Emulator, environment: pytest.MonkeyPatch, name: str) -> None:
    environment.delenv(name)
    assert f"{name} is not set." in refused(run, twilio)


@pytest.mark.parametrize("url", ["http://handler.example/1", "handler.example", "https://line.example/fallback"])
def test_a_fallback_that_would_not_help_is_refused(run: Run, twilio: Emulator, url: str) -> None:
    assert url in refused(run, twilio, "--fallback-url", url)


def test_a_number_that_goes_elsewhere_whatever_is_set(run: Run, twilio: Emulator) -> None:
    twilio.number["trunk_sid"] = "TK" + "c" * 32
    assert "sends this number's calls to TKcc" in refused(run, twilio)


def test_a_number_whose_texts_a_messaging_service_takes(run: Run, twilio: Emulator) -> None:
    twilio.services = [SERVICE]
    twilio.members = {"MG" + "e" * 32: [twilio.number["sid"]]}
    assert (
        refused(run, twilio)
        == f"{IN_SERVICE} sends its texts to https://reminders.example. {DEFER} Then connect again.\n"
    )


def test_messaging_services_that_cannot_be_seen_keep_no_number_from_being_connected(run: Run, twilio: Emulator) -> None:
    twilio.services_error = 20404
    assert run("connect", "--yes").exit_code == 0


def test_there_is_nothing_to_put_back(run: Run, twilio: Emulator) -> None:
    assert "is not here or cannot be read" in refused(run, twilio, "--undo")


@pytest.mark.parametrize("args", [(), ("--undo",)])
def test_what_was_kept_before_is_never_overwritten(run: Run, twilio: Emulator, args: tuple[str, ...]) -> None:
    kept = Path("helpline-connect.json")
    for text, says in (("[]", "cannot be read"), (json.dumps(OTHER), "belongs to another number")):
        kept.write_text(text)
        assert says in refused(run, twilio, *args)
        assert kept.read_text() == text
