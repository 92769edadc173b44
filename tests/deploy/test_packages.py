"""The line in a wheel, in a container and under systemd, each tried as far as a machine without them can."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..conftest import JOKE
from ..served import Served, until
from ..test_house import HOME, tracked

pytestmark = pytest.mark.slow
SITE = sysconfig.get_path("purelib")
DEPLOY = HOME / "helpline" / "deploy"


def run(*command: object, **options: object) -> str:
    """The output of a command that ends well."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


@pytest.fixture
def clean_folder(tmp_path: Path) -> Path:
    """The files of the repository as they would be checked out."""
    for name in tracked():
        (tmp_path / "checkout" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HOME / name, tmp_path / "checkout" / name)
    return tmp_path / "checkout"


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The Python of a new virtual environment, in which the packages of this one can be imported."""
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv")
    (site,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    (site / "tests.pth").write_text(SITE)
    return tmp_path / "venv" / "bin" / "python"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Serves the line, from a folder that is none of ours."""
    lines: list[Served] = []

    def serve(name: str, command: tuple[object, ...], **settings: str) -> Served:
        (tmp_path / name).mkdir(exist_ok=True)
        words = tuple(str(word) for word in command)
        lines.append(
            Served(tmp_path / name, f"sqlite:///{tmp_path}/{name}.db", command=words, **{"PYTHONPATH": ""} | settings)
        )
        return lines[-1]

    yield serve
    for line in lines:
        line.stop()


def answers(line: Served) -> bool:
    """Whether a call, a text and the page are answered."""
    assert "<Gather" in line.post("/voice", CallSid="CA1")[1]
    assert "<Message" in line.post("/sms", MessageSid="SM1", Body="menu")[1]
    return line.get("/")[0] == line.get("/static/page.css")[0] == 200


def test_a_wheel_holds_the_words_and_serves_them(
    clean_folder: Path, python: Path, tmp_path: Path, served: Callable[..., Served]
) -> None:
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", tmp_path, clean_folder)
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {name if name.startswith("helpline/") else f"helpline/{name}" for name in tracked()
              if name.startswith(("helpline/", "flows/")) and not name.startswith("helpline/deploy/")
              and not (name.startswith("helpline/") and name.endswith(".md"))}  # fmt: skip
    assert wanted <= held
    run(*pip, "--python", python, "install", "--no-deps", "--no-index", wheel)
    helpline = python.with_name("helpline")
    line = served("elsewhere", (helpline, "serve", "--port", "{port}"))
    assert answers(line)
    own = served("own", (helpline, "serve", "--port", "{port}", "--flows", JOKE))
    assert own.post("/voice", CallSid="CA1")[1] != line.post("/voice", CallSid="CA1")[1]
    assert "0 errors" in run(helpline, "check", cwd=tmp_path / "elsewhere")


def test_two_lines_run_from_one_checkout(served: Callable[..., Served], tmp_path: Path) -> None:
    command = (sys.executable, "-m", "helpline", "serve", "--port", "{port}")
    first = served("first", command, PYTHONPATH=str(HOME))
    second = served(
        "second", command, PYTHONPATH=str(HOME), HELPLINE_FLOWS=str(JOKE), HELPLINE_AUDIO=str(tmp_path / "sound")
    )
    said = [line.post("/sms", MessageSid="SM1", From="+447700900001", Body="menu")[1] for line in (first, second)]
    assert said[0] != said[1]
    assert json.loads(first.get("/health")[1])["words"] != json.loads(second.get("/health")[1])["words"]
    assert all((tmp_path / f"{name}.db").exists() for name in ("first", "second"))


INSTRUCTION = re.compile(r"^(FROM|WORKDIR|COPY|RUN|USER|VOLUME|ENV|EXPOSE|HEALTHCHECK CMD|CMD) (.+)$", re.MULTILINE)


def test_the_commands_of_the_dockerfile_serve_the_line_from_a_clean_folder(
    clean_folder: Path, python: Path, tmp_path: Path, served: Callable[..., Served]
) -> None:
    """There is no container engine here: each instruction is carried out in a folder that stands for the image."""
    image = tmp_path / "image"
    text = (DEPLOY / "Dockerfile").read_text()
    steps = INSTRUCTION.findall(text)
    assert len(steps) == len([line for line in text.splitlines() if line and not line.startswith("#")])
    os.mkdir(image)
    (python.with_name("chown")).write_text("#!/bin/sh\n")  # only the owner of a machine gives files away
    python.with_name("chown").chmod(0o755)
    python.with_name("pip").write_text(f'#!/bin/sh\nexec {python} -m pip --disable-pip-version-check "$@"\n')
    python.with_name("pip").chmod(0o755)
    env = {"PATH": f"{python.parent}:{SITE.partition('/lib/')[0]}/bin:{os.environ['PATH']}", "PYTHONPATH": ""}
    ends: dict[str, list[str]] = {}
    for kind, rest in steps:
        words = shlex.split(rest.replace("/data", f"{image}/data"))
        match kind:
            case "WORKDIR":
                os.mkdir(image / rest.lstrip("/"))
                folder = image / rest.lstrip("/")
            case "COPY":
                *sources, target = (word for word in words if not word.startswith("--"))
                for source in sources:
                    copy = shutil.copytree if (clean_folder / source).is_dir() else shutil.copy
                    copy(clean_folder / source, folder / target)  # type: ignore[operator]
            case "RUN":
                run("sh", "-c", rest.replace("/data", f"{image}/data"), cwd=folder, env=os.environ | env)
            case "ENV":
                env |= dict(word.split("=", 1) for word in words)
            case "CMD" | "HEALTHCHECK CMD":
                ends[kind] = json.loads(rest)
    command = tuple(word.replace("0.0.0.0:8000", "0.0.0.0:{port}") for word in ends["CMD"])
    line = served("image/line", command, **env)
    assert answers(line)
    health = [word.replace(":8000", f":{line.port}") for word in ends["HEALTHCHECK CMD"]]
    run(*health, env=os.environ | env)
    assert (image / "data" / "helpline.db").exists()


def test_systemd_takes_the_unit_and_its_commands_run(served: Callable[..., Served], tmp_path: Path) -> None:
    unit = (DEPLOY / "helpline@.service").read_text()
    unit = unit.replace("/srv/helpline/.venv/bin", str(Path(sys.executable).parent)).replace("/srv/helpline", str(HOME))
    (tmp_path / "helpline@.service").write_text(unit)
    if shutil.which("systemd-analyze"):
        run("systemd-analyze", "verify", tmp_path / "helpline@.service")
    commands = dict(re.findall(r"^(ExecStart|ExecReload)=(.+)$", unit, re.MULTILINE)[:2])
    start = shlex.split(commands["ExecStart"].replace("${PORT}", "{port}").replace("create()", "'create()'"))
    line = served("unit", tuple(start), PYTHONPATH=str(HOME))
    assert answers(line)
    assert "<Say" in run(*shlex.split(commands["ExecReload"]), cwd=HOME)
    old = set(line.workers())
    line.hang_up()
    until(lambda: len(set(line.workers()) - old) == 2)
