"""One turn of a practice call, or one practice text, through the real webhooks.

Nobody can be phoned or texted from here: the sender is not a number but a made-up name.
"""

import re
import secrets
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask

from helpline.channels import voice
from helpline.channels.voice import RETURN_PATH
from helpline.content.model import Contact, Outcome
from helpline.content.script import Script
from helpline.content.timing import Stopwatch
from helpline.web.calls import ONLOOKER, PRACTICE, Taken
from helpline.web.carrier import Carrier, heard
from helpline.web.line import Line

SENDER = re.compile(rf"{PRACTICE}[0-9a-f]{{32}}")
KEY = re.compile(r"[0-9*#]?")


@dataclass(frozen=True)
class Part:
    """A stretch of a prompt: its words ("" for a pause) and how many seconds it takes, about."""

    words: str
    seconds: float


@dataclass(frozen=True)
class CallTurn:
    """What a call heard: in parts, as a clip if there is one, and as TwiML; and what a key is posted to.

    `next_path` is None when the call has ended; `taken` is what the line made of it.
    """

    parts: tuple[Part, ...]
    clip: str | None
    wait_seconds: int
    next_path: str | None
    contacts: tuple[Contact, ...]
    twiml: str
    taken: Taken


@dataclass(frozen=True)
class TextTurn:
    """What a text got back: the words (None: nothing is sent), how they are billed, and who sent it."""

    words: str | None
    segments: int
    characters: int
    encoding: str
    sender: str
    twiml: str


def call_turn(app: Flask, line: Line, path: str, digit: str) -> CallTurn:
    """Begin a call (`path` is "") or press a key ("" for silence) at the path that the last turn gave.

    Raises ValueError for a path or a key that no call of ours could have.
    """
    base = urlsplit(line.public_url).path
    if not KEY.fullmatch(digit) or path and not path.startswith((f"{base}/voice/answer?", f"{base}{RETURN_PATH}?")):
        raise ValueError("not a call of this line")
    fields = {"CallSid": "CA" + secrets.token_hex(16), "From": new_sender()}
    # A practice call that is put through reaches nobody, so nobody picks up.
    fields |= {"DialCallStatus": "no-answer"} if RETURN_PATH in path else {"Digits": digit}
    twiml, taken = _looked_on(lambda: Carrier(app, line.settings).post(path.removeprefix(base) or "/voice", **fields))
    now, reply = heard(twiml), taken.reply
    script = voice.prompt(line.library, reply, taken.moment)
    step = line.library.step(reply.step)
    # A number that was keyed in is never kept, so it has no clip.
    clip = None if taken.moment.keyed else line.shelf.page_clip(script, reply.slow, reply.language)
    return CallTurn(
        parts=_parts(line, script, reply.slow),
        clip=clip,
        wait_seconds=now.wait_seconds,
        next_path=now.next_path,
        contacts=tuple(line.library.contacts_of(step)) if isinstance(step, Outcome) else (),
        twiml=twiml,
        taken=taken,
    )


def _looked_on(post: Callable[[], str]) -> tuple[str, Taken]:
    """Post, and see the turn that was taken. Raises RuntimeError when none was: then the numbers were given."""
    seen: list[Taken] = []
    token = ONLOOKER.set(seen.append)
    try:
        document = post()
    finally:
        ONLOOKER.reset(token)
    if not seen:
        raise RuntimeError("no turn was taken")
    return document, seen[-1]


def _parts(line: Line, script: Script, slow: bool) -> tuple[Part, ...]:
    watch = Stopwatch(line.library.service.pronounce)
    return tuple(Part(getattr(segment, "text", ""), round(watch.seconds((segment,), slow), 3)) for segment in script)


def text_turn(app: Flask, line: Line, sender: str, body: str) -> TextTurn:
    """Text the line as `sender`; any sender that is not one of ours becomes someone new."""
    from helpline.channels.segments import measure  # late: it takes 1 MB, and calls and texts do without

    sender = sender if SENDER.fullmatch(sender) else new_sender()
    twiml = Carrier(app, line.settings).post(
        "/sms", MessageSid="SM" + secrets.token_hex(16), From=sender, Body=body
    )  # fmt: skip
    words = ET.fromstring(twiml).findtext("Message")  # noqa: S314 - our own document
    size = measure(words or "")
    return TextTurn(words, size.segments if words else 0, len(words or ""), size.encoding, sender, twiml)


def new_sender() -> str:
    """A name for someone who has never texted. It is no number, so nothing can ever be sent to it."""
    return PRACTICE + secrets.token_hex(16)
