"""flite, where a person has installed it: clearer digits than eSpeak NG, and nothing leaves the machine."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import soundfile

from helpline.speech.engines import SpeechError
from helpline.speech.sound import Sound
from helpline.speech.voices import FLITE, Voice

PATIENCE = 60  # seconds for one stretch; it takes a fraction of one


class Flite:
    """Says words with the `flite` program that is on PATH."""

    def __init__(self, voice: Voice = FLITE) -> None:
        self.voice = voice
        self._program = shutil.which("flite")
        if not self._program:
            raise SpeechError("flite is not installed here. On Debian: apt install flite. Or use --engine espeak.")

    def say(self, text: str, *, slow: bool = False, digit: bool = False, language: str = "en") -> Sound:
        """See `Engine.say`. It has English only."""
        if language != "en":
            raise SpeechError(f"flite has no voice for the language {language}. Use --engine espeak or gtts.")
        with tempfile.TemporaryDirectory() as folder:
            words, wave = Path(folder, "words.txt"), Path(folder, "said.wav")
            words.write_text(text)
            self._run("-f", str(words), "-o", str(wave), "--setf", f"duration_stretch={self._stretch(slow, digit)}")
            samples, rate = soundfile.read(wave, dtype="float32")
            return Sound(samples, rate)

    def _stretch(self, slow: bool, digit: bool) -> float:
        return self.voice.speed_for(slow, digit)

    def _run(self, *arguments: str) -> None:
        command = [str(self._program), "-voice", self.voice.name, *arguments]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603
        except (OSError, subprocess.SubprocessError) as error:
            raise SpeechError("flite could not say a prompt. Use --engine espeak, which needs no program.") from error

    def close(self) -> None:
        """Nothing is held between stretches."""
