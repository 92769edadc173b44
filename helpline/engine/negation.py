"""Negation, read in its reach: "spoke twice but no proper meeting" is no meeting, and "no we met" is one."""

from helpline.content.words import Negation

FAR, NEAR = 3, 1  # words between a negation and what it turns round


def is_negated(negation: Negation, words: str, start: int) -> bool:
    """Whether a negation reaches what begins at `start` in bare words (`plain`), and is no negation itself."""
    if words[start:].split(" ")[0] in (*negation.ends, *negation.words, *negation.near):
        return False
    before = words[:start].split()
    for between, word in enumerate(reversed(before[-FAR - 1 :])):
        if word in negation.ends:
            return False
        if word in negation.words or (word in negation.near and between <= NEAR):
            return True
    return False
