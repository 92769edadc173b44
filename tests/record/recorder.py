"""Records what one revision of the line says. Run by path, with PYTHONPATH set to the revision's folder.

It knows the line from outside only: `create_app`, `Settings`, and what comes back from signed requests. Where an
action leads is never read, only followed. A path is the inputs that lead to a document, such as
`plain/mobile/call/2/1/silence`; its first two names are the kind of line and who calls or texts.
"""

import argparse
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import yaml
from twilio.request_validator import RequestValidator

TREE = Path(__file__).resolve().parents[2]  # where the messages come from, whatever revision is recorded
TOKEN, URL = "0123456789abcdef" * 2, "https://line.example"
ACCOUNT, NUMBER = "AC" + "a" * 32, "+441632960999"  # Ofcom keeps all numbers here for drama
MOST_STATES = 20_000  # of one caller
AFTER_TEXT = 1  # inputs after the one that sends a text, until a call is followed no further
TO_ONE, TO_ALL = 5, 100  # texts from one database: the line's own limits are just above
LONG = 60  # characters of a value in an address that may be sealed, and so differ each time
PROGRESS = 2_000

KEYS = (*"1234567890*#", "silence")
NUMBERS = ("silence", *(f"keyed {number}" for number in ("07700900123", "01632960001", "0", "*", "07700900123*", "123")),
           "hash alone")  # fmt: skip
DIALLED = tuple(f"dialled {status}" for status in ("completed", "busy", "no-answer", "failed", "canceled", "answered"))
AGAIN, EMPTY, TEXTED = "(the same message again)", "(empty)", "(texted)"

REPLIES = (*"0123456", "back", "menu", "again", "yes", "no", "asdf", "thanks", "numbers", "school", "he wants to die")
QUESTIONS = ("menu", "menu/1", "menu/2", "menu/2/3", "menu/3", "menu/3/3", "menu/3/4", "menu/4")
CARRIERS = ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "START", "UNSTOP", "YES",
            "HELP", "INFO", "stop", "Stop.", "stop it", "please stop", "stop texting me")  # fmt: skip
ODD = (*"0123456789*#?!.", "", " ", "\n", "10", "1.", "1)", "one", "the first one", "👍", "😀😀", "❤️", "👨‍👩‍👧", "https://example.org/a",
       "look at www.example.org please", "ok", "OK thanks", "Ł", "школа", "مدرسة", "school\nand\ncouncil", "x" * 1600,
       "school " * 200, "hi", "Hello!", "MENU", "Back", "AGAIN", "NUMBERS", "0 ", "#1", "* *", "I'd", "I’d like help",
       "\u2028", "SCHOOL", "c0mplain", "\ud7ff", "a&b <c> \"d\" 'e'")  # fmt: skip

Fields = dict[str, str]
Path_ = tuple[str, ...]


# --------------------------------------------------------------- documents


@dataclass(frozen=True)
class Read:
    """A document as it is compared: without the queries of its addresses; its words; and where it goes on."""

    document: str
    words: str
    action: str | None = None
    inputs: tuple[str, ...] = ()


def read(document: str) -> Read:
    """Read what came back. What is no XML is kept as it is."""
    address = re.search(r'\baction="([^"?]+)(\?[^"]*)"', document)
    if not address:
        return _read(document)
    # Without its queries, most of what is said was read before.
    found = _read(document.replace(address[1] + address[2], address[1]))
    return replace(found, action=unescape(address[1] + address[2]))


@lru_cache(maxsize=50_000)
def _read(document: str) -> Read:
    try:
        root = ET.fromstring(document)  # noqa: S314 - our own document
    except ET.ParseError:
        return Read(document, " ".join(document.split()))
    gather, dial = root.find("Gather"), root.find("Dial")
    goes_on = gather if gather is not None else dial
    action = goes_on.get("action") if goes_on is not None else None
    inputs = DIALLED if gather is None else KEYS if gather.get("numDigits") == "1" else NUMBERS
    _drop_queries(root)
    words = " ".join("".join(_heard(root)).split())
    return Read(ET.canonicalize(ET.tostring(root, encoding="unicode")), words, action, inputs if action else ())


