"""Cures for misspelt names."""

from collections.abc import Iterable
from difflib import get_close_matches


def suggest(written: str, known: Iterable[str], otherwise: str) -> str:
    """The cure for a name that is not known: the nearest known one, or `otherwise`."""
    close = get_close_matches(written, sorted(known), n=1)
    return f'Did you mean "{close[0]}"?' if close else otherwise
