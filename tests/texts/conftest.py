"""Sends texts through the emulated carrier."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from helpline.config import Settings
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.store.sends import Sends
from helpline.texts.sender import Limits, Sender
from helpline.web.texting import Texting, open_texting

MOBILE = "+447700900123"


def sender_of(account: Settings, kind: type[Sender] = Sender, **seconds: float) -> Sender:
    """A sender of the account, of another kind or with other waits than a line's."""
    return kind(account.account_sid, account.auth_token, account.number, None, account.api_url, **seconds)


def texting_of(
    account: Settings,
    database: Database,
    sender: Sender | None = None,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    sends: type[Sends] = Sends,
) -> Texting:
    """Texting for the account, with the parts that a test hands in."""
    rows = sends(database, KeyedHash(account.secret_key or account.auth_token))
    return Texting(rows, sender or sender_of(account), limits)


@pytest.fixture
def texting(account: Settings) -> Iterator[Texting]:
    database = Database(account.database_url)
    made = open_texting(account, database, KeyedHash(account.auth_token))
    assert made
    yield made
    database.close()


@pytest.fixture
def texting_with(account: Settings) -> Iterator[Callable[..., Texting]]:
    """`texting_of` the emulated carrier's account, closed after the test."""
    with ExitStack() as stack:

        def make(**parts: object) -> Texting:
            database = stack.enter_context(closing(Database(account.database_url)))
            return texting_of(account, database, **parts)  # type: ignore[arg-type]

        yield make
