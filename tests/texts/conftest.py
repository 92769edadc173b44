"""Sends texts through the emulated carrier."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from helpline.config import Settings
from helpline.store.sends import Sends
from helpline.texts.sender import Limits, Sender
from helpline.web.texting import Texting, open_texting

MOBILE = "+447700900123"


def sender_of(account: Settings, kind: type[Sender] = Sender, **seconds: float) -> Sender:
    """A sender of the account, of another kind or with other waits than a line's."""
    return kind(account.account_sid, account.auth_token, account.number, None, account.api_url, **seconds)


def texting_of(
    account: Settings, sender: Sender | None = None, limits: Limits | None = None, sends: type[Sends] = Sends
) -> Texting:
    """Texting for the account, with the parts that a test hands in."""
    rows = sends(account.database_url, account.secret_key or account.auth_token)
    return Texting(rows, sender or sender_of(account), limits)


@pytest.fixture
def texting(account: Settings) -> Iterator[Texting]:
    made = open_texting(account)
    assert made
    yield made
    made.close()


@pytest.fixture
def texting_with(account: Settings) -> Iterator[Callable[..., Texting]]:
    """`texting_of` the emulated carrier's account, closed after the test."""
    with ExitStack() as stack:

        def make(**parts: object) -> Texting:
            made = texting_of(account, **parts)  # type: ignore[arg-type]
            stack.callback(made.close)
            return made

        yield make
