"""Runs a command as a person would, in this process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helpline.cli import main
from helpline.config import Settings

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def command(*args: str, typed: str | bytes = "") -> Result:
        return CliRunner().invoke(main, args, input=typed, catch_exceptions=False)

    return command


@pytest.fixture
def environment(account: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """The environment of an operator whose account is at the emulated carrier, in an empty folder."""
    for name, value in {
        "TWILIO_ACCOUNT_SID": account.account_sid,
        "TWILIO_AUTH_TOKEN": account.auth_token,
        "TWILIO_NUMBER": account.number,
        "TWILIO_API_URL": account.api_url,
        "PUBLIC_URL": account.public_url,
        "DATABASE_URL": account.database_url,
        "HELPLINE_VOICE": "auto",
        "SECRET_KEY": account.secret_key,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return monkeypatch
