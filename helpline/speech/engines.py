"""What a speech engine is, and how to open one."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from typing import TYPE_CHECKING, Protocol

from helpline.speech.voices import GTTS, VOICES, Voice

if TYPE_CHECKING:
    from helpline.speech.sound import Sound


class SpeechError(Exception):
    """Nothing could be said. Holds a sentence for the person who asked."""


class Engine(Protocol):
    """Something that says words in one voice."""

    voice: Voice

    def say(self, text: str, *, slow: bool = False, digit: bool = False, language: str = "en") -> "Sound":
        """One stretch of speech, with whatever silence the engine puts around it. Raises SpeechError."""

    def close(self) -> None:
        """Let go of child processes and sockets."""


def _espeak(voice: Voice) -> Engine:
    from helpline.speech.espeak import Espeak

    return Espeak(voice)


def _flite(voice: Voice) -> Engine:
    from helpline.speech.flite import Flite

    return Flite(voice)


def _gtts(voice: Voice) -> Engine:
    from helpline.speech.online import Online

    return Online(voice)


_OPENERS: dict[str, Callable[[Voice], Engine]] = {"espeak": _espeak, "flite": _flite, GTTS.engine: _gtts}


def open_engine(voice: Voice) -> Engine:
    """The engine of a voice; close it when done. Raises SpeechError when it is not on this machine."""
    if voice.engine not in _OPENERS:
        raise SpeechError(f"There is no voice called {voice.engine}. Use one of: {', '.join(VOICES)}.")
    return _OPENERS[voice.engine](voice)


def opened(voice: Voice) -> AbstractContextManager[Engine]:
    """`open_engine`, closed at the end of a `with`."""
    return closing(open_engine(voice))
