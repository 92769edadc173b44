"""The house rules, held by the tests: floors, style, types, sizes, layout, and documents that tell the truth."""

import ast
import re
import shlex
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from gunicorn.config import Config

from helpline.cli import main
from helpline.cli.serve import Server
from helpline.config import Settings
from helpline.web import gunicorn_settings
from helpline.web.serving import create

from . import rooms
from .conftest import HERE
from .numbers import BOTH

HOME = HERE.parent
MODULES = sorted((HOME / "helpline").rglob("*.py"))
README, OPERATING = ((HOME / name).read_text() for name in ("README.md", "helpline/OPERATING.md"))
README_WORDS = 1500
# The first holds every package that the others pin.
LOCKS = ("requirements-dev.txt", "requirements.txt", "helpline/deploy/requirements-postgres.txt")

MOST_LINES, MOST_LINES_OF = 19_400, {"web": 2_600, "store": 1_150}
STRUCK_OUT = {
    "heard",
    "meant",
    "sense",
    "asked",
    "asks",
    "asking",
    "spare",
    "late",
    "place",
    "tidy",
    "keeper",
    "reporting",
}
PICTURES = {"door", "late", "waiting", "worker", "behind", "fresh", "together", "quick", "keeper", "standing", "happened",
            "further", "shelf", "stray", "beside", "utils", "helpers", "misc"}  # fmt: skip
TOP = {"helpline", "flows", "audio", "tests", "Procfile", "pyproject.toml", "README.md", "requirements.txt",
       "requirements-dev.txt", "LICENSE", "NOTICE", "CHANGELOG.md"}  # fmt: skip


