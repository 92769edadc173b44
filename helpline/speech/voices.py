"""The voices that can say a prompt, and how to open one. No sound is loaded until a voice is opened."""

import shutil
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from helpline.speech.sound import Sound


class SpeechError(Exception):
    """Nothing could be said. Holds a sentence for the person who runs the command."""


@dataclass(frozen=True)
class Voice:
    """One voice of one engine, at one speed: everything that changes how a clip sounds.

    `speed` and `slow` are in the engine's own terms, as are `digits` and `slow_digits`.
    """

    engine: str
    name: str
    speed: float = 1.0
    slow: float = 0.9  # A9, A10: slower, but not so far that the voice is stretched
    digits: float = 1.0
    slow_digits: float = 0.9

    def __str__(self) -> str:
        return f"{self.engine} {self.name}"

    def speed_for(self, slow: bool, digit: bool) -> float:
        """The speed for one stretch of a prompt."""
        if digit:
            return self.slow_digits if slow else self.digits
        return self.slow if slow else self.speed


# Chosen by measuring: see audio/README.md. eSpeak NG counts in words a minute, flite in stretched time.
ESPEAK = Voice("espeak", "en-gb+f1", speed=178, slow=160, digits=150, slow_digits=140)
FLITE = Voice("flite", "awb", speed=0.84, slow=0.93, digits=1.0, slow_digits=1.05)
GTTS = Voice("gtts", "co.uk", speed=1, slow=0, digits=1, slow_digits=1)  # it has two speeds: 1, and 0 for slow

VOICES = {voice.engine: voice for voice in (ESPEAK, FLITE, GTTS)}
EMBEDDED = frozenset({"espeak", "flite"})  # need no network and no account


def embedded_voice() -> Voice:
    """The better of the two voices that need no network: flite where it is installed (see audio/README.md)."""
    return FLITE if shutil.which("flite") else ESPEAK


def is_english(language: str) -> bool:
    """Whether an English voice says a language: English, and its variants such as en-x-easy."""
    return language.split("-")[0] == "en"


class Engine(Protocol):
    """Something that says words in one voice."""

    def say(self, text: str, *, slow: bool = False, digit: bool = False, language: str = "en") -> "Sound":
        """One stretch of speech, with whatever silence the engine puts around it. Raises SpeechError."""


def opened(voice: Voice) -> AbstractContextManager[Engine]:
    """The engine of a voice, closed at the end of a `with`. Raises SpeechError when it is not on this machine."""
    # The engines are imported here because they load what makes sound, which answering a call does without.
    match voice.engine:
        case ESPEAK.engine:
            from helpline.speech.embedded import Espeak

            return closing(Espeak(voice))
        case FLITE.engine:
            from helpline.speech.embedded import Flite

            return closing(Flite(voice))
        case GTTS.engine:
            from helpline.speech.online import Online

            return nullcontext(Online(voice))
    raise SpeechError(f"There is no voice called {voice.engine}. Use one of: {', '.join(VOICES)}.")
