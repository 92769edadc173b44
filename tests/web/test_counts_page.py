"""The page of step counts: behind its password, with nothing under 5 on it."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from helpline.cli.carrier import Carrier
from helpline.config import Settings
from helpline.engine.events import EventKind
from helpline.web.counts_page import GUESSES, MINUTE, Password

from ..conftest import opened

PASSWORD = "correct horse battery"


@pytest.fixture
def line(settings: Settings) -> Iterator[Carrier]:
    with opened(replace(settings, report_password=PASSWORD)) as carrier:
        yield carrier


def fill(line: Carrier) -> None:
    """23 calls come to the first question and 12 leave it; 3 come to the next."""
    counter = line.app.extensions["helpline"].step_counter
    for times, event in (
        (23, ("who", EventKind.STARTED)),
        (23, ("who", EventKind.CAME)),
        (12, ("who", EventKind.LEFT)),
        (3, ("council", EventKind.CAME)),
    ):
        for _ in range(times):
            counter.add("voice", "en", [event])
    counter.flush()


def get(line: Carrier, password: str | None = PASSWORD) -> TestResponse:
    given = {"Authorization": "Basic " + b64encode(f"staff:{password}".encode()).decode()} if password else {}
    return line.app.test_client().get("/report", headers=given)


def test_it_is_not_served_without_a_password_being_set(settings: Settings) -> None:
    with opened(settings) as line:
        assert get(line).status_code == 404


@pytest.mark.parametrize("password", [None, "", "wrong", PASSWORD + " ", "é\x00"])
def test_it_opens_for_its_password_only(line: Carrier, password: str | None) -> None:
    refused = get(line, password)
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Basic")
    assert "who" not in refused.text


@pytest.mark.parametrize(
    "header", ["Basic", "Basic !!!", "Bearer x", "Basic " + b64encode(b"nocolon").decode(), "\x00"]
)
def test_an_odd_header_is_a_wrong_password(line: Carrier, header: str) -> None:
    assert line.app.test_client().get("/report", headers={"Authorization": header}).status_code == 401


class Asked:
    class authorization:
        password = "wrong"


def test_wrong_passwords_are_told_once_a_minute_and_not_what_they_were(caplog: pytest.LogCaptureFixture) -> None:
    now = [1_800_000_000.0]
    checked = Password(PASSWORD, lambda: now[0])
    for seconds in (0, 1, 30, 60, 61, 130):
        now[0] = 1_800_000_000 + seconds
        checked.status(Asked)  # type: ignore[arg-type]
    assert caplog.messages == [
        f"Wrong passwords at /report: {number} since the start. Ten in a minute close it." for number in (1, 4, 6)
    ]


def test_the_log_of_a_wrong_password_says_nothing_of_the_sender(
    line: Carrier, caplog: pytest.LogCaptureFixture
) -> None:
    get(line, "wrong")
    assert caplog.messages == ["Wrong passwords at /report: 1 since the start. Ten in a minute close it."]
    get(line)
    get(line, None)
    assert len(caplog.messages) == 1


def test_guessing_is_slowed_down_for_everyone() -> None:
    now = [0.0]
    checked = Password(PASSWORD, lambda: now[0])

    assert [checked.status(Asked) for _ in range(GUESSES + 1)] == [401] * GUESSES + [429]  # type: ignore[arg-type]

    class Right:
        class authorization:
            password = PASSWORD

    assert checked.status(Right) == 429  # type: ignore[arg-type]
    now[0] = MINUTE + 1
    assert checked.status(Right) == 200  # type: ignore[arg-type]


def test_small_counts_are_not_shown_and_others_are_rounded(line: Carrier) -> None:
    fill(line)
    page = get(line).text
    rows = re.findall(r"<tr><th scope=\"row\">(\w+)</th><td>en</td>.*?</tr>", page, re.DOTALL)
    assert rows == ["who", "council"]
    assert "<td>25</td>" in page  # 23 came
    assert "40 in 100" in page  # 10 of 25 gave up
    assert "too few to show" in page
    cells = set(re.findall(r"<td>(\d+)</td>", page))
    assert cells == {"25", "10", "15"}  # 15: 14 gave up in all


def test_it_may_load_nothing_and_is_not_kept(line: Carrier) -> None:
    answer = get(line)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_with_no_database_it_says_so(settings: Settings) -> None:
    gone = replace(settings, report_password=PASSWORD, database_url="postgresql://user:password@127.0.0.1:9/none")
    with opened(gone) as line:
        answer = get(line)
    assert answer.status_code == 503
    assert "password@" not in answer.text


def test_with_nothing_counted_it_says_so(line: Carrier) -> None:
    assert "Nothing was counted" in get(line).text
