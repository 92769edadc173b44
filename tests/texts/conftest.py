"""What sends texts through the emulated carrier."""

from collections.abc import Iterator

import pytest

from helpline.config import Settings
from helpline.web.texting import Texting, open_texting


@pytest.fixture
def texting(account: Settings) -> Iterator[Texting]:
    made = open_texting(account)
    assert made
    yield made
    made.close()
