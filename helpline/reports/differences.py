"""Every difference between two loaded folders, value by value. Nothing is left out, whatever it is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from pydantic import BaseModel

from helpline.checks.material import Material
from helpline.content.library import Library, Spot
from helpline.content.times_of_day import Span, as_written
from helpline.content.wording import ByChannel

Keys = tuple[str | int, ...]
STEPS = (("steps",), ("replies",), ("faq",))  # where the flow files hold steps and stand-alone replies
OF_NO_FILE = {"sources", "language", "whole", "translations"}  # a language has files of its own


@dataclass(frozen=True)
class Difference:
    """A value that differs. `was` or `now` is None where it is not there.

    With `order`, they are the names of a list in a file of which the order alone differs.
    """

    spot: Spot
    was: Any
    now: Any
    order: bool = False

    @property
    def path(self) -> Keys:
        """Where it is, with the part of the library in front."""
        return self.spot[0], *self.spot[1]


def differences(old: Material, new: Material) -> list[Difference]:
    """Every value that differs between two loaded folders, checks.yaml included, in the order of the files."""
    before, after = (values(one.library) | {"checks": _plain(one.checks)} for one in (old, new))
    return [Difference((str(path[0]), path[1:]), *rest) for path, *rest in _walk((), before, after)]


def values(library: Library) -> dict[str, Any]:
    """All values of the flow files, by the parts of the library, whichever parts it has."""
    parts = (part.name for part in fields(library) if part.name not in OF_NO_FILE)
    found = {part: _plain(getattr(library, part)) for part in parts}
    for code, one in library.translations.items():
        entries = one.translation.entries.items()
        found[code] = _plain(one.settings)
        found[f"{code}.po"] = {context: entry.msgstr for context, entry in entries if entry.msgstr}
    return found


def _plain(value: Any) -> Any:
    """A value as the file has it: names, lists and words."""
    match value:
        case ByChannel(web=None):  # a page then has the voice's words
            return {"voice": value.voice, "sms": value.sms}
        case BaseModel():
            return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case (Span(), *_):
            return as_written(value)
        case list():
            return [_plain(one) for one in value]
        case date():
            return str(value)
    return value


def _walk(path: Keys, was: Any, now: Any) -> Iterator[tuple[Keys, Any, Any, bool]]:
    was, now = _like(was, now), _like(now, was)
    match was, now:
        case dict(), dict() if not _other_kind(path, was, now):
            for key in {**was, **now}:
                yield from _walk((*path, key), was.get(key), now.get(key))
            if "flow" not in path and (moved := _order(was, now)) != _order(now, was):  # there, keys give the order
                yield path, moved, _order(now, was), True
        case list(), list() if any(isinstance(one, dict) for one in (*was, *now)):
            for i in range(max(len(was), len(now))):
                yield from _walk((*path, i), *(side[i] if i < len(side) else None for side in (was, now)))
        case _ if was != now:
            yield path, was, now, False


def _like(value: Any, other: Any) -> Any:
    """One sentence for all channels, as the other side has them apart."""
    return dict.fromkeys(other, value) if isinstance(value, str) and isinstance(other, dict) else value


def _other_kind(path: Keys, was: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether a question has become an outcome, or the other way round: then all of it is another."""
    return path[1:2] in STEPS and len(path) == 3 and was.keys() != now.keys()


def _order(names: dict[str, Any], among: dict[str, Any]) -> list[str]:
    return [name for name in names if name in among]


def told(difference: Difference) -> str:
    """The difference in words: what it was, and what it is now."""
    was, now = difference.was, difference.now
    if difference.order:
        first = next(i for i, (one, other) in enumerate(zip(was, now, strict=True)) if one != other)
        return f'"{now[first]}" now stands before "{was[first]}"'
    if was is None:
        return f"new: {short(now)}"
    if now is None:
        return f"taken out; it was {short(was)}"
    if isinstance(was, list) and isinstance(now, list):
        return _list_told([short(one) for one in was], [short(one) for one in now])
    return f"was {short(was)}, now {short(now)}"


def _list_told(was: list[str], now: list[str]) -> str:
    """The lines that were taken out of a list, those that are new, and the order where that differs."""
    gone, come = (list((Counter(one) - Counter(other)).elements()) for one, other in ((was, now), (now, was)))
    kept, others = ([one for one in side if one in was and one in now] for side in (was, now))
    parts = [
        f"no longer {', '.join(gone)}" if gone else "",
        f"new: {', '.join(come)}" if come else "",
        f"in this order now: {', '.join(now)}" if kept != others else "",
    ]
    return "; ".join(filter(None, parts))


def short(value: Any) -> str:
    """A value on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{" / ".join(value.splitlines())}"'
        case dict():
            return (
                "; ".join(f"{key}: {short(one)}" for key, one in value.items() if one not in (None, [], {})) or "empty"
            )
        case list():
            return " and ".join(map(short, value)) or "empty"
    return str(value)
