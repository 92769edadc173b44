"""Texters and callers who know what they must be told, and who send again when nobody answers.

What each of them must read or hear is worked out beforehand by the pure engine. A turn that is lost
or taken twice shows as a wrong answer, to that message or to the next.
"""

import itertools
import random
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpline.channels import sms, voice
from helpline.content.library import Library
from helpline.content.load import load
from helpline.engine.inputs import Begin, Key, Silence, Utterance
from helpline.engine.reply import EndCall
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

from ..conftest import SHIPPED
from ..served import Served

MESSAGES = ("menu", "1", "2", "3", "back", "what do you mean", "numbers", "again")
TIMES = 3  # that a texter sends a message: the fourth within an hour may get no reply
KEYS = "0123456789*#"
SINCE = re.compile(r"_since=\d+&amp;")  # when a call began stands in its address: nothing that can be known beforehand
PATIENCE = 90  # seconds for which a message is sent again before it counts as lost


@dataclass
class Told:
    """What happened to a crowd."""

    answered: int = 0
    again: int = 0
    wrong: list[str] = field(default_factory=list)
    lost: int = 0
    spare: int = 0
    slowest: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def well(self) -> bool:
        """Nothing lost, nothing doubled, and everyone answered in place."""
        return self.answered > 0 and not (self.wrong or self.lost or self.spare)

    def __str__(self) -> str:
        return (
            f"{self.answered} answers, {self.again} sent again, {self.lost} lost, {len(self.wrong)} wrong, "
            f"{self.spare} with the numbers only, slowest {self.slowest:.1f} s"
        )


class Crowd:
    """A few texters and callers at once, each in a thread, until told to stop."""

    def __init__(self, lines: list[Served], texters: int = 6, callers: int = 2, seed: int = 0):
        self.told, self._lines, self._stop = Told(), lines, threading.Event()
        self._library = load(SHIPPED)
        self._spare = sms.fallback(self._library)
        people = [(self._texter, seed * 100 + i) for i in range(texters)] + [(self._caller, i) for i in range(callers)]
        self._threads = [threading.Thread(target=person, args=(number,), daemon=True) for person, number in people]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE + 30)

    def wait_for(self, more: int, seconds: float = PATIENCE) -> None:
        """Wait until so many more answers have come."""
        goal, until = self.told.answered + more, time.monotonic() + seconds
        while self.told.answered < goal and time.monotonic() < until:
            time.sleep(0.01)

    def _texter(self, number: int) -> None:
        # One person after the other.
        for i, (person, body, must) in enumerate(texts(self._library, random.Random(number))):  # noqa: S311 - no secret
            if self._stop.is_set():
                return
            sender = f"+4477009{1000 * person + number:05}"
            fields = {"From": sender, "MessageSid": f"SM{number:08}{i:08}", "Body": body}
            self._send("/sms", fields, must, random.Random(number + i))  # noqa: S311

    def _caller(self, number: int) -> None:
        order = random.Random(number)  # noqa: S311
        for path, fields, must in calls(self._library, order):
            if self._stop.is_set():
                return
            self._send(path, fields, must, order)

    def _send(self, path: str, fields: dict[str, str], must: str, order: random.Random) -> None:
        """Send until it is answered; to another address each time, if there is more than one."""
        begun, step = time.monotonic(), order.randrange(len(self._lines))
        while time.monotonic() - begun < PATIENCE:
            line = self._lines[step % len(self._lines)]
            try:
                status, document = line.post(path, **fields)
            except OSError:
                status, document = 0, ""
            document = SINCE.sub("", document)
            if status == 200 and (document == must or document != self._spare):
                self._note(fields, document, must, time.monotonic() - begun)
                return
            with self.told.lock:
                self.told.again += 1
                self.told.spare += document == self._spare
                if status not in (0, 200):
                    self.told.wrong.append(f"status {status}")
            step += 1
            time.sleep(0.02)
        with self.told.lock:
            self.told.lost += 1

    def _note(self, fields: dict[str, str], document: str, must: str, seconds: float) -> None:
        with self.told.lock:
            self.told.answered += 1
            self.told.slowest = max(self.told.slowest, seconds)
            if document != must:
                self.told.wrong.append(f"{fields.get('Body', fields.get('Digits'))!r}: {document[-200:]}")


def texts(library: Library, order: random.Random) -> Iterator[tuple[int, str, str]]:
    """Messages without end: the number of the person who sends it, its words, and the document that must answer."""
    for person in itertools.count():
        session = Session()
        for body in order.sample(MESSAGES * TIMES, len(MESSAGES) * TIMES):
            session, reply = take_turn(library, session, Utterance(body))
            yield person, body, sms.render(library, reply)


def calls(library: Library, order: random.Random) -> Iterator[tuple[str, dict[str, str], str]]:
    """Turns of calls without end: path, fields, and the document that must answer."""
    while True:
        session, reply = take_turn(library, Session(), Begin())
        yield "/voice", {}, voice.render(library, session, reply)
        for _ in range(5):
            path = "/voice/answer?" + "&".join(f"{name}={value}" for name, value in session.to_pairs())
            digit = order.choice(["", *KEYS])
            session, reply = take_turn(library, session, Key(digit) if digit else Silence())
            yield path, {"Digits": digit}, voice.render(library, session, reply)
            if isinstance(reply, EndCall):
                break
