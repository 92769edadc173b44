"""The child process that holds eSpeak NG: a line of JSON in, a line of JSON and samples out.

On its own so that a crash of the C library, which is not safe under threads, ends one child
and never the line; and so that a GPL program stays a separate program.
"""

import ctypes
import json
import sys
from typing import Any, BinaryIO, TextIO

import espeakng_loader

RETRIEVAL = 1  # give samples back, do not play them
UTF8 = 1
RATE = 1  # an espeak_PARAMETER
SAMPLES = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class EspeakVoice(ctypes.Structure):
    """espeak_VOICE: the properties of the voice that is wanted. SetVoiceByName does not find "en-gb", properties do."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("unused", ctypes.c_void_p),
    )


class Speaker:
    """The C library, opened once."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._data = bytearray()
        self._callback = SAMPLES(self._keep)  # held here: C keeps only the address
        folder = espeakng_loader.get_data_path().encode()
        self.sample_rate = self._library.espeak_Initialize(RETRIEVAL, 0, folder, 0)
        if self.sample_rate <= 0:
            raise OSError("eSpeak NG found no voices.")
        self._library.espeak_SetSynthCallback(self._callback)

    def _keep(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count:
            self._data += ctypes.string_at(samples, count * 2)
        return 0

    def say(self, text: str, language: str, speed: int, gender: int = 0, variant: int = 0) -> bytes:
        """`text` as 16-bit samples. `speed` in words a minute; gender 1 is a man, 2 a woman, 0 either."""
        wanted = EspeakVoice(languages=language.encode(), gender=gender, variant=variant)
        if self._library.espeak_SetVoiceByProperties(ctypes.byref(wanted)):
            raise OSError(f"eSpeak NG has no voice for {language}.")
        self._library.espeak_SetParameter(RATE, speed, 0)
        self._data.clear()
        written = text.encode() + b"\0"
        self._library.espeak_Synth(written, len(written), 0, 1, 0, UTF8, None, None)
        self._library.espeak_Synchronize()
        return bytes(self._data)


def serve(requests: TextIO, answers: BinaryIO) -> None:
    """Answer each line of `requests` until there are no more."""
    speaker = Speaker()
    for line in requests:
        samples = speaker.say(**json.loads(line))
        answers.write(json.dumps({"rate": speaker.sample_rate, "bytes": len(samples)}).encode() + b"\n" + samples)
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout.buffer)