def tool(*command: str) -> None:
    """Run one of the tools that were installed beside this Python."""
    path = Path(sys.executable).parent / command[0]
    done = subprocess.run([path, *command[1:]], cwd=HOME, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [("lint-imports",), ("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)],
    ids=["floors", "style", "format", "types"],
)
def test_the_tools_find_nothing(command: tuple[str, ...]) -> None:
    tool(*command)


def test_the_house_and_its_files_have_a_size_that_can_be_read() -> None:
    lines = {path: len(path.read_text().splitlines()) for path in MODULES}
    subjects = [count for path, count in lines.items() if path.name != "__init__.py"]
    assert max(subjects) <= 300
    assert 60 <= statistics.median(subjects) <= 200
    assert len(lines) <= 180
    assert sum(lines.values()) <= MOST_LINES
    for room, most in MOST_LINES_OF.items():
        assert sum(count for path, count in lines.items() if path.parent.name == room) <= most, room


def test_functions_are_small() -> None:
    sizes = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                sizes[f"{path.name}:{node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    assert max(sizes.values()) <= 40, [name for name, size in sizes.items() if size > 40]
    assert statistics.quantiles(sizes.values(), n=10)[-1] <= 20
    assert statistics.median(sizes.values()) <= 7


@pytest.mark.parametrize(
    ("room", "pattern"),
    [
        ("", r"\b(gunicorn|asyncio|flask|werkzeug|sqlalchemy|statemachine|twilio|pydantic)[\w.]*\._[a-z]"),
        ("", r"\.wsgi_app\s*="),
        ("", r"\bContextVar\b"),
        ("web", r"\btest_client\b"),
    ],
    ids=["private names", "wrapping Flask", "context variables", "a request inside a request"],
)
def test_the_framework_is_used_in_its_own_way(room: str, pattern: str) -> None:
    for path in MODULES:
        if room in ("", path.parent.name):
            assert not re.search(pattern, path.read_text()), path


def test_one_word_is_used_for_one_thing() -> None:
    """The words that house rules strike out are no names in the code, nor in the names of its files."""
    for path in MODULES:
        assert path.stem not in PICTURES, path
        names = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
        names |= {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
        names |= {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}
        assert not names & STRUCK_OUT, path


def test_no_number_is_written_in_code() -> None:
    for path in MODULES:
        assert not any(number in path.read_text() for number in BOTH), path.name


def test_only_texts_knows_the_carriers_rest_client() -> None:
    for path in MODULES:
        if path.parent.name != "texts":
            assert not re.search(r"twilio\.(rest|http|base)\b", path.read_text()), path.name


def tracked() -> list[str]:
    """The files of the repository; of an unpacked copy without git, what lies there."""
    done = subprocess.run(["git", "ls-files"], cwd=HOME, capture_output=True, text=True, check=False)  # noqa: S607
    return done.stdout.splitlines() or [str(path.relative_to(HOME)) for path in HOME.rglob("*") if path.is_file()]


def test_the_top_level_is_fixed() -> None:
    tops = {name.split("/")[0] for name in tracked()}
    assert {top for top in tops if not top.startswith(".")} <= TOP


def test_the_locks_name_no_place_to_download_from() -> None:
    for lock in LOCKS:
        text = (HOME / lock).read_text()
        assert not re.search(r"https?://|--index|--extra-index|--find-links|^#", text, re.MULTILINE)
        assert "--hash=sha256:" in text


def test_the_locks_agree_on_what_they_pin() -> None:
    every, *others = (
        dict(re.findall(r"^(\S+)==(.+?)(?=^\S|\Z)", (HOME / lock).read_text(), re.M | re.S)) for lock in LOCKS
    )
    for lock in others:
        assert lock.items() <= every.items()


def test_the_readme_is_short_and_names_every_command() -> None:
    assert len(README.split()) <= README_WORDS
    for command in main.commands:
        assert f"`helpline {command}`" in README, command


def test_the_page_for_operators_names_every_setting_and_default() -> None:
    for setting in (
        "TWILIO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN_BEFORE", "PUBLIC_URL", "DATABASE_URL", "SECRET_KEY", "SECRET_KEY_BEFORE", "REPORT_PASSWORD",
        "METRICS_TOKEN", "HELPLINE_VOICE", "HELPLINE_STAFF", "HELPLINE_FLOWS", "HELPLINE_AUDIO", "HELPLINE_LOG", "TWILIO_ACCOUNT_SID", "TWILIO_NUMBER", "TWILIO_API_URL",
    ):  # fmt: skip
        assert f"| `{setting}` |" in OPERATING, setting
    for default in (Settings("").public_url, Settings("").database_url, Settings("").api_url, Settings("").voice):
        assert f"`{default}`" in OPERATING


@pytest.mark.parametrize("name", [name for name in tracked() if name.endswith(".md")])
def test_what_a_document_points_to_is_there(name: str) -> None:
    """Its links, and every path in it that begins with a folder of the repository."""
    page, folder = (HOME / name).read_text(), (HOME / name).parent
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page):
        assert (folder / target).exists(), target
    for path in re.findall(r"`((?:helpline|tests|flows)/[\w./-]+)`", page):
        assert (HOME / path).exists(), path


def test_the_list_of_files_is_that_of_the_docstrings() -> None:
    assert rooms.written(rooms.README.read_text()) == rooms.listed(), "run python -m tests.rooms"


def test_the_procfile_starts_the_line_as_serve_does() -> None:
    name, _, command = (HOME / "Procfile").read_text().partition(": ")
    program, *words = shlex.split(command)
    assert (name, program) == ("web", "gunicorn")
    asked = Config().parser().parse_args(words)
    assert asked.args == ["helpline.web.serving:create()"]
    assert asked.config == f"python:{gunicorn_settings.__name__}"
    served = Server(create).cfg.settings  # type: ignore[arg-type]
    for setting in ("worker_class", "workers", "keepalive", "timeout", "preload_app", "logger_class"):
        assert served[setting].value == getattr(gunicorn_settings, setting), setting
    assert (gunicorn_settings.forwarded_allow_ips, served["forwarded_allow_ips"].value) == ("", [])
