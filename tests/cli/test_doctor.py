"""`helpline doctor`: a real line on loopback, the emulated carrier, and everything that can be wrong."""

import json
import threading
import urllib.parse
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, request
from twilio.request_validator import RequestValidator
from urllib3.exceptions import NameResolutionError
from werkzeug.serving import make_server

from helpline.channels import sms, voice
from helpline.cli.carrier import Answer
from helpline.cli.doctor import examine, is_well, json_of, text_of
from helpline.cli.doctor_line import Examined, State, examine_line, signed, sound, unknown, well, wrong
from helpline.config import Settings
from helpline.content.library import Library
from helpline.store.callback_counts import CallbackCounts
from helpline.store.database import Database
from helpline.store.trial_turn import TrialTurn
from helpline.web import create_app

from ..conftest import ANOTHER_TOKEN, JOKE
from ..texts.emulator import Emulator, Quiet
from .conftest import Run

pytestmark = pytest.mark.slow

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
DAY = date(2026, 11, 24)
NOBODY = "http://127.0.0.1:9"  # no line answers here


@contextmanager
def served(app: Wsgi) -> Iterator[str]:
    """The address of an application on loopback."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def bins(library: Library, token: str) -> Wsgi:
    """TwiML Bins: they answer signed requests only."""
    app = Flask("bins")

    @app.get("/twiml/<which>")
    def answer(which: str) -> Response:
        signature = request.headers.get("X-Twilio-Signature", "")
        if not RequestValidator(token).validate(request.url, {}, signature):
            return Response("Not Authorized", 403)
        document = {"voice": voice, "sms": sms}[which].fallback(library)
        return Response(document.replace("<Response>", "<Response>\n  "), mimetype="text/xml")

    return app


@dataclass
class Live:
    """A line that is live and well, until a test spoils it. `app` is what answers at `url`."""

    run: Run
    twilio: Emulator
    environment: pytest.MonkeyPatch
    url: str = ""
    app: Wsgi | None = None

    def moves_to(self, url: str) -> None:
        """Another public address, at which the number is pointed."""
        self.environment.setenv("PUBLIC_URL", url)
        self.twilio.number |= {
            "voice_url": f"{url}/voice", "sms_url": f"{url}/sms", "status_callback": f"{url}/voice/status",
        }  # fmt: skip

    def found(self) -> dict[str, Examined]:
        told = list(examine(DAY, lambda _url: None))  # loopback stands in for the world
        found = {one.subject: one for one in told}
        assert len(found) == len(told), "one thing was told twice"
        return found

    def only(self, *subjects: str, state: State = State.WRONG) -> str:
        """The sentence and the cure of the first of these, which is in `state`; no other thing is amiss."""
        found = self.found()
        assert [one.subject for one in found.values() if one.state is not State.WELL] == list(subjects), found
        one = found[subjects[0]]
        assert one.state is state
        assert one.cure
        return f"{one.says} {one.cure}"


@pytest.fixture
def live(
    run: Run, twilio: Emulator, environment: pytest.MonkeyPatch, account: Settings, shipped: Library
) -> Iterator[Live]:
    environment.setenv("HELPLINE_VOICE", "say")
    line = Live(run, twilio, environment)
    with (
        served(bins(shipped, account.auth_token)) as bin_url,
        served(lambda environ, start: line.app(environ, start) if line.app else []) as line.url,
    ):
        made = create_app(replace(account, public_url=line.url))
        made.extensions["helpline"].try_database()  # as a line does that starts
        line.app = made
        line.moves_to(line.url)
        twilio.number |= {"voice_fallback_url": f"{bin_url}/twiml/voice", "sms_fallback_url": f"{bin_url}/twiml/sms"}
        yield line
        made.extensions["helpline"].close()


RUNNING = ("running line", "running words", "running key", "staff's view", "former token")


def test_all_is_well(live: Live) -> None:
    found = live.found()
    assert is_well(list(found.values())), found
    assert set(found) == {
        "settings", "words", "facts", "sound", "database", "deliveries", "address", "signed requests",
        "forged requests", "account", "number", "webhooks", "fallback for calls", "fallback for texts", "clock",
        "key", *RUNNING,
    }  # fmt: skip


def test_an_address_that_only_this_machine_can_reach(live: Live) -> None:
    result = live.run("doctor", "--on", str(DAY))
    assert result.exit_code == 1
    assert f"WRONG        address: PUBLIC_URL is {live.url}, which only this machine" in result.output
    assert result.output.endswith("\n1 wrong, 0 not checked.\n")
    told = json.loads(live.run("doctor", "--json", "--on", str(DAY)).output)
    assert [one["what"] for one in told["checks"] if one["state"] != "well"] == ["address"]


FINE, BAD, UNSEEN = (
    well("words", "Fine."),
    wrong("clock", "Behind.", "Set it."),
    unknown("sound", "Unseen.", "Mend it."),
)


def test_an_operator_reads_each_thing_its_cure_and_the_sum() -> None:
    assert text_of([FINE]) == "WELL         words: Fine.\nAll is well."
    assert text_of([FINE, BAD, UNSEEN]).splitlines() == [
        "WELL         words: Fine.",
        "WRONG        clock: Behind.",
        "             Cure: Set it.",
        "NOT CHECKED  sound: Unseen.",
        "             Cure: Mend it.",
        "1 wrong, 1 not checked.",
    ]


@pytest.mark.parametrize(("found", "good"), [([FINE], True), ([FINE, BAD], False), ([FINE, UNSEEN], False)])
def test_a_monitor_reads_whether_all_is_well(found: list[Examined], good: bool) -> None:
    told = json.loads(json_of(found))
    assert told["well"] is is_well(found) is good
    assert told["checks"][0] == {"what": "words", "state": "well", "says": "Fine.", "cure": ""}


def proxied(app: Wsgi, change: Callable[[str], str]) -> Wsgi:
    """`app` behind a proxy that changes the path and query of each request."""

    def proxy(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        raw = change(environ["RAW_URI"])
        path, _, query = raw.partition("?")
        environ |= {"PATH_INFO": urllib.parse.unquote(path), "QUERY_STRING": query, "RAW_URI": raw, "REQUEST_URI": raw}
        return app(environ, start)

    return proxy


def test_a_proxy_that_takes_off_the_prefix_that_is_in_public_url(live: Live, account: Settings) -> None:
    app = create_app(replace(account, public_url=f"{live.url}/line"))
    live.app = proxied(app, lambda raw: raw.removeprefix("/line"))
    live.moves_to(f"{live.url}/line")
    assert is_well(list(live.found().values()))
    app.extensions["helpline"].close()


def test_a_name_that_leads_nowhere() -> None:
    """No name server is asked: the answer is the one that `post` gives then."""
    found = signed(Answer(0, trouble=NameResolutionError))
    assert (found.state, f"{found.says} {found.cure}") == (
        State.WRONG,
        "The name in PUBLIC_URL leads to no machine. Correct the name, or enter it where your domain is kept; after that "
        "it may take an hour.",
    )


def spoiled(live: Live, **told: object) -> None:
    """What `/health` says with some of it changed; the rest of the line stays as it is."""
    assert live.app
    line = live.app

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/health":
            return line(environ, start)
        whole = json.loads(b"".join(line(environ, lambda *_: None)))
        return Response(json.dumps(whole | told), mimetype="application/json")(environ, start)

    live.app = answer


def test_a_former_token_that_is_not_used(live: Live) -> None:
    live.environment.setenv("TWILIO_AUTH_TOKEN_BEFORE", ANOTHER_TOKEN)
    assert "Take TWILIO_AUTH_TOKEN_BEFORE away" in live.found()["former token"].says


SERVICE = {
    "sid": "MG" + "e" * 32, "friendly_name": "Reminders", "use_inbound_webhook_on_number": False,
    "inbound_request_url": "https://reminders.example", "fallback_url": None,
}  # fmt: skip
IN_SERVICE = f"The number is in the Messaging Service Reminders ({SERVICE['sid']}), which"
DEFER = (
    'In the Twilio Console, open Messaging, Services, this one, Integration, and choose "Defer to sender\'s webhook".'
)


@pytest.mark.parametrize(
    ("change", "overrules"),
    [
        ({}, True),
        ({"use_inbound_webhook_on_number": True}, False),
        ({"sid": "MG" + "f" * 32}, False),  # the number is in another
        ({"inbound_request_url": "the line", "fallback_url": "the bin"}, False),
        ({"inbound_request_url": "the line"}, True),  # and has no fallback
    ],
)
def test_a_messaging_service_may_leave_the_texts_where_they_are(
    live: Live, change: dict[str, Any], overrules: bool
) -> None:
    number = live.twilio.number
    urls = {"the line": number["sms_url"], "the bin": number["sms_fallback_url"]}
    service = SERVICE | {name: urls.get(value, value) for name, value in change.items()}
    live.twilio.services = [SERVICE | {"sid": "MG" + "c" * 32}, service]  # on the second page
    live.twilio.members = {"MG" + "e" * 32: ["PN" + "c" * 32, number["sid"]]}
    assert is_well(list(live.found().values())) is not overrules


LEFT = ("account", "number", "webhooks", "fallback for calls", "fallback for texts", "clock")


@pytest.mark.parametrize(("minutes", "says"), [(-10, "seconds ahead of"), (10, "seconds behind")])
def test_a_clock_that_is_wrong(live: Live, minutes: int, says: str) -> None:
    live.twilio.date = format_datetime(datetime.now(UTC) + timedelta(minutes=minutes), usegmt=True)
    assert says in live.only("clock")


def test_a_database_that_does_not_answer(live: Live, tmp_path: Path) -> None:
    (tmp_path / "t.db").write_bytes(b"this is not a database" * 100)
    assert "Move it away, or name another" in live.only("database", "deliveries", "running line")


def test_texts_that_do_not_arrive(live: Live, account: Settings) -> None:
    database = Database(account.database_url)
    callbacks = CallbackCounts(database)
    for _ in range(2):
        callbacks.add(DAY, "text", "undelivered", "30006")
    callbacks.add(DAY, "text", "delivered")
    callbacks.add(DAY - timedelta(days=7), "text", "delivered")
    callbacks.add(DAY, "call", "completed")
    assert "1 arrived and 2 did not. Twilio's error codes: 30006." in live.only("deliveries")
    database.close()


def examined(settings: Settings, library: Library | None, day: date = DAY) -> dict[str, Examined]:
    return {one.subject: one for one in examine_line(settings, library, day, None)}


def test_overdue_facts(settings: Settings, shipped: Library) -> None:
    facts = examined(replace(settings, public_url=NOBODY), shipped, date(2027, 12, 1))["facts"]
    assert facts.state is State.WRONG
    assert "contacts.yaml, line" in facts.says


def test_broken_words_hide_nothing_else(settings: Settings) -> None:
    with closing(Database(settings.database_url)) as database:
        assert TrialTurn(database).trouble() is None
    found = examined(replace(settings, public_url=NOBODY), None)
    assert found["words"].state is State.WRONG
    assert found["facts"].state is found["sound"].state is State.UNKNOWN
    assert found["database"].state is State.WELL


def test_no_clips_are_missing_only_where_clips_must_be_played(settings: Settings, joke: Library) -> None:
    settings = replace(settings, public_url=NOBODY, flows=JOKE)
    states = {name: examined(replace(settings, voice=name), joke)["sound"].state for name in ("say", "auto", "clips")}
    assert states == {"say": State.WELL, "auto": State.WELL, "clips": State.WRONG}


@pytest.mark.parametrize(
    ("there", "embedded", "state", "says"),
    [
        (3, True, State.WELL, "There is a clip or a recording of each of the 3 prompts."),
        (3, False, State.WELL, "There is a clip or a recording of each of the 3 prompts."),
        (0, False, State.WELL, "No clips are to be played, so Twilio's own voice says everything."),
        (0, True, State.WRONG, "3 of 3 prompts have no clip of today's words: Twilio's own voice says them."),
        (1, False, State.WRONG, "2 of 3 prompts have no clip of today's words: Twilio's own voice says them."),
    ],
)
def test_sound(there: int, embedded: bool, state: State, says: str) -> None:
    found = sound(there, 3, embedded)
    assert (found.state, found.says) == (state, says)
