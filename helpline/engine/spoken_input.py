"""What a caller said aloud, as an input like any other."""

from helpline.content.library import Library
from helpline.engine.inputs import Input, Key, Silence, Utterance
from helpline.engine.keywords import digit_in, plain

MOST_HINTS = 100


def heard(speech: str) -> Input:
    """What the carrier heard: a lone digit is that key, nothing at all is silence."""
    words = plain(speech)
    digit = digit_in(words) or ("0" if words in ("zero", "oh") else None)
    if digit:
        return Key(digit)
    return Utterance(speech, spoken=True) if words else Silence()


def hints(library: Library, step: str) -> list[str]:
    """Words to listen for at a place: its own answers first, then what works anywhere."""
    here = library.step(step)
    options = here.options.values() if here else ()
    keywords = library.words.keywords.values()
    found = [word for option in options for word in option.words]
    found += [word for keyword in keywords for word in keyword.words]
    return list(dict.fromkeys(word for word in found if word.replace(" ", "").isalpha()))[:MOST_HINTS]
