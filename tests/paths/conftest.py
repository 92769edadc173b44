"""One line for all routes: a call leaves nothing behind in it, and each route texts from a number of its own."""

from collections.abc import Iterator

import pytest

from helpline.cli.carrier import Carrier

from ..conftest import opened, settings_in


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carrier]:
    with opened(settings_in(tmp_path_factory.mktemp("line"))) as carrier:
        yield carrier