def _drop_queries(root: ET.Element) -> None:
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "action" or name.lower().endswith(("url", "callback")):
                element.set(name, value.partition("?")[0])
        if element.tag == "Redirect":
            element.text = (element.text or "").partition("?")[0]


def _heard(element: ET.Element) -> Iterator[str]:
    if element.tag == "sub":
        yield element.get("alias", "")
    elif element.tag != "Redirect":
        yield element.text or ""
        for child in element:
            yield from _heard(child)
            yield child.tail or ""
        yield " "


# ------------------------------------------------------------ the carrier


class Api(ThreadingHTTPServer):
    """A stand-in for the carrier's REST API. It keeps the texts that it is given; `code` is the error it answers."""

    daemon_threads = True

    def __init__(self, code: int | None):
        self.code, self.texts = code, list[Fields]()
        super().__init__(("127.0.0.1", 0), _Taking)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def url(self) -> str:
        """The address that the line is given."""
        return f"http://127.0.0.1:{self.server_port}"


class _Taking(BaseHTTPRequestHandler):
    server: Api

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        self.server.texts.append({name: values[0] for name, values in parse_qs(body).items()})
        code = self.server.code
        status = {None: 201, 20429: 429, 20500: 500}.get(code, 400)
        answer = {"code": code, "message": "refused", "more_info": "", "status": status} if code else _made()
        written = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, *_: object) -> None:
        """Nothing is told."""


def _made() -> dict[str, Any]:
    nothing = ("error_code", "error_message", "price", "date_sent", "date_created", "date_updated")
    return {"sid": "SM" + "b" * 32, "account_sid": ACCOUNT, "status": "queued", **dict.fromkeys(nothing)}


# ------------------------------------------------------- the kinds of line


def agreed(flows: Path) -> None:
    """Let both organisations take calls."""
    _add(flows / "contacts.yaml", r"(?m)^(sendiass|sen_services):\n", "  put_through: true\n")


def shut(flows: Path) -> None:
    """Close both organisations until the end of tomorrow."""
    tomorrow = (datetime.now(ZoneInfo("Europe/London")) + timedelta(days=1)).date()
    _add(flows / "contacts.yaml", r"(?m)^(sendiass|sen_services):\n", f"  closed: {tomorrow}\n")


def connecting(flows: Path) -> None:
    """Let 0 call the first who takes calls."""
    _set(flows / "service.yaml", r"(?m)^zero: read\b", "zero: connect")


def hearing(flows: Path) -> None:
    """Let the line be answered by voice."""
    _set(flows / "service.yaml", r"(?m)^speech: false\b", "speech: true")


def _add(file: Path, after: str, line: str) -> None:
    _set(file, after, lambda found: found[0] + line)


def _set(file: Path, pattern: str, new: str | Callable[[re.Match[str]], str]) -> None:
    words, changes = re.subn(pattern, new, file.read_text(encoding="utf-8"))
    if not changes:
        raise SystemExit(f"{file.name} has nothing like {pattern}: the recorder cannot make this kind of line of it.")
    file.write_text(words, encoding="utf-8")


