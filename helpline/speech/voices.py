"""The voices that can say a prompt, by name. No sound here, so that answering a call stays light."""

from dataclasses import dataclass


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
HUMAN = "recording"

VOICES = {voice.engine: voice for voice in (ESPEAK, FLITE, GTTS)}
EMBEDDED = frozenset({"espeak", "flite"})  # need no network and no account
