"""However a flow file is damaged, the check tells it: in plain words, near the damage, and without a traceback."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.checks.run import check_folder
from helpline.content.load import read_flows

from ..conftest import JOKE
from ..damage import VOCABULARY, measure

NAMES = ("biscuits", "contacts", "phrases", "service", "words")
ODD = st.one_of(
    st.sampled_from(list("\"'[]{}:#-|>&*!%@`,\\?=~ \t\n\x00\x0b\x85\u2028\ufeff")), st.characters(codec="utf-8")
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(JOKE, tmp_path_factory.mktemp("damage") / "flows")


@pytest.mark.slow
def test_damaged_files_are_told_near_the_damage_and_never_in_the_parsers_words() -> None:
    found = measure(every=12)
    print(f"{found.near} of {found.told} on the line or beside it: {found.share:.1%}", *found.missed, sep="\n")
    assert found.told >= 2000
    assert found.share >= 0.95
    assert found.foreign == []


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(NAMES), at=st.floats(0, 1), cut=st.integers(0, 30), put=st.text(ODD, max_size=6))
def test_any_edit_is_answered_in_plain_words(folder: Path, name: str, at: float, cut: int, put: str) -> None:
    text = (JOKE / f"{name}.yaml").read_text()
    start = int(at * len(text))
    (folder / f"{name}.yaml").write_text(text[:start] + put + text[start + cut :], encoding="utf-8")
    try:
        told = [finding.complaint for finding in read_flows(folder)[1]]
        check_folder(folder, date(2026, 11, 24))
    finally:
        (folder / f"{name}.yaml").write_text(text)
    for complaint in told:
        assert not VOCABULARY.search(complaint.says.replace(put, "") + complaint.cure), complaint
        assert 1 <= complaint.line <= len(text) + 10


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_answered(folder: Path, content: bytes) -> None:
    (folder / "contacts.yaml").write_bytes(content)
    try:
        assert read_flows(folder)[1]
    finally:
        shutil.copy(JOKE / "contacts.yaml", folder / "contacts.yaml")
