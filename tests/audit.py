"""Known vulnerabilities in what the line is built on: `python -m tests.audit`.

Asks pip-audit (`pip install pip-audit`) about every pin of requirements.txt. Ends with 1 when one is
known to be vulnerable. Where pip-audit is missing, or its data cannot be reached, it says so and ends
with 0: a build without a network must not fail, but nobody should think that it was looked at.
"""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parents[1] / "requirements.txt"
UNREACHED = "NOT LOOKED AT: pip-audit could not reach its data from here."


def main() -> int:
    """Print what is known; the exit code."""
    if not importlib.util.find_spec("pip_audit"):
        print("NOT LOOKED AT: pip-audit is not installed (pip install pip-audit).")
        return 0
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--disable-pip", "--require-hashes"]
    command += ["--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        print(UNREACHED)
        return 0
    found = [(package, flaw) for package in packages for flaw in package.get("vulns", [])]
    for package, flaw in found:
        cure = ", ".join(flaw["fix_versions"]) or "nothing yet"
        print(f"{package['name']} {package['version']}: {flaw['id']}, mended in {cure}")
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if len(skipped) == len(packages):
        print(UNREACHED)
        return 0
    if skipped:
        print(f"NOT LOOKED AT: {', '.join(skipped)}")
    print(f"{len(packages) - len(skipped)} packages looked at, {len(found)} known vulnerabilities.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