@dataclass(frozen=True)
class Kind:
    """One way to set the line up, and how far each caller explores it (None: wherever it leads).

    `sends` says whether it can send texts, `code` what the carrier answers to them; on a line that is `used_up`
    no more may go out. `texters` are the kinds of texter, `all_texts` whether each message is tried.
    """

    name: str
    callers: dict[str, int | None]
    changes: tuple[Callable[[Path], None], ...] = ()
    sends: bool = False
    code: int | None = None
    used_up: bool = False
    speaks: bool = False
    texters: tuple[str, ...] = ()
    all_texts: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        Kind("plain", {"mobile": None, "landline": 4, "hidden": 4}, texters=("sms", "whatsapp"), all_texts=True),
        Kind("texting", {"mobile": None, "landline": 7, "hidden": 4, "practice": 3}, sends=True),
        Kind("opted_out", {"mobile": 4, "landline": 5}, sends=True, code=21610),
        Kind("not_mobile", {"mobile": 4, "landline": 5}, sends=True, code=21614),
        Kind("not_allowed", {"mobile": 4}, sends=True, code=21408),
        Kind("carrier_limit", {"mobile": 4}, sends=True, code=20429),
        Kind("carrier_stumbles", {"mobile": 4}, sends=True, code=20500),
        Kind("carrier_refuses", {"mobile": 4}, sends=True, code=21999),
        Kind("used_up", {"mobile": 4}, sends=True, used_up=True),
        Kind("put_through", {"mobile": None, "hidden": 5}, (agreed,), texters=("sms",)),
        Kind("put_through_texting", {"mobile": 4, "landline": 5}, (agreed,), sends=True),
        Kind("zero_connects", {"mobile": 5, "hidden": 4}, (agreed, connecting)),
        Kind("closed", {"mobile": None}, (shut,), texters=("sms",)),
        Kind("closed_put_through", {"mobile": 5}, (agreed, shut)),
        Kind("hears", {"mobile": 5}, (hearing,), speaks=True),
    )
}
SPEAKING = (("call",), ("call", "1"), ("call", "2"), ("call", "1", "1"))  # where sentences are said


# ---------------------------------------------------------------- the line


@dataclass
class Line:
    """A line of one kind that runs in this process, on a database that is made anew when its texts are used up."""

    kind: Kind
    flows: Path
    folder: Path
    api: Api | None = None
    posts: int = 0
    apps: int = 0
    _app: Any = None
    _client: Any = None
    _validator: RequestValidator = field(default_factory=lambda: RequestValidator(TOKEN))
    _out: Counter[str] = field(default_factory=Counter)

    def post(self, path: str, fields: Fields, signed: bool = True) -> tuple[int, str]:
        """Post a form as the carrier does; the status and what comes back."""
        self.posts += 1
        headers = {"X-Twilio-Signature": self._validator.compute_signature(URL + path, fields)} if signed else {}
        answer = self._client.post(path, data=fields, headers=headers)
        return answer.status_code, answer.get_data(as_text=True)

    def open(self) -> None:
        """Begin with an empty database."""
        from helpline.config import Settings
        from helpline.web import create_app

        self.close()
        self.apps += 1
        self._out.clear()
        texting = {"account_sid": ACCOUNT, "number": NUMBER, "api_url": self.api.url} if self.api else {}
        database = f"sqlite:///{self.folder}/{self.apps}.db"
        audio = self.folder / "audio"
        self._app = create_app(
            Settings(auth_token=TOKEN, public_url=URL, database_url=database, voice="say", audio=audio,
                     flows=self.flows, **texting)
        )  # fmt: skip
        self._client = self._app.test_client()
        if self.kind.used_up:
            self._use_up()

    def close(self) -> None:
        """Let go of the database, as far as the line can be asked to."""
        opened = self._app.extensions.get("helpline") if self._app else None
        getattr(opened, "close", lambda: None)()

    def texts_since(self, count: int) -> list[Fields]:
        """The texts that were sent after the first `count`. An empty database follows when many were."""
        new = self.api.texts[count:] if self.api else []
        self._out.update(text["To"] for text in new)
        if new and not self.kind.used_up and (max(self._out.values()) >= TO_ONE or self._out.total() >= TO_ALL):
            self.open()
        return new

    def number(self, caller: str) -> str:
        """The number that a caller is shown with: another mobile for each request, since each may get few texts."""
        mobile = "+447700900000" if self.kind.used_up else f"+447700900{self.posts % 1000:03d}"
        return {"mobile": mobile, "landline": "+441632960001", "practice": "practice:recorder"}.get(caller, "anonymous")

    def _use_up(self) -> None:
        """Get six texts to one phone by calling for each and trying keys at the first outcome."""
        assert self.api
        for call in range(6):
            count, fields = (
                len(self.api.texts),
                {"CallSid": f"CAused{call}", "From": self.number("mobile"), "To": NUMBER},
            )
            at = read(self.post("/voice", fields)[1])
            for key in "11":
                at = read(self.post(at.action or "", fields | {"Digits": key})[1])
            for key in "23456789":
                self.post(at.action or "", fields | {"Digits": key})
                if len(self.api.texts) > count:
                    break


