"""The voices that need no network, each in a program of its own: eSpeak NG, and flite where it is installed."""

import json
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from helpline.speech.sound import Sound, from_int16, read, resampled
from helpline.speech.voices import ESPEAK, FLITE, SpeechError, Voice, is_english

GENDERS = {"m": 1, "f": 2}  # a voice is named like en-gb+f1: the accent, then the first of its women
WORKER = [sys.executable, "-m", "helpline.speech.espeak_worker"]
FLITE_RATE = 16000  # samples a second of its voices
FLITE_SECONDS = 60  # for one stretch; it takes a fraction of one
# Ctrl-C goes to every program of a terminal's process group. It is for the one that hands out the work: an
# engine that died of it, above all while it still starts, would take the clip that is being made with it.
OWN_GROUP = 0


class Espeak:
    """Says words with eSpeak NG in a child process, which ends when this end of its pipe is closed."""

    def __init__(self, voice: Voice = ESPEAK, command: list[str] = WORKER) -> None:
        self.voice = voice
        self._child = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=OWN_GROUP
        )
        self._requests, self._answers = cast(BinaryIO, self._child.stdin), cast(BinaryIO, self._child.stdout)

    def say(self, text: str, *, slow: bool = False, digit: bool = False, language: str = "en") -> Sound:
        """See `Engine.say`."""
        accent, _, variant = self.voice.name.partition("+")
        header, samples = self._request(
            text=text,
            language=accent if is_english(language) else language.split("-")[0],
            speed=round(self.voice.speed_for(slow, digit)),
            gender=GENDERS.get(variant[:1], 0),
            variant=int(variant[1:] or 0),
        )
        return from_int16(samples, header["rate"])

    def _request(self, **request: str | int) -> tuple[dict[str, int], bytes]:
        try:
            self._requests.write(json.dumps(request).encode() + b"\n")
            self._requests.flush()
            header: dict[str, int] = json.loads(self._answers.readline())
            samples = self._answers.read(header["bytes"])
            if len(samples) < header["bytes"]:
                raise EOFError
            return header, samples
        except (OSError, ValueError, EOFError) as error:
            raise SpeechError(
                "The embedded voice (eSpeak NG) stopped. What is built so far is kept: run helpline audio again."
            ) from error

    def close(self) -> None:
        """End the child process."""
        with suppress(BrokenPipeError):  # it is gone already
            self._requests.close()
        self._answers.close()
        self._child.wait(timeout=10)


class Flite:
    """Says words with the `flite` program that is on PATH: clearer digits than eSpeak NG.

    It has English only. eSpeak NG, which is always there, says the other languages.
    """

    def __init__(self, voice: Voice = FLITE) -> None:
        self.voice = voice
        self._others: Espeak | None = None
        self._program = shutil.which("flite")
        if not self._program:
            raise SpeechError("flite is not installed here. On Debian: apt install flite. Or use --engine espeak.")

    def say(self, text: str, *, slow: bool = False, digit: bool = False, language: str = "en") -> Sound:
        """See `Engine.say`."""
        if not is_english(language):
            self._others = self._others or Espeak()
            return resampled(self._others.say(text, slow=slow, digit=digit, language=language), FLITE_RATE)
        with tempfile.TemporaryDirectory() as folder:
            words, wave = Path(folder, "words.txt"), Path(folder, "said.wav")
            words.write_text(text)
            pace = f"duration_stretch={self.voice.speed_for(slow, digit)}"
            self._run("-f", str(words), "-o", str(wave), "--setf", pace)
            return read(wave)

    def _run(self, *arguments: str) -> None:
        command = [str(self._program), "-voice", self.voice.name, *arguments]
        try:
            subprocess.run(  # noqa: S603
                command, check=True, capture_output=True, timeout=FLITE_SECONDS, process_group=OWN_GROUP
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise SpeechError("flite could not say a prompt. Use --engine espeak, which needs no program.") from error

    def close(self) -> None:
        """Nothing is held between stretches, but for the other languages."""
        if self._others:
            self._others.close()
