"""How long a script takes to say, in seconds: measured where a clip exists, else estimated.

The rates were fitted by least squares to what the line's own voice (eSpeak NG, en-GB, 170 words a
minute, digits one by one at 150) needs for the 144 stretches of speech of the line we ship. Held
against the 52 prompts made of them, the estimate is 2 % off on average and 5 % at most. Another
voice has another pace: measured clips always win.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from helpline.content.model import Contact
from helpline.content.phrases import DIGIT_WORDS
from helpline.content.script import Digits, Pause, Script, Segment, Speech
from helpline.content.wording import pronounced_names

START_SECONDS = 0.047  # of each stretch of speech
LETTER_SECONDS = 0.0639
NAME_OF_LETTER = 1  # a lone capital is said by its name, as long as two letters
BREATH_SECONDS = 0.285  # at a comma or full stop inside a stretch
DIGIT_SECONDS, BETWEEN_DIGITS = 0.437, 0.3
SLOWED = 0.91  # the pace of the slow rendering (rule A9); pauses keep their length

# Seconds into a clip at which a segment of its script begins, by the segment's index; the last one is the end.
Marks = tuple[tuple[int, float], ...]
Measured = Callable[[Script, bool], Marks]
_LETTER = re.compile(r"\b[A-Z]\b(?!')")
_BREATH = re.compile(r"[,.?!:;](?=\s)")


def not_measured(script: Script, slow: bool) -> Marks:
    """No marks: there are no clips."""
    return ()


@dataclass(frozen=True, eq=False)
class Stopwatch:
    """Tells how long scripts take.

    `pronounce` is how names are spoken; `measured` gives the marks of a script's clip (slow or not),
    none where there is no clip that is up to date.
    """

    pronounce: Mapping[str, str] = field(default_factory=dict)
    measured: Measured = not_measured

    @cached_property
    def _names(self) -> re.Pattern[str]:
        return pronounced_names(self.pronounce)

    def seconds(self, script: Script, slow: bool = False) -> float:
        """The seconds from the first sound of a script to its last."""
        return self.until(script, len(script), slow)

    def until(self, script: Script, end: int, slow: bool = False) -> float:
        """The seconds until segment `end` has been said (it is not counted itself).

        Between two marks of a clip, a part has its share of the estimate.
        """
        marks = ((0, 0.0), *self.measured(script, slow))
        first, begins = max(mark for mark in marks if mark[0] <= end)
        part = self._estimate(script[first:end], slow)
        following = min((mark for mark in marks if mark[0] > end), default=None)
        if not part or not following:
            return begins + part
        last, ends = following
        return begins + (ends - begins) * part / self._estimate(script[first:last], slow)

    def _estimate(self, script: Script, slow: bool) -> float:
        return sum(self._segment(segment, slow) for segment in script)

    def _segment(self, segment: Segment, slow: bool) -> float:
        pace = SLOWED if slow else 1
        match segment:
            case Pause(ms):
                return ms / 1000
            case Digits(digits):
                return len(digits) * DIGIT_SECONDS / pace + (len(digits) - 1) * BETWEEN_DIGITS
            case _:
                return self._speech(segment.text) / pace

    def _speech(self, text: str) -> float:
        text = self._names.sub(lambda name: self.pronounce[name[1]], text)
        text = re.sub(r"\d", lambda digit: DIGIT_WORDS[int(digit[0])], text)
        letters = sum(map(str.isalpha, text)) + NAME_OF_LETTER * len(_LETTER.findall(text))
        return START_SECONDS + LETTER_SECONDS * letters + BREATH_SECONDS * len(_BREATH.findall(text))


Span = tuple[int, int]  # first segment of a reading, and the segment after its last


def readings(script: Script, contact: Contact) -> list[Span]:
    """Every complete reading of a contact in a script, in order."""
    wanted = [*map(Digits, contact.digit_groups), *(Speech(f"{line}.") for line in contact.address)]
    said = [(i, segment) for i, segment in enumerate(script) if not isinstance(segment, Pause)]
    spans = []
    for at in range(len(said) - len(wanted) + 1):
        window = said[at : at + len(wanted)]
        if [segment for _, segment in window] == wanted:
            spans.append((window[0][0], window[-1][0] + 1))
    return spans
