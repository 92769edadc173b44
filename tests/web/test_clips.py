"""Clips over HTTP: kept for ever, in parts, and nothing else of the machine."""

import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from helpline.speech.shelf import ClipShelf

from helpline.web.clips import blueprint

NAME = "0123456789abcdef01234567.wav"
SOUND = bytes(range(256)) * 40


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    clips = tmp_path / "clips"
    clips.mkdir()
    (clips / NAME).write_bytes(SOUND)
    (clips / NAME.replace(".wav", ".mp3")).write_bytes(SOUND)
    (clips / "voice.txt").write_text("espeak")
    (tmp_path / "secret.wav").write_bytes(b"secret")
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(blueprint(ClipShelf(clips, tmp_path / "recordings")))
    return app.test_client()


@pytest.mark.parametrize(("ending", "kind"), [(".wav", "audio/wav"), (".mp3", "audio/mpeg")])
def test_a_clip_is_to_be_kept_for_ever(client: FlaskClient, ending: str, kind: str) -> None:
    with client.get(f"/audio/{NAME.replace('.wav', ending)}") as answer:
        assert answer.status_code == 200
        assert answer.data == SOUND
        assert answer.content_type == kind
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["ETag"] == f'"{NAME.removesuffix(".wav")}"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_whoever_has_it_is_not_sent_it_again(client: FlaskClient) -> None:
    with client.get(f"/audio/{NAME}", headers={"If-None-Match": '"0123456789abcdef01234567"'}) as answer:
        assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [("bytes=0-99", 206, SOUND[:100]), ("bytes=-10", 206, SOUND[-10:]), ("bytes=99999-", 416, None)],
)
def test_a_part_can_be_asked_for(client: FlaskClient, asked: str, status: int, part: bytes | None) -> None:
    with client.get(f"/audio/{NAME}", headers={"Range": asked}) as answer:
        assert answer.status_code == status
        assert part is None or answer.data == part


def test_head_gives_the_length(client: FlaskClient) -> None:
    with client.head(f"/audio/{NAME}") as answer:
        assert answer.content_length == len(SOUND)


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
def test_nothing_else_can_be_asked_for(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        assert answer.status_code == 404
        assert b"secret" not in answer.data


def test_only_reading_is_allowed(client: FlaskClient) -> None:
    assert client.post(f"/audio/{NAME}").status_code == 405


def test_a_clip_that_was_pruned_between_two_looks_is_not_found(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(sys.modules[blueprint.__module__], "send_file", gone)
    assert client.get(f"/audio/{NAME}").status_code == 404
