"""Clips are measured where they exist; the rest is estimated."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from helpline.cli.lengths import clip_lengths
from helpline.speech.shelf import ClipShelf

from helpline.content.script import Speech

from ..checks.conftest import TEA

SCRIPT = (Speech("Put the kettle on."),)


def test_without_clips_nothing_is_measured(tmp_path: Path) -> None:
    assert clip_lengths(TEA, tmp_path)(SCRIPT, False) is None


def test_a_clip_is_measured_without_its_tail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soundfile.write(tmp_path / "one.wav", np.zeros(8000 * 3), 8000)
    monkeypatch.setattr(ClipShelf, "name_for", lambda shelf, script, slow: "one.wav")
    monkeypatch.setattr(ClipShelf, "path_of", lambda shelf, name: tmp_path / name)
    assert clip_lengths(TEA, tmp_path)(SCRIPT, False) == pytest.approx(2.5)
