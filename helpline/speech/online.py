"""gTTS, the voice that needs a network. It is used before calls, never during one."""

import io
import time
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import gtts.tts
import requests
import soundfile

from helpline.speech.sound import Sound, joined, read
from helpline.speech.voices import GTTS, SpeechError, Voice

PATIENCE = (5, 20)  # seconds to connect, and to wait for an answer; gTTS itself would wait for ever
WAITS = (1.0, 2.0, 4.0, 8.0)  # seconds before each new try
TOO_MANY = 429
KEPT = "The clips built so far are kept. Try again later, or use --engine espeak, which needs no network."


class Verified(requests.Session):
    """A session that always checks certificates: gTTS switches that off, which would let anyone answer."""

    def send(self, request: requests.PreparedRequest, **settings: Any) -> requests.Response:
        """See requests. Certificates are checked, whatever `verify` says."""
        proxies = dict(settings.get("proxies") or {})
        checked = self.merge_environment_settings(str(request.url), proxies, None, True, None)
        return super().send(request, **{**settings, "verify": checked["verify"] or True})


# gTTS looks these up by name in its own module, so they are replaced there and nowhere else.
gtts.tts.requests = SimpleNamespace(Request=requests.Request, Session=Verified, exceptions=requests.exceptions)


class Online:
    """Says words with Google Translate's voice. Only the prompt's words are sent."""

    def __init__(self, voice: Voice = GTTS, sleep: Callable[[float], object] = time.sleep) -> None:
        self.voice = voice
        self._sleep = sleep

    def say(self, text: str, *, slow: bool = False, digit: bool = False, language: str = "en") -> Sound:
        """See `Engine.say`. Tries again, waiting longer each time, when it is told to slow down or nothing comes."""
        slowly = self.voice.speed_for(slow, digit) == 0
        speech = gtts.tts.gTTS(
            text, tld=self.voice.name, lang=language.partition("-x-")[0], slow=slowly, timeout=PATIENCE
        )
        for wait in (*WAITS, None):
            try:
                return _sound(speech.stream())
            except gtts.tts.gTTSError as error:
                if wait is None or not _passing(error):
                    raise SpeechError(f"{_sentence(error)} {KEPT}") from error
                self._sleep(wait)
            except (ValueError, soundfile.LibsndfileError) as error:
                raise SpeechError(
                    f"The online voice (gTTS) answered with something that is no sound. {KEPT}"
                ) from error
        raise AssertionError("the last try either gives sound or raises")


def _sound(pieces: Iterable[bytes]) -> Sound:
    """The MP3s that answer one stretch, one after the other.

    Raises ValueError when none came, soundfile.LibsndfileError when one is no sound.
    """
    # Each is read on its own: as one file, the header of the first would give the length of all.
    sounds = [read(io.BytesIO(piece)) for piece in pieces]
    if not sounds:
        raise ValueError("no MP3 came")
    return joined([sound.samples for sound in sounds], sounds[0].rate)


def _status(error: Any) -> int | None:
    return None if error.rsp is None else int(error.rsp.status_code)


def _passing(error: Any) -> bool:
    """Whether it may be over in a moment: no answer, too many requests, trouble at the other end."""
    status = _status(error)
    certificate = isinstance(error.__context__, requests.exceptions.SSLError)
    return not certificate and (status is None or status == TOO_MANY or status >= 500)


def _sentence(error: Any) -> str:
    status = _status(error)
    if isinstance(error.__context__, requests.exceptions.SSLError):
        return "The online voice (gTTS) could not prove who it is, so nothing was taken from it."
    if status is None:
        return "The online voice (gTTS) could not be reached."
    if status == TOO_MANY:
        return "The online voice (gTTS) says that it was used too often (429)."
    return f"The online voice (gTTS) gave no sound (it answered {status})."