@contextmanager
def opened(kind: Kind, flows: Path) -> Iterator[Line]:
    """A line of a kind, made of a copy of the words."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "flows"
        shutil.copytree(flows, copy)
        for change in kind.changes:
            change(copy)
        line = Line(kind, copy, Path(folder), Api(kind.code) if kind.sends else None)
        line.open()
        try:
            yield line
        finally:
            line.close()
            if line.api:
                line.api.shutdown()
                line.api.server_close()


# -------------------------------------------------------------- the record


@dataclass
class Record:
    """What was recorded, by path. `tell` is given each entry when it is new."""

    tell: Callable[[dict[str, Any]], None]
    paths: set[str] = field(default_factory=set)

    def add(self, path: str, status: int, document: str, words: str) -> None:
        """Keep a document, unless it was kept before."""
        if path not in self.paths:
            self.paths.add(path)
            self.tell({"path": path, "status": status, "document": document, "words": words})


def written(names: Iterable[str]) -> str:
    """Names as a path: what is typed may hold a slash."""
    return "/".join(name.replace("%", "%25").replace("/", "%2F") if name else EMPTY for name in names)


def names_in(path: str) -> Path_:
    """The names in a path."""
    return tuple("" if name == EMPTY else name.replace("%2F", "/").replace("%25", "%") for name in path.split("/"))


# ------------------------------------------------------------------- calls


@dataclass
class Node:
    """A place in the tree of a caller's inputs: what was said there, and the inputs since a text was first sent."""

    path: Path_
    read: Read
    since_sent: int | None = None


