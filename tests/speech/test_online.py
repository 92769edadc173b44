"""gTTS's own code against a stub of its endpoint, and once over real sockets. No outside host is asked."""

import base64
import io
import json
import shutil
import socket
import ssl
import subprocess
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import gtts.tts
import pytest
import requests
import responses
import soundfile

from helpline.speech.online import Online, Verified
from helpline.speech.voices import SpeechError

from .conftest import tone

ADDRESS = "https://translate.google.co.uk/_/TranslateWebserverUi/data/batchexecute"


def _answer(seconds: float = 0.5) -> bytes:
    mp3 = io.BytesIO()
    soundfile.write(mp3, tone(seconds, 24000).samples, 24000, format="MP3")
    inner = f'[\\"{base64.b64encode(mp3.getvalue()).decode()}\\"]'
    return f')]}}\'\n\n[["wrb.fr","jQ1olc","{inner}",null,null,null,"generic"]]\n'.encode()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def voice(waits: list[float]) -> Online:
    return Online(sleep=waits.append)


@pytest.fixture
def stub() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def _asked(body: object) -> list[object]:
    """What was asked for: the words, the language, and whether slowly."""
    written = urllib.parse.parse_qs(body.decode() if isinstance(body, bytes) else str(body))["f.req"][0]
    parameters: list[object] = json.loads(json.loads(written)[0][0][1])
    return parameters


def test_the_words_go_out_and_sound_comes_back(voice: Online, stub: responses.RequestsMock) -> None:
    stub.post(ADDRESS, body=_answer())
    sound = voice.say("Ginger nuts, press 1.", slow=True)
    assert sound.rate == 24000
    assert sound.seconds == pytest.approx(0.5, abs=0.1)
    assert _asked(stub.calls[0].request.body) == ["Ginger nuts, press 1.", "en", True, "null"]


def test_normal_speed_and_digits_are_not_slow(voice: Online, stub: responses.RequestsMock) -> None:
    stub.post(ADDRESS, body=_answer())
    voice.say("one,", digit=True, slow=True)
    voice.say("Ginger")
    assert [_asked(call.request.body)[2] for call in stub.calls] == [None, None]


def test_a_long_stretch_is_asked_for_in_pieces(voice: Online, stub: responses.RequestsMock) -> None:
    stub.post(ADDRESS, body=_answer())
    assert voice.say("A long sentence, with many a biscuit in it. " * 5).seconds > 1.4
    assert all(len(str(_asked(call.request.body)[0])) <= 100 for call in stub.calls)


def test_certificates_are_always_checked(voice: Online, stub: responses.RequestsMock) -> None:
    stub.post(ADDRESS, body=_answer())
    voice.say("Ginger")
    settings = stub.calls[0].request.req_kwargs  # type: ignore[attr-defined]
    assert settings["verify"] is not False
    assert settings["timeout"] == (5, 20)


@pytest.mark.parametrize("trouble", [429, 500, 503, requests.ConnectTimeout(), requests.ReadTimeout()])
def test_it_waits_longer_each_time_and_tries_again(
    voice: Online, stub: responses.RequestsMock, waits: list[float], trouble: int | Exception
) -> None:
    for _ in range(2):
        if isinstance(trouble, int):
            stub.post(ADDRESS, status=trouble)
        else:
            stub.post(ADDRESS, body=trouble)
    stub.post(ADDRESS, body=_answer())
    assert voice.say("Ginger").seconds > 0.3
    assert waits == [1, 2]


