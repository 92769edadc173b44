"""How long `helpline check` takes on flows of growing size: `python -m tests.benchmarks.check`.

Each flow is generated: questions with five options, three levels to an outcome, as many such trees
under one start as it takes. The time should grow with the number of steps and not with its square.
"""

import shutil
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from helpline.checks.run import check_folder

TEA = Path(__file__).parents[1] / "checks" / "flows"
SIZES = (250, 500, 1000, 2000)
FAN = 5
ON = date(2026, 11, 23)


def name_of(number: int) -> str:
    """A step's name: letters only, as the flow files want it."""
    letters = ""
    while number >= 0:
        number, letter = divmod(number, 26)
        letters, number = chr(97 + letter) + letters, number - 1
    return f"step_{letters}"


def steps(size: int) -> Iterator[str]:
    """The steps of a tree with `size` steps: each has five below it until they run out."""
    for number in range(size):
        below = [child for child in range(number * FAN + 1, number * FAN + 1 + FAN) if child < size]
        yield f"  {name_of(number)}:"
        yield f"    {'question: Which of these is it, then?' if below else 'outcome: Put the kettle on.'}"
        yield "    options:" if below else "    contacts: [kettle]\n    source: the box, line 1"
        for key, child in enumerate(below, start=1):
            say = f"Number {key} of them"
            yield f"      o{'abcde'[key - 1]}: {{press: {key}, say: {say}, ack: Number {key}., next: {name_of(child)}}}"


def generate(folder: Path, size: int) -> None:
    """A folder of flow files with `size` steps, beside the joke flow's other files."""
    shutil.copytree(TEA, folder)
    (folder / "words.yaml").write_text((TEA / "words.yaml").read_text().replace("{what: milk}", "{step_a: oa}"))
    (folder / "service.yaml").write_text((TEA / "service.yaml").read_text().replace("unsure", name_of(size - 1)))
    head = "title: Many cups of tea\nchecked_on: 2026-11-01\nstart: step_a\nsteps:\n"
    (folder / "tea.yaml").write_text(head + "\n".join(steps(size)) + "\n")


def seconds_for(size: int) -> tuple[float, int]:
    """The processor seconds that a check of a generated flow takes, from reading the files on, and what it finds."""
    with TemporaryDirectory() as home:
        generate(Path(home) / "flows", size)
        begun = time.process_time()
        found = check_folder(Path(home) / "flows", ON)
        return time.process_time() - begun, len(found.findings)


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print a line for each size: seconds, milliseconds a step, and the ratio to the size before."""
    before = 0.0
    for size in sizes:
        seconds, found = seconds_for(size)
        ratio = f"{seconds / before:.1f} times the size before" if before else ""
        print(f"{size:5} steps  {seconds:6.1f} s  {seconds / size * 1000:5.1f} ms a step  {found} findings  {ratio}")
        before = seconds


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