class Caller:
    """Walks the calls of one kind of caller. Each input of each path is asked once."""

    def __init__(self, line: Line, caller: str, record: Record):
        self.line, self.caller, self.record = line, caller, record
        self._nodes: dict[Path_, Node] = {}

    def at(self, path: Path_) -> Node | None:
        """What is said at the end of a path; None where no way leads on. It is recorded on the way."""
        if path not in self._nodes:
            before = self.at(path[:-1]) if len(path) > 1 else None
            if len(path) > 1 and (before is None or before.read.action is None):
                return None
            self._nodes[path] = self._ask(before, path)
        return self._nodes[path]

    def explore(self, deepest: int | None) -> None:
        """Walk to every place that differs by its address, breadth first."""
        start = self.at(("call",))
        assert start
        waiting, seen = deque([start]), set[Any]()
        while waiting:
            node = waiting.popleft()
            for said in self._inputs(node):
                after = self.at((*node.path, said))
                if not after or self._is_far(after, deepest):
                    continue
                identity = self._identity(after)
                if identity not in seen and len(seen) < MOST_STATES:
                    seen.add(identity)
                    waiting.append(after)
        if len(seen) >= MOST_STATES:
            print(f"{self.line.kind.name}/{self.caller}: stopped at {MOST_STATES} states", file=sys.stderr)

    def _is_far(self, node: Node, deepest: int | None) -> bool:
        """Whether no more is asked beyond a place. Each text sent makes all places new, so few follow the first."""
        far = deepest is not None and len(node.path) > deepest
        return far or node.read.action is None or node.since_sent is not None and node.since_sent > AFTER_TEXT

    def _inputs(self, node: Node) -> tuple[str, ...]:
        speaks = self.line.kind.speaks and node.path in SPEAKING
        return node.read.inputs + (tuple(f"says {sentence}" for sentence in sentences()) if speaks else ())

    def _identity(self, node: Node) -> Any:
        """Where an address leads, as far as it can be told without reading it: what is sealed differs each time."""
        address, kept = urlsplit(node.read.action or ""), _pairs(node.read.action)
        if all(len(value) < LONG for _, value in kept):
            return address.path, kept, ""
        _, again, _ = self._post(self._nodes[node.path[:-1]], node.path[-1])
        same = set(_pairs(again.action))
        return address.path, tuple(pair for pair in kept if pair in same), node.read.document

    def _ask(self, before: Node | None, path: Path_) -> Node:
        """Ask for a document and record it, and the text that was sent meanwhile."""
        status, found, texts = self._post(before, path[-1])
        place = written((self.line.kind.name, self.caller, *path))
        self.record.add(place, status, found.document, found.words)
        for text in texts:
            body = text.get("Body", "")
            self.record.add(f"{place}/{TEXTED}", 0, f"To: {text['To']}\n{body}", " ".join(body.split()))
        since = before.since_sent if before else None
        return Node(path, found, since + 1 if since is not None else 0 if texts else None)

    def _post(self, before: Node | None, said: str) -> tuple[int, Read, list[Fields]]:
        number = self.line.number(self.caller)
        fields = {"CallSid": f"CA{self.line.posts:032x}", "From": number, "To": NUMBER, **_said(said)}
        count = len(self.line.api.texts) if self.line.api else 0
        status, document = self.line.post((before and before.read.action) or "/voice", fields)
        texts = self.line.texts_since(count)
        return status, read(document), [text | _told(text, number) for text in texts]


def _pairs(action: str | None) -> tuple[tuple[str, str], ...]:
    pairs = parse_qsl(urlsplit(action or "").query, keep_blank_values=True)
    return tuple((name, value) for name, value in pairs if name != "since")


def _told(text: Fields, caller: str) -> Fields:
    return {"To": "the caller"} if text["To"] == caller else {}


def _said(said: str) -> Fields:
    """The fields that the carrier posts for an input."""
    kind, _, what = said.partition(" ")
    match kind:
        case "call" | "silence":
            return {}
        case "keyed":
            return {"Digits": what, "FinishedOnKey": "#"}
        case "hash":
            return {"Digits": "", "FinishedOnKey": "#"}
        case "dialled":
            return {"DialCallStatus": what, "DialCallSid": "CA" + "d" * 32}
        case "says":
            return {"SpeechResult": what, "Confidence": "0.9"}
    return {"Digits": said}


# ------------------------------------------------------------------- texts


class Texter:
    """Has whole conversations by text, each from a number of its own."""

    def __init__(self, line: Line, texter: str, record: Record):
        self.line, self.texter, self.record = line, texter, record

    def converse(self, bodies: Path_) -> list[Read]:
        """Send messages one after the other; what each got. All are recorded."""
        start, sid, replies = self.line.posts, "", []
        sender = f"{'whatsapp:' if self.texter == 'whatsapp' else ''}+4477{start:08d}"
        body = ""
        for index, said in enumerate(bodies, start=1):
            if said != AGAIN:
                body, sid = said, f"SM{self.line.posts:032x}"
            status, document = self.line.post("/sms", {"MessageSid": sid, "From": sender, "To": NUMBER, "Body": body})
            replies.append(read(document))
            path = written((self.line.kind.name, self.texter, *bodies[:index]))
            self.record.add(path, status, replies[-1].document, replies[-1].words)
        return replies

    def explore(self, deepest: int) -> None:
        """Go wherever replies lead, breadth first. Nobody sees where a text conversation stands: two replies tell."""
        waiting, seen = deque([((), "")]), set[tuple[str, str]]()
        while waiting:
            path, before = waiting.popleft()
            for said in REPLIES:
                reply = self.converse((*path, said))[-1].document
                if (before, reply) not in seen and len(path) + 1 < deepest and len(seen) < MOST_STATES:
                    seen.add((before, reply))
                    waiting.append(((*path, said), reply))