@pytest.mark.parametrize(
    ("trouble", "sentence", "tries"),
    [
        (429, "used too often", 5),
        (503, "it answered 503", 5),
        (403, "it answered 403", 1),
        (404, "it answered 404", 1),
        (requests.ConnectionError("no route"), "could not be reached", 5),
        (requests.exceptions.ChunkedEncodingError("cut"), "could not be reached", 5),
        (requests.exceptions.SSLError("self-signed"), "could not prove who it is", 1),
    ],
)
def test_in_the_end_a_sentence_says_what_is_wrong(
    voice: Online, stub: responses.RequestsMock, trouble: int | Exception, sentence: str, tries: int
) -> None:
    if isinstance(trouble, int):
        stub.post(ADDRESS, status=trouble)
    else:
        stub.post(ADDRESS, body=trouble)
    with pytest.raises(SpeechError, match=sentence) as told:
        voice.say("Ginger")
    assert "kept" in str(told.value)
    assert len(stub.calls) == tries


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Sign in</html>",
        b'[["wrb.fr","jQ1olc",null]]',
        b'[["wrb.fr","jQ1olc","[\\"%%%\\"]"]]',
        b'[["wrb.fr","jQ1olc","[\\"AAAA\\"]"]]',
        b"jQ1olc \xff\xfe",
    ],
)
def test_a_body_that_is_no_sound_is_told(voice: Online, stub: responses.RequestsMock, body: bytes) -> None:
    stub.post(ADDRESS, body=body)
    with pytest.raises(SpeechError, match="no sound"):
        voice.say("Ginger")


class Endpoint(BaseHTTPRequestHandler):
    """The endpoint on this machine: what it does next is popped from `script`."""

    script: list[str]
    seen: list[bytes]

    def do_POST(self) -> None:
        self.seen.append(self.rfile.read(int(self.headers["Content-Length"])))
        todo = self.script.pop(0)
        body = _answer()
        if todo.isdigit():
            self.send_error(int(todo))
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if todo == "sound" else body[:100])  # otherwise cut in the middle
        self.wfile.flush()
        self.close_connection = True

    def log_message(self, *_: object) -> None: ...


@contextmanager
def _serving(script: list[str], secret: ssl.SSLContext | None = None) -> Iterator[tuple[str, list[bytes]]]:
    handler = type("Handler", (Endpoint,), {"script": script, "seen": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    if secret:
        server.socket = secret.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"{'https' if secret else 'http'}://localhost:{server.server_port}/batchexecute", handler.seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_over_a_real_socket(voice: Online, waits: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    with _serving(["429", "cut", "sound"]) as (address, seen):
        monkeypatch.setattr(gtts.tts, "_translate_url", lambda **_: address)
        sound = voice.say("Ginger nuts")
    assert sound.seconds == pytest.approx(0.5, abs=0.1)
    assert waits == [1, 2]
    assert len(seen) == 3
    assert _asked(seen[0])[0] == "Ginger nuts"


def test_nobody_listens(voice: Online, waits: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    monkeypatch.setattr(gtts.tts, "_translate_url", lambda **_: address)
    with pytest.raises(SpeechError, match="could not be reached. The clips built so far are kept"):
        voice.say("Ginger")
    assert waits == [1, 2, 4, 8]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = shutil.which("openssl") or pytest.skip("openssl is not installed")
    path = tmp_path_factory.mktemp("certificate") / "own.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    command = [program, *words.split(), "-keyout", str(path), "-out", str(path.with_suffix(".crt"))]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    path.write_text(path.read_text() + path.with_suffix(".crt").read_text())
    return path


@pytest.mark.parametrize("trusted", [False, True])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    voice: Online, certificate: Path, trusted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secret.load_cert_chain(certificate)
    if trusted:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.with_suffix(".crt")))
    else:
        monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
        monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    with _serving(["sound"], secret) as (address, seen):
        monkeypatch.setattr(gtts.tts, "_translate_url", lambda **_: address)
        if trusted:
            assert voice.say("Ginger").seconds > 0.3
        else:
            with pytest.raises(SpeechError, match="could not prove who it is"):
                voice.say("Ginger")
            assert seen == []


def test_gtts_itself_would_not_check_so_its_session_is_ours() -> None:
    assert gtts.tts.requests.Session is Verified
    assert requests.Session is not Verified
