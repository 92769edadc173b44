"""Every fault that `helpline doctor` knows, and the sentence with its cure that an operator reads."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from flask import Response

from helpline.store.database import Database
from helpline.store.schema import VERSION
from helpline.store.trial_turn import TrialTurn
from helpline.web import create_app

from ..conftest import ANOTHER_TOKEN, TOKEN
from ..postgres import PostgreSQL, pgbouncer, why_no_pgbouncer
from ..store.test_trial_turn import CANNOT_OPEN, POOLED
from .test_doctor import DEFER, IN_SERVICE, LEFT, RUNNING, SERVICE, Live, State, live, spoiled

__all__ = ["live"]
pytestmark = pytest.mark.slow

Spoil = Callable[[Live], object]
Row = tuple[Spoil, tuple[str, ...], str]
SETTINGS, DATABASE = ("settings", "everything else"), ("database", "deliveries")
SET_AGAIN = "Set it, then ask again."
CALLS_GO_ON = "Calls are answered; a text gets both numbers, but no conversation."
NO_TOKEN = "is not an Auth Token: 32 figures and letters from a to f. It has {} characters. Copy it again from the first page of the Twilio Console."
DO_THAT = "Until then no caller can be sent a text. Do that, then ask again."
AGAIN = "Ask again in a few minutes."
SAME_KEY = "The line runs with another SECRET_KEY, or another auth token, than is set here. Set the same SECRET_KEY and TWILIO_AUTH_TOKEN on every machine, and restart the line."
MAKE_KEY = "Make one: python3 -c 'import secrets; print(secrets.token_hex(32))'. Set it, and restart the line."
SERVE = "Start the line there (helpline serve, or the Procfile), and see that PUBLIC_URL leads to it."


def setting(**values: str) -> Spoil:
    """The environment of the doctor with other settings."""
    return lambda live: [live.environment.setenv(name, value) for name, value in values.items()]


def number(**values: object) -> Spoil:
    """The number as the account has it, set up otherwise; {url} is the line's address."""
    return lambda live: live.twilio.number.update(
        {name: value.format(url=live.url) if isinstance(value, str) else value for name, value in values.items()}
    )


def health(**told: object) -> Spoil:
    """The line that runs tells something else of itself."""
    return lambda live: spoiled(live, **told)


def service(**values: object) -> Spoil:
    """The number is in a Messaging Service."""

    def put(live: Live) -> None:
        live.twilio.services = [SERVICE | values]
        live.twilio.members = {"MG" + "e" * 32: [live.twilio.number["sid"]]}

    return put


def answers(response: Response) -> Spoil:
    """Something else answers at PUBLIC_URL."""
    return lambda live: setattr(live, "app", response)


def other_token(live: Live) -> None:
    """The line was started with another token."""
    assert live.app
    settings = live.app.extensions["helpline"].settings  # type: ignore[attr-defined]
    live.app = create_app(replace(settings, auth_token=ANOTHER_TOKEN))


