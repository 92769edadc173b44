"""The sender of texts, through the emulated carrier."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from helpline.config import Settings
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.web.texting import Texting, open_texting


@contextmanager
def texting_of(settings: Settings) -> Iterator[Texting]:
    """The sender of a line with these settings, for the length of a block."""
    database = Database(settings.database_url)
    made = open_texting(settings, database, KeyedHash(settings.auth_token))
    assert made
    yield made
    database.close()


@pytest.fixture
def texting(account: Settings) -> Iterator[Texting]:
    with texting_of(account) as made:
        yield made
