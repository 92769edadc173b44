"""Runs a command as a person would, in this process."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from helpline.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def command(*args: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, args, input=typed, catch_exceptions=False)

    return command
