"""A script as sound: stretches of speech with exactly the silences that it names."""

from functools import cache

import numpy as np

from helpline.content.script import DIGIT_WORDS, Digits, Pause, Script, Speech
from helpline.speech.engines import Engine, SpeechError
from helpline.speech.sound import EDGE_MS, Samples, Sound, joined, resampled, silence, trimmed

BETWEEN_DIGITS = 380  # ms; with the voice's own digit speed this gives 45 to 75 digits a minute (rules N3, A8)
TAIL_MS = 500  # A7


class Splicer:
    """Says scripts with one engine. A stretch that comes back, such as "press one", is made once."""

    def __init__(self, engine: Engine):
        self._engine = engine
        self._stretch = cache(self._made)
        self._rate = 0

    def sound(self, script: Script, slow: bool = False, language: str = "en") -> Sound:
        """The whole script, with silence behind it (rule A7). Raises SpeechError."""
        stretches = [self._part(part, slow, language) for part in script if not isinstance(part, Pause)]
        parts, said = [], iter(stretches)
        for part in script:
            parts.append(_rest(part.ms, self._rate) if isinstance(part, Pause) else next(said))
        return joined([*parts, _rest(TAIL_MS, self._rate)], self._rate)

    def _part(self, part: Speech | Digits, slow: bool, language: str) -> Samples:
        if isinstance(part, Digits):
            return self._digits(part.digits, slow, language)
        return self._stretch(part.text, slow, False, language)

    def _digits(self, digits: str, slow: bool, language: str) -> Samples:
        """Each digit a word of its own, so that it sounds the same in every number (rules N6, N7)."""
        parts: list[Samples] = []
        for i, digit in enumerate(digits):
            # A comma keeps the voice up, a full stop lets it fall: that is heard as the end of the group.
            word = DIGIT_WORDS[int(digit)] + ("." if i == len(digits) - 1 else ",")
            said = self._stretch(word, slow, True, language)
            parts += [_rest(BETWEEN_DIGITS, self._rate), said] if parts else [said]
        return np.concatenate(parts)

    def _made(self, text: str, slow: bool, digit: bool, language: str) -> Samples:
        sound = trimmed(self._engine.say(text, slow=slow, digit=digit, language=language))
        if not len(sound.samples):
            raise SpeechError(f'The voice said nothing for "{text}". Write it so that it can be said aloud.')
        self._rate = self._rate or sound.rate
        return resampled(sound, self._rate).samples


def _rest(ms: int, rate: int) -> Samples:
    """A pause as it will be measured: what is left of the stretches on both sides counts too."""
    return silence(ms - 2 * EDGE_MS, rate)
