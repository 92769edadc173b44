"""What sends texts through the emulated carrier."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from helpline.config import Settings
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.web.texting import Texting, open_texting


@contextmanager
def texting_with(settings: Settings) -> Iterator[Texting]:
    """Texts as a line with these settings sends them."""
    with closing(Database(settings.database_url)) as database:
        made = open_texting(settings, database, KeyedHash(settings.auth_token))
        assert made
        yield made


@pytest.fixture
def texting(account: Settings) -> Iterator[Texting]:
    with texting_with(account) as made:
        yield made
