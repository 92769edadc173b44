"""The list of rooms and files in helpline/README.md, made from their docstrings: `python -m tests.rooms` writes it."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "helpline"
README = PACKAGE / "README.md"
ROOMS = ("content", "engine", "channels", "speech", "store", "texts", "checks", "reports", "web", "cli")  # lowest first
BEGIN, END = "<!-- the rooms: python -m tests.rooms writes them -->\n", "<!-- the end of the rooms -->"


def first_line(path: Path) -> str:
    """The first line of a module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0]


def listed() -> str:
    """A heading for each room and a line for each of its files, in Markdown."""
    lines = []
    for folder in (PACKAGE, *(PACKAGE / room for room in ROOMS)):
        title = f"{folder.name}/" if folder == PACKAGE else f"{PACKAGE.name}/{folder.name}/"
        lines += [f"\n**`{title}`** {first_line(folder / '__init__.py')}\n"]
        files = [path for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]
        lines += [f"- `{path.name}`: {first_line(path)}" for path in files]
    return "\n".join(lines) + "\n\n"


def written(readme: str) -> str:
    """The list as it stands in the README."""
    return readme.partition(BEGIN)[2].partition(END)[0]


if __name__ == "__main__":
    text = README.read_text()
    README.write_text(text.replace(BEGIN + written(text) + END, BEGIN + listed() + END))
