"""Whether a change of the code changed anything that is said: `python -m tests.record --help`."""

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from .difference import Record, load, report

HOME = Path(__file__).resolve().parents[2]
RECORDER = Path(__file__).with_name("recorder.py")


@dataclass(frozen=True)
class Side:
    """One revision to record: the folder of its package, the folder of its words, and its name in the progress."""

    name: str
    root: Path
    flows: Path

    def start(self, out: Path, *options: str) -> subprocess.Popen[bytes]:
        """Start to record it into a file."""
        command = [sys.executable, str(RECORDER), "--root", str(self.root), "--flows", str(self.flows)]
        command += ["--out", str(out), "--label", self.name, *options]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HELPLINE_", "TWILIO_"))}
        return subprocess.Popen(command, cwd=self.root, env=kept | {"PYTHONPATH": str(self.root)})  # noqa: S603 - ours


def finish(recordings: Iterable[subprocess.Popen[bytes]]) -> None:
    """Wait for recorders. Raises ClickException when one could not record."""
    codes = [recording.wait() for recording in recordings]
    if any(codes):
        raise click.ClickException("A recorder stopped before its end: what it said stands above.")


def unpack(revision: str, folder: Path) -> None:
    """Put the files of a revision into a folder. Raises ClickException when git does not know it."""
    done = subprocess.run(["git", "archive", revision], cwd=HOME, capture_output=True, check=False)  # noqa: S603, S607
    if done.returncode:
        raise click.ClickException(f"git has no revision {revision}: {done.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as files:
        files.extractall(folder, filter="data")


def hold_against(
    before: Side, after: Side, folder: Path, options: list[str], replay: bool = False
) -> tuple[Record, Record]:
    """Record two sides at once (to `replay`, the first only); then, on each, the paths that only the other found."""
    sides = (before, after)
    files = [folder / f"{index}.jsonl" for index in range(2)]
    exploring = 1 if replay else 2
    finish([side.start(file, *options) for side, file in list(zip(sides, files, strict=True))[:exploring]])
    records = [load(file) if file.exists() else {} for file in files]
    late = []
    for index, side in enumerate(sides):
        missing = [path for path in records[1 - index] if path not in records[index]]
        if missing:
            only, file = folder / f"only{index}.txt", folder / f"late{index}.jsonl"
            only.write_text("".join(json.dumps(path) + "\n" for path in missing), encoding="utf-8")
            late.append((index, file, side.start(file, "--only", str(only))))
    finish(recording for _, _, recording in late)
    for index, file, _ in late:
        records[index] = load(file) | records[index]
    return records[0], records[1]


@click.command()
@click.argument("revision", default="e5a34f8")
@click.option("--write", type=click.Path(path_type=Path), help="Only record this tree, into a file of JSON lines.")
@click.option("--compare", nargs=2, type=click.Path(exists=True, path_type=Path), help="Only compare two such files.")
@click.option(
    "--replay", is_flag=True, help="Walk this tree on REVISION's paths only: for addresses that never repeat."
)
@click.option("--all", "everything", is_flag=True, help="Show every difference, not the first 20.")
@click.option("--kinds", default="", help="Only these kinds of line, such as plain,texting (KINDS in recorder.py).")
@click.option(
    "--flows",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=HOME / "flows",
    show_default="the flows folder of this tree",
    help="The words of this tree's side.",
)
def main(
    revision: str,
    write: Path | None,
    compare: tuple[Path, Path] | None,
    replay: bool,
    everything: bool,
    kinds: str,
    flows: Path,
) -> None:
    """Show that this tree says, to callers and texters, what REVISION says; or what differs.

    Every way through the line is walked by key, silence, keyed-in number, call that was put through,
    spoken sentence and text, on lines of several kinds: first on REVISION, unpacked beside this tree,
    then on this tree as it lies here, committed or not. Addresses are followed and never read: how a
    conversation is written into them may change. Ends with 1 when anything differs.

    \b
        python -m tests.record                       # against the revision before the refactoring
        python -m tests.record HEAD --kinds plain    # a minute, while you work
        python -m tests.record --write before.jsonl
        python -m tests.record --compare before.jsonl after.jsonl
    """
    began = time.monotonic()
    options = ["--kinds", kinds] if kinds else []
    here = Side("this tree", HOME, flows.resolve())
    if write:
        finish([here.start(write.resolve(), *options)])
        click.echo(f"{len(load(write)):,} documents are recorded in {write}.")
        return
    if compare:
        before, after = load(compare[0]), load(compare[1])
    else:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            unpack(revision, folder / "revision")
            there = Side(revision, folder / "revision", folder / "revision" / "flows")
            before, after = hold_against(there, here, folder, options, replay)
    same = before == after
    for line in report(before, after, None if everything else 20):
        click.echo(line)
    click.echo(f"{time.monotonic() - began:.0f} seconds.", err=True)
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main(prog_name="python -m tests.record")