def conversations(texter: str, every: bool) -> Iterator[Path_]:
    """The conversations that are had besides exploring."""
    asked, answers = messages(), labelled_answers()
    if texter == "whatsapp":
        asked = [*CARRIERS, *ODD[:20], *asked[:: len(asked) // 50]]
        yield from ((message,) for message in asked)
        return
    if not every:
        yield from ((message,) for message in asked[::40])
        return
    yield from ((message,) for message in (*CARRIERS, *ODD, *phrases()))
    # Whatever asks back is answered; what does not is answered too, and nobody has to tell which is which.
    yield from ((message, reply) for message in asked for reply in ("1", "2", "no"))
    yield from ((message, AGAIN) for message in asked[::25])
    yield from walks()
    for question in QUESTIONS:
        yield from ((*question.split("/"), message) for message in (*answers, *CARRIERS, *ODD, *asked[::15]))


@lru_cache(maxsize=1)
def messages() -> list[str]:
    """The labelled messages of the tests, each once."""
    folder = TREE / "tests" / "understanding"
    files = [*sorted(folder.glob("*.tsv")), *sorted(folder.glob("*.txt"))]
    rows = (row for file in files for row in file.read_text(encoding="utf-8").split("\n"))
    return list(dict.fromkeys(row.rpartition("\t")[2] for row in rows if row and not row.startswith("#")))


def labelled_answers() -> list[str]:
    """The answers that are labelled for a question."""
    files = sorted((TREE / "tests" / "understanding").glob("answers_*.tsv"))
    rows = (row for file in files for row in file.read_text(encoding="utf-8").split("\n"))
    return list(dict.fromkeys(row.rpartition("\t")[2] for row in rows if row and not row.startswith("#")))


def sentences() -> list[str]:
    """Thirty sentences to say."""
    return messages()[:: len(messages()) // 30][:30]


def walks() -> Iterator[Path_]:
    """The conversations by text of the tests, each whole."""
    for file in sorted((TREE / "tests" / "walks").glob("text_*.txt")):
        lines = file.read_text(encoding="utf-8").split("\n")
        yield tuple(line.removeprefix("> ") for line in lines if line.startswith("> "))


def phrases() -> list[str]:
    """Every word and phrase that the words of the line list, as it is written there."""
    found = dict[str, None]()
    for name in ("words.yaml", "danger.yaml", "spelling.yaml", "replies.yaml", "disagreement.yaml"):
        _collect(yaml.safe_load((TREE / "flows" / name).read_text(encoding="utf-8")), found)
    return list(found)


def _collect(what: Any, found: dict[str, None]) -> None:
    if isinstance(what, dict):
        for name, value in what.items():
            found.update({str(name).replace("_", " "): None})
            _collect(value, found)
    elif isinstance(what, list):
        for value in what:
            _collect(value, found)
    elif isinstance(what, str) and len(what) < 100:
        found.update({what: None})


# --------------------------------------------------------------- one record


def record_kind(kind: Kind, flows: Path, record: Record) -> None:
    """Record all that a kind of line says."""
    with opened(kind, flows) as line:
        for caller, deepest in kind.callers.items():
            Caller(line, caller, record).explore(deepest)
        for name in kind.texters:
            texter = Texter(line, name, record)
            for bodies in conversations(name, kind.all_texts):
                texter.converse(bodies)
            if name == "sms":
                texter.explore(6 if kind.all_texts else 3)


def record_paths(kind: Kind, flows: Path, paths: Iterable[Path_], record: Record) -> None:
    """Record what a kind of line says at given paths, and on the way to them."""
    with opened(kind, flows) as line:
        callers: dict[str, Caller] = {}
        for path in sorted(paths, key=len, reverse=True):
            caller, said = path[1], path[2:-1] if path[-1] == TEXTED else path[2:]
            if caller in kind.callers:
                callers.setdefault(caller, Caller(line, caller, record)).at(said)
            elif written(path) not in record.paths:
                Texter(line, caller, record).converse(said)


def record_refusals(flows: Path, record: Record) -> None:
    """Record what somebody gets who is not the carrier."""
    with opened(KINDS["plain"], flows) as line:
        start = read(line.post("/voice", {"CallSid": "CA1", "From": "+447700900123"})[1])
        for name, path in (("voice", "/voice"), ("sms", "/sms"), ("key", start.action or "")):
            status, document = line.post(path, {"From": "+447700900123"}, signed=False)
            record.add(f"refused/{name}", status, document, " ".join(document.split()))


def record_fallbacks(root: Path, flows: Path, record: Record) -> None:
    """Record what the carrier is to say when the line cannot be reached."""
    for name, options in (("voice", []), ("sms", ["--sms"])):
        command = [sys.executable, "-m", "helpline", "fallback", "--flows", str(flows), *options]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603 - our own
        found = read(done.stdout.strip())
        record.add(f"fallback/{name}", done.returncode, found.document or done.stderr, found.words)


def _teller(file: Any, label: str) -> Callable[[dict[str, Any]], None]:
    count = 0

    def tell(entry: dict[str, Any]) -> None:
        nonlocal count
        count += 1
        file.write(json.dumps(entry) + "\n")
        if count % PROGRESS == 0:
            print(f"{label}: {count:,} documents", file=sys.stderr, flush=True)

    return tell


def _record_all(arguments: argparse.Namespace, record: Record) -> None:
    began = time.monotonic()
    for name in arguments.kinds.split(",") if arguments.kinds else KINDS:
        before = len(record.paths)
        record_kind(KINDS[name], arguments.flows, record)
        seconds = time.monotonic() - began
        print(f"{arguments.label}: {name} {len(record.paths) - before:,}, {seconds:.0f} s", file=sys.stderr, flush=True)


def _record_only(arguments: argparse.Namespace, record: Record) -> None:
    by_kind: dict[str, list[Path_]] = {}
    for line in arguments.only.read_text(encoding="utf-8").splitlines():
        path = names_in(json.loads(line))
        by_kind.setdefault(path[0], []).append(path)
    for name, paths in by_kind.items():
        if name in KINDS:
            record_paths(KINDS[name], arguments.flows, paths, record)


def main() -> None:
    """Record the revision whose package Python finds first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, required=True, help="the folder of the revision")
    parser.add_argument("--flows", type=Path, required=True, help="the folder with its words")
    parser.add_argument("--out", type=Path, required=True, help="the file to write, as JSON lines")
    parser.add_argument("--only", type=Path, help="a file of paths: only these are recorded")
    parser.add_argument("--kinds", help="kinds of line, with commas between; all when left out")
    parser.add_argument("--label", default="record", help="what stands before each line of progress")
    arguments = parser.parse_args()
    import helpline

    if not Path(helpline.__file__).resolve().is_relative_to(arguments.root.resolve()):
        raise SystemExit(f"{helpline.__file__} would be recorded, which is not in {arguments.root}.")
    with arguments.out.open("w", encoding="utf-8") as file:
        record = Record(_teller(file, arguments.label))
        (_record_only if arguments.only else _record_all)(arguments, record)
        record_refusals(arguments.flows, record)
        record_fallbacks(arguments.root, arguments.flows, record)


if __name__ == "__main__":
    NOW = time.time()
    time.time = lambda: NOW  # type: ignore[assignment]  # it stands still: an address may say when the call began
    logging.disable(logging.CRITICAL)
    os.environ["NO_PROXY"] = "127.0.0.1"
    main()
