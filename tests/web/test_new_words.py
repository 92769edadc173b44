"""New words without an outage: SIGHUP loads changed flow files in every process; broken ones leave the old words."""

import http.client
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..conftest import SHIPPED
from ..served import PROCFILE, SERVE, Served, until

pytestmark = pytest.mark.slow
OLD, NEW = "Who do you disagree with?", "Who is the trouble with?"


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / "flows")


@pytest.fixture(params=[SERVE, PROCFILE], ids=["serve", "Procfile"])
def line(request: pytest.FixtureRequest, tmp_path: Path, flows: Path) -> Iterator[Served]:
    served = Served(tmp_path, f"sqlite:///{tmp_path}/t.db", command=request.param, HELPLINE_FLOWS=str(flows))
    served.wait_for_workers(2)
    yield served
    served.stop()


def edit(flows: Path, old: str, new: str) -> None:
    path = flows / "disagreement.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def replaced(line: Served, old: set[int]) -> bool:
    """Whether two new processes stand in the place of the old ones."""
    now = set(line.workers())
    return len(now) == 2 and not now & old


def front(line: Served) -> str:
    status, page = line.get("/")
    assert status == 200
    return page


class Caller(threading.Thread):
    """Asks again and again, each time by a new connection, and keeps what failed."""

    def __init__(self, line: Served):
        super().__init__(daemon=True)
        self.line, self.stop, self.failed, self.asked = line, threading.Event(), [], 0

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                assert self.line.post("/voice", CallSid="CA1", From="+447700900001")[0] == 200
            except (OSError, AssertionError) as error:
                self.failed.append(error)
            self.asked += 1


def test_changed_words_are_spoken_by_every_process_and_no_call_fails(line: Served, flows: Path) -> None:
    kept_open = http.client.HTTPConnection("127.0.0.1", line.port)  # as a proxy keeps it
    kept_open.request("GET", "/health")
    kept_open.getresponse().read()
    old, callers = set(line.workers()), [Caller(line) for _ in range(3)]
    for caller in callers:
        caller.start()
    edit(flows, OLD, NEW)
    assert NEW not in front(line)
    line.hang_up()
    until(lambda: len(set(line.workers()) - old) == 2)
    kept_open.request("GET", "/health")  # answered by the process that is about to end
    assert kept_open.getresponse().status == 200
    kept_open.close()
    until(lambda: replaced(line, old))
    assert all(NEW in front(line) for _ in range(20))
    for caller in callers:
        caller.stop.set()
        caller.join()
    assert [caller.failed for caller in callers] == [[], [], []]
    assert "The changed words are spoken from now on." in line.log.read_text()


def test_a_broken_file_leaves_the_old_words_and_says_why(line: Served, flows: Path) -> None:
    edit(flows, "steps:", "steps: [")
    old = set(line.workers())
    line.hang_up()
    until(lambda: replaced(line, old))
    assert "the words of before are spoken" in line.get("/health")[1]
    assert "The last good words stay: disagreement.yaml, line" in line.log.read_text()
    assert OLD in front(line)
    edit(flows, "steps: [", "steps:")
    old = set(line.workers())
    line.hang_up()
    until(lambda: replaced(line, old))
    assert '"status":"ok"' in line.get("/health")[1]
