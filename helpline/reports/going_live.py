"""The things to do before changed flow files are what callers hear."""

from collections.abc import Iterator
from pathlib import Path

from helpline.checks.material import Material
from helpline.reports.holders import sounds, stale_fallbacks
from helpline.speech.recording_script import SHEET

NAMED = 8  # prompts that a sentence names

_BINS = {
    "call": "Make the TwiML Bin for calls again, of what helpline fallback prints.",
    "text": "Make the TwiML Bin for texts again, of what helpline fallback --sms prints.",
}


def going_live(old: Material, new: Material, audio: Path) -> Iterator[str]:
    """What must be done after a change, in order; `audio` is the audio folder with its recordings."""
    yield "Restart the line. One that runs with --staff takes the words at its next turn."
    yield from (_BINS[name] for name in stale_fallbacks(old.library, new.library))
    before, after = sounds(old.library), sounds(new.library)
    known, wanted = set(before.values()), set(after.values())
    if lacking := [name for name, sound in after.items() if sound not in known]:
        yield f"Make the clips again with helpline audio: {len(lacking)} prompts have no sound yet ({_some(lacking)})."
    if gone := [name for name, sound in before.items() if sound not in wanted]:
        yield f"Take old clips away with helpline audio --prune: {len(gone)} prompts are said no more ({_some(gone)})."
    for path in sorted((audio / "recordings").glob("*")):
        if path.suffix != SHEET and before.get(path.stem) != after.get(path.stem):
            yield f"Record {path.name} again: its words have changed."


def _some(names: list[str]) -> str:
    rest = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + rest
