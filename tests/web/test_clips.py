"""Clips over HTTP: kept for ever, in parts, a page's built when it is first wanted, and nothing else of the machine."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpline.content.script import Speech
from helpline.speech.clip_library import ClipLibrary
from helpline.speech.page_clips import PageClips
from helpline.web.clips import clips

from ..speech.conftest import put_clip

NAME = "0123456789abcdef01234567.wav"
SCRIPT = (Speech("Ginger nuts."),)


def client_of(library: ClipLibrary) -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    app.extensions["helpline"] = SimpleNamespace(clips=library)
    app.register_blueprint(clips)
    return app.test_client()


@pytest.fixture
def sound(tmp_path: Path) -> bytes:
    put_clip(tmp_path / "clips" / NAME.replace(".wav", ".mp3"))
    return put_clip(tmp_path / "clips" / NAME).read_bytes()


@pytest.fixture
def client(tmp_path: Path, sound: bytes) -> FlaskClient:
    (tmp_path / "clips" / "voice.txt").write_text("espeak")
    (tmp_path / "secret.wav").write_bytes(b"secret")
    return client_of(ClipLibrary(tmp_path))


@pytest.mark.parametrize(("ending", "kind"), [(".wav", "audio/wav"), (".mp3", "audio/mpeg")])
def test_a_clip_is_to_be_kept_for_ever(client: FlaskClient, tmp_path: Path, ending: str, kind: str) -> None:
    name = NAME.replace(".wav", ending)
    with client.get(f"/audio/{name}") as answer:
        assert answer.status_code == 200
        assert answer.data == (tmp_path / "clips" / name).read_bytes()
        assert answer.content_type == kind
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["ETag"] == f'"{NAME.removesuffix(".wav")}"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_cache_that_has_it_is_not_sent_it_again(client: FlaskClient) -> None:
    with client.get(f"/audio/{NAME}", headers={"If-None-Match": '"0123456789abcdef01234567"'}) as answer:
        assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize(
    ("wanted", "status", "part"),
    [("bytes=0-99", 206, slice(0, 100)), ("bytes=-10", 206, slice(-10, None)), ("bytes=99999-", 416, None)],
)
def test_a_part_can_be_had(client: FlaskClient, sound: bytes, wanted: str, status: int, part: slice | None) -> None:
    with client.get(f"/audio/{NAME}", headers={"Range": wanted}) as answer:
        assert answer.status_code == status
        assert part is None or answer.data == sound[part]


def test_head_gives_the_length(client: FlaskClient, sound: bytes) -> None:
    with client.head(f"/audio/{NAME}") as answer:
        assert answer.content_length == len(sound)


def test_a_clip_of_the_page_is_built_when_it_is_first_opened(tmp_path: Path) -> None:
    name = ClipLibrary(tmp_path).page_clip(SCRIPT, False)
    client = client_of(ClipLibrary(tmp_path, pages=PageClips(tmp_path / "clips/page", patience=600)))
    with client.get(f"/audio/{name}") as answer:
        assert (answer.status_code, answer.content_type) == (200, "audio/mpeg")
        assert answer.data == (tmp_path / "clips/page" / str(name)).read_bytes()


def test_a_clip_that_takes_long_is_promised_for_later(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    waits = [sys.executable, "-c", "import sys; open(sys.argv[1] + '/../pipe').read()"]
    library = ClipLibrary(tmp_path, pages=PageClips(tmp_path / "page", waits, patience=0))
    client, name = client_of(library), library.page_clip(SCRIPT, False)
    answer = client.get(f"/audio/{name}")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    with (tmp_path / "pipe").open("w"):  # the builder goes on, and builds nothing
        (tmp_path / "pipe").unlink()  # another, started because the first has ended, does not wait
    library.pages.patience = 600
    assert client.get(f"/audio/{name}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/audio/../secret.wav",
        "/audio/..%2fsecret.wav",
        "/audio/%2e%2e/secret.wav",
        "/audio//etc/passwd",
        "/audio/voice.txt",
        "/audio/",
        "/audio/secret.wav",
        f"/audio/{NAME}%00",
        f"/audio/clips/{NAME}",
        f"/audio/{NAME.upper()}",
        "/audio/" + "f" * 24 + ".wav",
    ],
)
def test_nothing_else_can_be_had(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        assert answer.status_code == 404
        assert b"secret" not in answer.data


def test_only_reading_is_allowed(client: FlaskClient) -> None:
    assert client.post(f"/audio/{NAME}").status_code == 405


def test_a_clip_that_was_pruned_between_two_looks_is_not_found(tmp_path: Path) -> None:
    class Pruned(ClipLibrary):
        def open(self, name: str) -> Path:
            return tmp_path / name

    assert client_of(Pruned(tmp_path)).get(f"/audio/{NAME}").status_code == 404
