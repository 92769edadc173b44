"""A small joke flow that passes every check, and copies of it that are broken on purpose."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from helpline.checks.material import Material
from helpline.checks.run import check_folder, gather

TEA = Path(__file__).parent / "flows"
ON = date(2026, 11, 23)

Edit = tuple[str, str, str]  # file, what stands there, what is written instead
Broken = Callable[..., Path]


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    def copy(*edits: Edit, to: str = "") -> Path:
        folder = tmp_path / to / "flows"
        shutil.copytree(TEA, folder)
        for file, old, new in edits:
            path = folder / file
            written = path.read_text()
            assert old in written, f"{old!r} is not in {file}"
            path.write_text(written.replace(old, new))
        return folder

    return copy


def codes(folder: Path, on: date = ON) -> set[str]:
    return {finding.rule.code for finding in check_folder(folder, on).findings}


@pytest.fixture
def tea() -> Material:
    return gather(TEA, ON)
