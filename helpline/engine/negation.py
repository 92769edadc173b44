"""Negation, read in its reach: "spoke twice but no proper meeting" is no meeting, and "no we met" is one."""

from helpline.content.words import Negation

FAR, NEAR = 4, 1  # words between a negation and what it turns round


def is_negated(negation: Negation, words: str, start: int, hindered: bool = True) -> bool:
    """Whether a negation reaches what begins at `start` in bare words (`plain`), and is no negation itself.

    `hindered`: a "cannot" or "will not" turns it round too.
    """
    reaching = (*negation.words, *(negation.hindrances if hindered else ()))
    if words[start:].split(" ")[0] in (*negation.ends, *reaching, *negation.near):
        return False
    before = words[:start].split()
    for between, word in enumerate(reversed(before[-FAR - 1 :])):
        if word in negation.ends:
            return False
        if word in reaching or (word in negation.near and between <= NEAR):
            return True
    return False


def is_denied(negation: Negation, words: str, start: int) -> bool:
    """Whether the words directly before `start` say that it is not about what begins there."""
    before = f" {words[:start].strip()}"
    return any(before.endswith(f" {said}") for said in negation.not_about)
