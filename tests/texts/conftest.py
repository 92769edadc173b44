"""What sends texts through the emulated carrier."""

from collections.abc import Iterator

import pytest

from helpline.config import Settings
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.web.texting import Texting, open_texting


@pytest.fixture
def texting(account: Settings) -> Iterator[Texting]:
    database = Database(account.database_url)
    made = open_texting(account, database, KeyedHash(account.auth_token))
    assert made
    yield made
    database.close()
