"""eSpeak NG, by way of a child process of its own."""

import json
import subprocess
import sys
from contextlib import suppress
from typing import BinaryIO, cast

from helpline.speech.engines import SpeechError
from helpline.speech.sound import Sound, from_int16
from helpline.speech.voices import ESPEAK, Voice

GENDERS = {"m": 1, "f": 2}  # a voice is named like en-gb+f1: the accent, then the first of its women
WORKER = [sys.executable, "-m", "helpline.speech.espeak_worker"]


class Espeak:
    """Says words with the embedded voice. Nothing leaves the machine."""

    def __init__(self, voice: Voice = ESPEAK, command: list[str] = WORKER) -> None:
        self.voice = voice
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        self._child, self._asked, self._said = child, cast(BinaryIO, child.stdin), cast(BinaryIO, child.stdout)

    def say(self, text: str, *, slow: bool = False, digit: bool = False, language: str = "en") -> Sound:
        """See `Engine.say`."""
        accent, _, variant = self.voice.name.partition("+")
        header, samples = self._ask(
            text=text,
            language=accent if language == "en" else language,
            speed=round(self.voice.speed_for(slow, digit)),
            gender=GENDERS.get(variant[:1], 0),
            variant=int(variant[1:] or 0),
        )
        return from_int16(samples, header["rate"])

    def _ask(self, **request: str | int) -> tuple[dict[str, int], bytes]:
        try:
            self._asked.write(json.dumps(request).encode() + b"\n")
            self._asked.flush()
            header: dict[str, int] = json.loads(self._said.readline())
            return header, self._said.read(header["bytes"])
        except (OSError, ValueError) as error:
            raise SpeechError(
                "The embedded voice (eSpeak NG) stopped. What is built so far is kept: run helpline audio again."
            ) from error

    def close(self) -> None:
        """End the child process."""
        with suppress(BrokenPipeError):  # it is gone already
            self._asked.close()
        self._said.close()
        self._child.wait(timeout=10)
