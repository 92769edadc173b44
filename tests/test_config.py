"""Settings from the environment."""

import pytest

from helpline.config import for_serving, from_environment
from helpline.errors import SettingError
from helpline.web import create_app


def test_with_no_auth_token_the_line_refuses_to_start_and_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TWILIO_AUTH_TOKEN", raising=False)
    with pytest.raises(SettingError, match="TWILIO_AUTH_TOKEN is not set"):
        from_environment({})
    with pytest.raises(SettingError, match="TWILIO_AUTH_TOKEN is not set"):
        create_app()


def test_defaults() -> None:
    settings = from_environment({"TWILIO_AUTH_TOKEN": "t"})
    assert (settings.public_url, settings.database_url, settings.secret_key, settings.voice) == (
        "http://127.0.0.1:8000", "sqlite:///helpline.db", "t", "auto",
    )  # fmt: skip


@pytest.mark.parametrize("url", ["line.example", "ftp://line.example", "https://line.example/?a=b", "https://"])
def test_a_public_url_that_cannot_be_called_is_refused(url: str) -> None:
    with pytest.raises(SettingError, match="PUBLIC_URL"):
        from_environment({"TWILIO_AUTH_TOKEN": "t", "PUBLIC_URL": url})


def test_an_unknown_voice_is_refused() -> None:
    with pytest.raises(SettingError, match="HELPLINE_VOICE is 'loud'"):
        from_environment({"TWILIO_AUTH_TOKEN": "t", "HELPLINE_VOICE": "loud"})


def test_serving_without_an_account_makes_a_token_for_the_run() -> None:
    first, made = for_serving(8001, {})
    second, _ = for_serving(8001, {})
    assert made
    assert first.auth_token != second.auth_token
    assert first.public_url == "http://127.0.0.1:8001"


def test_serving_with_an_account_uses_it() -> None:
    settings, made = for_serving(8001, {"TWILIO_AUTH_TOKEN": "t", "PUBLIC_URL": "https://line.example/"})
    assert not made
    assert (settings.auth_token, settings.public_url) == ("t", "https://line.example")


ENOUGH = {"TWILIO_AUTH_TOKEN": "t"}


def test_what_texts_are_sent_with() -> None:
    sid = "AC" + "0" * 32
    settings = from_environment(ENOUGH | {"TWILIO_ACCOUNT_SID": sid, "TWILIO_NUMBER": "+44 1632 960001"})
    assert (settings.account_sid, settings.number) == (sid, "+441632960001")
    assert settings.api_url == "https://api.twilio.com"
    assert from_environment(ENOUGH).number == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TWILIO_ACCOUNT_SID", "SK" + "0" * 32),
        ("TWILIO_NUMBER", "01632 960001"),
        ("TWILIO_API_URL", "https://api.elsewhere.example"),
        ("TWILIO_API_URL", "http://127.0.0.1.elsewhere.example"),
        ("TWILIO_API_URL", "127.0.0.1:4010"),
    ],
)
def test_what_texts_cannot_be_sent_with_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        from_environment(ENOUGH | {name: value})
