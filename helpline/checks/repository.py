"""The text files that are kept with the words, as git knows them."""

import subprocess
from pathlib import Path

MOST_BYTES = 1_000_000


def text_files(folder: Path) -> tuple[tuple[str, str], ...]:
    """Name (from the repository's root) and words of each text file that git tracks beside `folder`.

    The files of the folder alone where there is no git. What is not UTF-8, or over 1 MB, is no text.
    """
    root = folder.resolve().parent
    names = _tracked(root)
    paths = [root / name for name in names] if names else sorted(folder.resolve().rglob("*"))
    found = ((str(path.relative_to(root)), _words(path)) for path in paths)
    return tuple((name, words) for name, words in found if words)


def _tracked(root: Path) -> list[str]:
    # Only what is tracked: a build folder or a virtual environment is full of numbers that are not ours.
    command = ["git", "-C", str(root), "ls-files", "-z"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except OSError:
        return []
    return [name for name in done.stdout.decode(errors="replace").split("\0") if name]


def _words(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.is_file() and path.stat().st_size < MOST_BYTES else ""
    except (UnicodeDecodeError, OSError):
        return ""