def changed_query(live: Live) -> None:
    """A proxy on the way adds to the query."""
    assert live.app
    line = live.app

    def proxy(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if query := environ["QUERY_STRING"]:
            raw = f"{environ['RAW_URI']}&from=proxy"
            environ |= {"QUERY_STRING": f"{query}&from=proxy", "RAW_URI": raw, "REQUEST_URI": raw}
        return line(environ, start)

    live.app = proxy


def of_version(version: int) -> Spoil:
    def change(live: Live) -> None:
        with closing(sqlite3.connect("t.db")) as connection, connection:
            connection.execute("UPDATE schema_version SET version = ?", (version,))

    return change


def abroad(live: Live) -> None:
    live.twilio.number["phone_number"] = "+15005550006"  # the carrier's own number for tests
    live.environment.setenv("TWILIO_NUMBER", "+15005550006")


def without_replies(live: Live) -> None:
    with closing(sqlite3.connect("t.db")) as connection, connection:
        connection.execute("DROP TABLE replies")


def settings_rows() -> list[Row]:
    """17.1: nearly right settings."""
    refused = (
        (
            {"PUBLIC_URL": "line.example"},
            "PUBLIC_URL is 'line.example'. Write the address that Twilio calls, such as https://line.example.org.",
        ),
        (
            {"PUBLIC_URL": "https://line.example.org/voice"},
            "PUBLIC_URL is 'https://line.example.org/voice'. Leave out /voice: the line adds its own paths.",
        ),
        (
            {"PUBLIC_URL": "https://line.example.org/#"},
            "PUBLIC_URL is 'https://line.example.org/#', with a fragment. Leave out the # and all after it.",
        ),
        (
            {"PUBLIC_URL": "http://line.example.org"},
            "PUBLIC_URL is http://line.example.org. Without https anyone on the way could read what callers press: use https://.",
        ),
        ({"TWILIO_AUTH_TOKEN": TOKEN[:-1]}, f"TWILIO_AUTH_TOKEN {NO_TOKEN.format(31)}"),
        ({"TWILIO_AUTH_TOKEN_BEFORE": "old"}, f"TWILIO_AUTH_TOKEN_BEFORE {NO_TOKEN.format(3)}"),
    )
    return [(setting(**values), SETTINGS, f"{sentence} {SET_AGAIN}") for values, sentence in refused]


ROWS: list[Row] = [
    *settings_rows(),
    # The database.
    (setting(DATABASE_URL="helpline.db"), DATABASE,
     f"DATABASE_URL does not begin with a kind of database. Write sqlite:///helpline.db for a file here, or postgresql://user:password@host/name. {CALLS_GO_ON} Then restart the line."),
    (setting(DATABASE_URL="sqlite://"), DATABASE,
     f"DATABASE_URL names a database in memory. Each process has one of its own and loses it at a restart, so no conversation lasts. Write sqlite:///helpline.db. {CALLS_GO_ON} Then restart the line."),
    (setting(DATABASE_URL="sqlite:////no/such/t.db"), DATABASE, CANNOT_OPEN.replace(". Its", f". {CALLS_GO_ON} Its")),
    (setting(DATABASE_URL="postgresql://line@127.0.0.1:9/t"), DATABASE,
     f"PostgreSQL does not listen where DATABASE_URL says. {CALLS_GO_ON} Start it, or correct the host and port."),
    (setting(DATABASE_URL="sqlite:///another.db"), DATABASE,
     f"The line has made no tables there yet. {CALLS_GO_ON} Start it, or ask in the folder where it runs."),
    (of_version(VERSION - 1), DATABASE,
     f"The database has version {VERSION - 1}, and this program wants version {VERSION}. {CALLS_GO_ON} Start the line with this program; it brings an older one up to date."),
    (without_replies, (*DATABASE, "running line"),
     f"The tables in the database are not those of the line. {CALLS_GO_ON} Give the line a database of its own."),
    (health(reasons=["Counts cannot be written."]), ("running line",), "Counts cannot be written. Mend that on the line's machine; its log says more."),
    # The token, and whether the line that runs is the one that is set up here.
    (health(token_before=3, token_before_at="2026-11-24T09:00:00+00:00"), ("former token",),
     "The former auth token is still used: 3 times, last at 2026-11-24T09:00:00+00:00. Promote the new token in the Twilio Console, then ask again a day later."),
    (other_token, ("signed requests", "forged requests", "running line", "running key"),
     "A request that is signed for PUBLIC_URL is refused. Give the running line the same TWILIO_AUTH_TOKEN and PUBLIC_URL as here. If they are the same, a proxy on the way changes the path or the query: if it takes a prefix off, put the prefix into PUBLIC_URL."),
    (changed_query, ("signed requests", "forged requests", "running line"),
     "A request that is signed for PUBLIC_URL is refused. Give the running line the same TWILIO_AUTH_TOKEN and PUBLIC_URL as here. If they are the same, a proxy on the way changes the path or the query: if it takes a prefix off, put the prefix into PUBLIC_URL."),
    (health(words="ffffffffffff", loaded="2026-11-20T09:00:00+00:00"), ("running words",),
     "The line speaks other words than the flow files here; it loaded its own at 2026-11-20T09:00:00+00:00. Restart the line, with these flow files on its machine."),
    (health(secret_key="ffffffffffff"), ("running key",), SAME_KEY),
    (setting(SECRET_KEY="a"), ("key", "running key"), f"SECRET_KEY has 1 characters, so it can be guessed. {MAKE_KEY}"),
    (setting(SECRET_KEY=""), ("key", "running key"),
     f"SECRET_KEY is not set, so the auth token takes its place: a new token loses every conversation. {MAKE_KEY}"),
    (health(staff=True), ("staff's view",),
     "The staff's view is on, and everybody who opens PUBLIC_URL sees it. Start the line without HELPLINE_STAFF and without --staff."),
    # What answers at PUBLIC_URL.
    (lambda live: live.moves_to("http://127.0.0.1:9"), ("signed requests", "forged requests", *RUNNING), f"Nothing answers at PUBLIC_URL in time. {SERVE}"),
    (lambda live: live.moves_to(live.url.replace("http:", "https:")), ("signed requests", "forged requests", *RUNNING),
     "Nobody can trust the https of PUBLIC_URL, so Twilio does not call it. Look at its certificate: out of date, of another name, not whole, or of nobody known; renew it."),
    (answers(Response("", 301, {"Location": "https://elsewhere.example"})), ("signed requests", "forged requests", *RUNNING),
     "PUBLIC_URL sends callers on to another address. Set PUBLIC_URL to that address."),
    (answers(Response("Welcome!", 500)), ("signed requests", "forged requests", *RUNNING), f"What answers at PUBLIC_URL is not the line (status 500). {SERVE}"),
    (answers(Response("<Response/>", mimetype="text/xml")), ("forged requests", *RUNNING),
     "A forged request is not refused (status 200). Take the line offline and find out why."),
    # Webhooks that are set wrongly.
    (number(voice_url="{url}/voice/"), ("webhooks",), "The number does not lead to PUBLIC_URL: voice_url. helpline connect"),
    (number(voice_url="{url}/sms", sms_url="{url}/voice"), ("webhooks",), "The number does not lead to PUBLIC_URL: voice_url, sms_url. helpline connect"),
    (number(sms_method="GET"), ("webhooks",), "The number does not lead to PUBLIC_URL: sms_method. helpline connect"),
    (number(status_callback=None), ("webhooks",), "The number does not lead to PUBLIC_URL: status_callback. helpline connect"),
    (number(voice_application_sid="AP" + "d" * 32), ("webhooks",),
     f"The number's calls go to AP{'d' * 32}, whatever else is set. Take that off on the number's page in the Twilio Console."),
    (service(), ("webhooks",), f"{IN_SERVICE} sends its texts to https://reminders.example. {DEFER}"),
    (service(inbound_request_url=None), ("webhooks",), f"{IN_SERVICE} drops its texts. {DEFER}"),
    (lambda live: setattr(live.twilio, "services_error", 20500), ("webhooks",),
     f"Whether a Messaging Service takes the number's texts elsewhere could not be seen. Twilio has trouble of its own (status 500). {AGAIN}"),
    (service(use_inbound_webhook_on_number=None), ("webhooks",), f"{IN_SERVICE} sends its texts to https://reminders.example. {DEFER}"),
    (number(capabilities={"voice": True, "sms": False}), ("number",), "The number cannot take texts. Buy one that can do both."),
    (number(capabilities={"voice": False, "sms": False}), ("number",), "The number cannot take calls or texts. Buy one that can do both."),
    (abroad, ("number",), "The number is not a UK number: a call from here may cost a lot. Buy a UK number."),
    # The fallbacks.
    (number(voice_fallback_url=None), ("fallback for calls",),
     "When this service cannot be reached, calls get nothing. Make a TwiML Bin of what `helpline fallback` prints, then: helpline connect --fallback-url https://..."),
    (number(sms_fallback_url=None), ("fallback for texts",),
     "When this service cannot be reached, texts get nothing. Make a TwiML Bin of what `helpline fallback --sms` prints, then: helpline connect --sms-fallback-url https://..."),
    (number(voice_fallback_url="{url}/voice"), ("fallback for calls",),
     "It is on the machine that may fail. Use a TwiML Bin: helpline connect --fallback-url https://..."),
    (number(voice_fallback_url="http://127.0.0.1:9/twiml"), ("fallback for calls",),
     "http://127.0.0.1:9/twiml could not be fetched (status 0). Compare it with what `helpline fallback` prints."),
    (lambda live: live.twilio.number.update(sms_fallback_url=live.twilio.number["voice_fallback_url"]), ("fallback for texts",),
     "It does not say what the line says today. Put into it what `helpline fallback --sms` prints."),
    # The account.
    (setting(TWILIO_ACCOUNT_SID=""), LEFT, f"TWILIO_ACCOUNT_SID is not set. It is in the Twilio Console: see helpline/OPERATING.md. {DO_THAT}"),
    (setting(TWILIO_API_URL="http://127.0.0.1:9"), LEFT, f"Twilio cannot be reached. Is this machine connected to the internet? {DO_THAT}"),
    (lambda live: live.twilio.account.update(status="suspended"), ("account",),
     "The account is suspended: no call and no text reaches the line. Look at the first page of the Twilio Console for the reason."),
    (lambda live: live.twilio.account.update(status="closed"), ("account",),
     "The account is closed: no call and no text reaches the line. Look at the first page of the Twilio Console for the reason."),
    (lambda live: live.twilio.account.update(type="Trial"), ("account",),
     "It is a trial account: it texts only numbers that were verified beforehand. Upgrade it."),
    (lambda live: live.twilio.errors.append(20003), LEFT,
     f"Twilio does not accept the account's credentials. Copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN again from the first page of the Twilio Console. {DO_THAT}"),
    (lambda live: live.twilio.errors.append(20429), LEFT, f"Twilio takes no more requests of this account for the moment. {AGAIN}"),
    (lambda live: live.twilio.errors.append(20500), LEFT, f"Twilio has trouble of its own (status 500). {AGAIN}"),
]  # fmt: skip
NOT_CHECKED = (AGAIN, "could not be fetched")  # nothing is known to be wrong


@pytest.mark.parametrize(("spoil", "subjects", "sentence"), ROWS)
def test_each_fault_has_its_sentence(live: Live, spoil: Spoil, subjects: tuple[str, ...], sentence: str) -> None:
    spoil(live)
    state = State.UNKNOWN if any(one in sentence for one in NOT_CHECKED) else State.WRONG
    assert live.only(*subjects, state=state) == sentence
    if live.app and hasattr(live.app, "extensions"):
        live.app.extensions["helpline"].close()


@pytest.mark.parametrize(("mode", "parameter", "sentence"), POOLED)
def test_a_pooler(live: Live, postgres: PostgreSQL, mode: str, parameter: str, sentence: str | None) -> None:
    if why := why_no_pgbouncer():
        pytest.skip(why)
    url = postgres.fresh()
    with closing(Database(url)) as database:
        assert TrialTurn(database).trouble() is None
    with pgbouncer(postgres, url, mode) as pooled:
        live.environment.setenv("DATABASE_URL", pooled + parameter)
        found = live.found()["database"]
    assert (found.state is State.WELL) is (sentence is None)
    if sentence:
        assert found.says.endswith(CALLS_GO_ON)
        assert f"{found.says.removesuffix(f' {CALLS_GO_ON}')} {found.cure}" == sentence
