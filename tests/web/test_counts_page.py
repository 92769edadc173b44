"""The page of step counts: behind its password, with nothing under 5 on it."""

import csv
import io
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
NOON = 1_782_907_200.0  # of 1 July 2026, UTC


@pytest.fixture
def line(settings: Settings) -> Iterator[Carrier]:
    with opened(replace(settings, report_password=PASSWORD)) as carrier:
        yield carrier


def fill(line: Carrier) -> None:
    """23 calls come to the first question and 12 leave it; 3 come to the next, 9 to an outcome."""
    counter = line.app.extensions["helpline"].step_counter
    for times, event in (
        (23, ("who", EventKind.STARTED)),
        (23, ("who", EventKind.CAME)),
        (12, ("who", EventKind.LEFT)),
        (3, ("council", EventKind.CAME)),
        (9, ("talk_first", EventKind.CAME)),
    ):
        for _ in range(times):
            counter.add("voice", "en", [event])
    counter.flush()


def get(line: Carrier, password: str | None = PASSWORD, days: str = "", path: str = "/report") -> TestResponse:
    given = {"Authorization": "Basic " + b64encode(f"staff:{password}".encode()).decode()} if password else {}
    return line.app.test_client().get(f"{path}?{days}", headers=given)


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
    rows = re.findall(r"<tr><th scope=\"row\">([^<]+)</th><td>(question|outcome)</td>", page)
    assert rows == [
        ("Who do you disagree with?", "question"),
        ("Is it about an Education, Health and Care plan? (The council)", "question"),
        ("First, talk to the nursery, school or college.", "outcome"),
    ]
    assert "<td>25</td>" in page  # 23 came
    assert "40 in 100" in page  # 10 of 25 gave up
    assert "too few to show" in page
    cells = set(re.findall(r"<td>(\d+)</td>", page))
    assert cells == {"25", "10", "15"}  # 15: 14 gave up in all; 9 outcomes are 10


def test_each_outcome_has_its_share_and_nothing_that_cannot_be(line: Carrier) -> None:
    counter = line.app.extensions["helpline"].step_counter
    for times, step in ((31, "talk_first"), (9, "mediation"), (2, "unsure")):
        for _ in range(times):
            counter.add("voice", "en", [(step, EventKind.CAME)])
    page = " ".join(get(line).text.split())
    outcomes = page.split("Calls: the outcomes")[1].split("</table>")[0]
    assert [re.sub(r"<[^>]*>", "|", row).strip("| ") for row in outcomes.split("<tr>")[2:]] == [
        "First, talk to the nursery, school or college.||30||75 in 100",
        "You can use mediation before you appeal.||10||25 in 100",
        "Not sure?||under 5||too few to show",
    ]
    steps = page.split("Calls: every step")[1]
    assert re.findall(r"<td[^>]*>([^<]*)</td>", steps)[:7] == ["outcome", "30", "-", "-", "-", "-", "-"]


def test_the_latest_counts_are_included_and_the_time_is_told(line: Carrier) -> None:
    running = line.app.extensions["helpline"]
    line.app.extensions["helpline"] = replace(running, clock=lambda: NOON)
    for _ in range(7):
        running.step_counter.add("voice", "en", [("who", EventKind.STARTED)])
    assert "as of 1 July 2026, 13:00 in England" in " ".join(
        get(line, days="first=2026-01-01&last=2999-01-01").text.split()
    )
    assert "<td>5</td>" in get(line, days="first=2026-01-01&last=2999-01-01").text


def test_days_can_be_chosen(line: Carrier) -> None:
    fill(line)
    assert "<td>25</td>" in get(line, days="first=2026-01-01&last=2999-01-01").text
    assert "Nothing was counted" in get(line, days="first=2020-01-01&last=2020-01-31").text


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("first=soon", "A day is written like 2026-12-25."),
        ("last=2026-02-30", "A day is written like 2026-12-25."),
        ("first=2026-02-02&last=2026-02-01", "The first day is after the last."),
    ],
)
def test_days_that_are_none_are_told_and_the_usual_ones_shown(line: Carrier, days: str, told: str) -> None:
    fill(line)
    page = get(line, days=days)
    assert page.status_code == 200
    assert f'role="alert">{told} These are the last four weeks instead.' in page.text
    assert "<td>25</td>" in page.text
    assert (get(line, days=days, path="/report.csv").status_code, get(line, None, path="/report.csv").status_code) == (
        400,
        401,
    )


def test_the_counts_are_a_file_too(line: Carrier) -> None:
    fill(line)
    answer = get(line, path="/report.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["step"], row["words"], row["came"]) for row in rows][:1] == [
        ("who", "Who do you disagree with?", "25")
    ]
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="counts-')
    assert answer.headers["Cache-Control"] == "no-store"


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
