"""After a long run with faults in it, every byte that was written is searched for who called and what they wrote."""

import base64
import contextlib
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from helpline.store.database import Database

from ..conftest import TOKEN
from ..postgres import PostgreSQL
from ..served import KEY, Served

pytestmark = pytest.mark.slow

PASSWORD, METRICS = "a-password-for-the-report", "a-token-for-the-metrics"
PEOPLE = [f"77009009{number:02}" for number in range(20)]  # without +44 or 0: a number in any spelling holds this
SAID = ["zanzibar", "my name is quillfeather", "numbers xylograph", "help with vexillology please", "menu ocarina"]


def test_nothing_written_in_a_long_run_holds_a_number_a_text_or_a_secret(
    tmp_path: Path, database: str, request: pytest.FixtureRequest
) -> None:
    begun = time.time()
    seen = _long_run(tmp_path, database)
    written = dict(_written(tmp_path))
    if database.startswith("postgresql"):
        server: PostgreSQL = request.getfixturevalue("postgres")
        server.stop()  # everything that it has in memory is written
        server.start()
        written |= dict(_written(server.folder, since=begun - 1))
    everything = written | {f"shown: {name}": page.encode() for name, page in seen.items()}
    assert b"council" in b"".join(written.values()), "nothing was kept, so nothing was searched"
    found = [(name, secret) for name, data in everything.items() for secret in _forbidden() if secret in data.lower()]
    assert found == []


def _long_run(folder: Path, database: str) -> dict[str, str]:
    """Calls and texts, forged ones, and a database that breaks in the middle. Gives the pages shown at the end."""
    line = Served(folder, database, REPORT_PASSWORD=PASSWORD, METRICS_TOKEN=METRICS)
    try:
        for number, person in enumerate(PEOPLE):
            who = {"From": f"+44{person}", "To": "+441632960001"}
            for turn, body in enumerate(["menu", "2", *SAID]):
                line.post("/sms", **who, MessageSid=f"SM{number}x{turn}", Body=body)
            line.post("/voice", **who, CallSid=f"CA{number}", CallerName=SAID[1])
            line.post(
                "/voice/answer?who=council&_begun=yes", **who, CallSid=f"CA{number}", Digits="1", SpeechResult=SAID[1]
            )
            line._ask("POST", "/sms", f"From={who['From']}&Body={SAID[0]}".encode(), {"X-Twilio-Signature": "forged"})
        _break(database)
        line.post("/sms", From=f"+44{PEOPLE[0]}", MessageSid="SMlast", Body=SAID[0])
        basic = "Basic " + b64encode(f"staff:{PASSWORD}".encode()).decode()
        return {
            "health": line.get("/health")[1],
            "report": line.get("/report", Authorization=basic)[1],
            "metrics": line.get("/metrics", Authorization=f"Bearer {METRICS}")[1],
            "wrong password": line.get("/report", Authorization="Basic " + b64encode(b"x:wrong").decode())[1],
            "nothing": line.get(f"/nothing?From=%2B44{PEOPLE[0]}")[1],
        }
    finally:
        line.stop()


def _break(database: str) -> None:
    """Take a table away: the next text fails in the middle of its turn."""
    with closing(Database(database)) as opened, opened.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE replies RENAME TO replies_gone")


def _written(folder: Path, since: float = 0) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file() and path.stat().st_mtime >= since:
                yield str(path), path.read_bytes()


def _forbidden() -> list[bytes]:
    """What may be found nowhere, as it is and as it is often disguised; in small letters."""
    plain = [
        *PEOPLE,
        "1632960001",
        "quillfeather",
        "zanzibar",
        "xylograph",
        "vexillology",
        "ocarina",
        TOKEN,
        KEY,
        PASSWORD,
        METRICS,
    ]
    found = set()
    for word in plain:
        raw = word.encode()
        found |= {raw, raw.hex().encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), raw[::-1]}
        found |= {quote(word).encode(), quote_plus(word).encode()}
        found |= {base64.b64encode(b" " * lead + raw)[4 * bool(lead) : -4].lower() for lead in range(3) if len(raw) > 9}
    return [word for word in found if len(word) > 5]


def test_the_search_would_find_what_it_looks_for(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text(f"From: +44{PEOPLE[3]}")
    assert any(secret in data for _, data in _written(tmp_path) for secret in _forbidden())
