"""What the tests share: the joke flow for the engine, the shipped flow for the whole line."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from helpline.cli.carrier import Carrier
from helpline.config import Settings
from helpline.content.library import Library
from helpline.content.load import load
from helpline.engine.inputs import Begin, Input, Key, Silence, TextsTo, Utterance
from helpline.engine.reply import BaseReply, EndCall, Reply, SayStep, Why
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.web import create_app

if TYPE_CHECKING:
    from .texts.emulator import Emulator

from .postgres import PostgreSQL, postgresql, why_not

HERE = Path(__file__).parent
TOKEN = "0123456789abcdef" * 2  # an auth token as Twilio makes them
ANOTHER_TOKEN = "fedcba9876543210" * 2
Kind = TypeVar("Kind", bound=BaseReply)
SHIPPED = HERE.parent / "flows"
JOKE = HERE / "fixtures" / "flows"


@pytest.fixture(scope="session")
def joke() -> Library:
    return load(JOKE)


@pytest.fixture(scope="session")
def connecting(joke: Library) -> Library:
    """The joke flow with contacts to which calls are put through."""
    contacts = {name: contact.model_copy(update={"put_through": True}) for name, contact in joke.contacts.items()}
    return replace(joke, contacts=contacts)


@pytest.fixture(scope="session")
def shipped() -> Library:
    return library_in(SHIPPED)


@pytest.fixture(scope="session")
def outside_data() -> Path:
    """Test data that nobody in this project wrote: beside the repository, or where HELPLINE_DATA says."""
    folder = Path(os.environ.get("HELPLINE_DATA", HERE.parent.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the outside test data is not here: set HELPLINE_DATA to its folder")
    return folder


class Talker:
    """A caller or a texter in a test: does one thing after another and says where that leads."""

    def __init__(self, library: Library):
        self.library = library
        self.session = Session()
        self.reply: Reply = SayStep("", Why.BEGIN)

    def does(self, said: Input) -> "Talker":
        stored = Session.from_pairs(self.session.to_pairs())  # every turn goes through storage
        assert stored == self.session, "the session does not survive being stored"
        self.session, self.reply = take_turn(self.library, stored, said)
        return self

    def calls(self, texts: TextsTo = TextsTo.NOBODY) -> "Talker":
        return self.does(Begin(texts))

    def presses(self, keys: str) -> "Talker":
        for key in keys:
            self.does(Key(key))
        return self

    def waits(self, times: int = 1) -> "Talker":
        for _ in range(times):
            self.does(Silence())
        return self

    def texts(self, *messages: str) -> "Talker":
        for message in messages:
            self.does(Utterance(message))
        return self

    def is_at(self, step: str) -> "Talker":
        assert self.library.step(step), f"no such step: {step}"
        assert self.reply.step == step
        return self

    def is_said(self, kind: type[Kind] = SayStep) -> Kind:  # type: ignore[assignment]
        """The last reply, which is of this kind."""
        assert isinstance(self.reply, kind), self.reply
        return self.reply

    @property
    def ended(self) -> bool:
        return isinstance(self.reply, EndCall)


@pytest.fixture
def caller(joke: Library) -> Talker:
    return Talker(joke).calls()


@pytest.fixture
def texter(joke: Library) -> Talker:
    return Talker(joke)


@cache
def library_in(folder: Path) -> Library:
    """The words in a folder that no test changes."""
    return load(folder)


def settings_in(folder: Path) -> Settings:
    """Settings that keep everything in `folder` and say every word."""
    return Settings(
        auth_token=TOKEN,
        public_url="https://line.example",
        database_url=f"sqlite:///{folder}/t.db",
        voice="say",
        audio=folder / "audio",
    )


@contextmanager
def opened(settings: Settings) -> Iterator[Carrier]:
    """The line, with a carrier that signs its requests. The shipped words are loaded once for all tests."""
    app = create_app(settings, library_in(settings.flows) if settings.flows == SHIPPED else None)
    yield Carrier(app, settings)
    app.extensions["helpline"].close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


@pytest.fixture
def line(settings: Settings) -> Iterator[Carrier]:
    with opened(settings) as carrier:
        yield carrier


@pytest.fixture
def twilio(outside_data: Path) -> "Iterator[Emulator]":
    """The carrier's REST API on loopback, held to its own OpenAPI document."""
    from .texts.emulator import emulated  # late: openapi-core takes a second, and few tests need it

    with emulated(outside_data / "twilio_api_v2010.json") as emulator:
        yield emulator


@pytest.fixture
def account(settings: Settings, twilio: "Emulator") -> Settings:
    """Settings with an account and a number at the emulated carrier."""
    from .texts.emulator import NUMBER, SID

    key = "a key of the tests alone"
    return replace(settings, account_sid=SID, auth_token=TOKEN, number=NUMBER, api_url=twilio.url, secret_key=key)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgreSQL]:
    """A real PostgreSQL. Skipped where there is none, but never in CI."""
    if why := why_not():
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    with postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of both kinds in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/t.db"
    return str(request.getfixturevalue("postgres").fresh())
