"""The look for known vulnerabilities says honestly what it could not see."""

import json
import subprocess

import pytest

from . import audit

FINE = {"name": "flask", "version": "3", "vulns": []}
FLAWED = {"name": "old", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}
UNSEEN = {"name": "flask", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("answer", "code", "says"),
    [
        (json.dumps({"dependencies": [FINE]}), 0, "1 packages looked at, 0 known vulnerabilities."),
        (json.dumps({"dependencies": [FINE, FLAWED]}), 1, "old 1: CVE-1, mended in 2"),
        (json.dumps({"dependencies": [FINE, UNSEEN]}), 0, "NOT LOOKED AT: flask"),
        (json.dumps({"dependencies": [UNSEEN]}), 0, "NOT LOOKED AT: pip-audit could not reach"),
        ("", 0, "NOT LOOKED AT: pip-audit could not reach"),
    ],
)
def test_it_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, code: int, says: str
) -> None:
    monkeypatch.setattr(audit.importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(audit.subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 0, answer, ""))
    assert audit.main() == code
    assert says in capsys.readouterr().out


def test_without_pip_audit_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(audit.importlib.util, "find_spec", lambda name: None)
    assert audit.main() == 0
    assert "pip-audit is not installed" in capsys.readouterr().out
