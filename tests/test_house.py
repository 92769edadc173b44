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
from helpline.web.serving import create

from .conftest import HERE
from .numbers import BOTH

HOME = HERE.parent
MODULES = sorted((HOME / "helpline").rglob("*.py"))
README = (HOME / "README.md").read_text()

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


def test_files_are_small() -> None:
    lines = [len(path.read_text().splitlines()) for path in MODULES]
    assert max(lines) <= 250
    assert statistics.median(lines) <= 90


def test_functions_are_small() -> None:
    sizes = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                sizes[f"{path.name}:{node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    assert max(sizes.values()) <= 40, [name for name, size in sizes.items() if size > 40]
    assert statistics.quantiles(sizes.values(), n=10)[-1] <= 20


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
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (HOME / name).read_text()
        assert not re.search(r"https?://|--index|--extra-index|--find-links|^#", text, re.MULTILINE)
        assert "--hash=sha256:" in text


def test_the_readme_names_every_command_and_setting() -> None:
    for command in main.commands:
        assert f"helpline {command}" in README, command
    for setting in (
        "TWILIO_AUTH_TOKEN", "PUBLIC_URL", "DATABASE_URL", "SECRET_KEY", "SECRET_KEY_BEFORE", "REPORT_PASSWORD",
        "METRICS_TOKEN", "HELPLINE_VOICE", "HELPLINE_STAFF", "TWILIO_ACCOUNT_SID", "TWILIO_NUMBER", "TWILIO_API_URL",
    ):  # fmt: skip
        assert f"`{setting}`" in README, setting
    for default in (Settings("").public_url, Settings("").database_url):
        assert default in README


def test_the_procfile_starts_the_line_as_serve_does() -> None:
    name, _, command = (HOME / "Procfile").read_text().partition(": ")
    program, *words = shlex.split(command)
    assert (name, program) == ("web", "gunicorn")
    asked, served = Config().parser().parse_args(words), Server(create, "", 2).cfg.settings  # type: ignore[arg-type]
    assert asked.args == ["helpline.web.serving:create()"]
    for setting in ("worker_class", "workers", "keepalive", "timeout", "preload_app", "control_socket_disable"):
        assert getattr(asked, setting) == served[setting].value, setting
