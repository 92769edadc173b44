"""The flow files as they were at a git revision, and the name by which people know a version."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tarfile import open as open_tar
from tempfile import TemporaryDirectory

from helpline.errors import SettingError


@contextmanager
def flows_at(where: str, flows: Path) -> Iterator[Path]:
    """A folder of flow files: `where` itself if it is a folder, else the folder `flows` at that git revision.

    Raises SettingError when it is neither.
    """
    if Path(where).is_dir():
        yield Path(where)
        return
    with TemporaryDirectory() as folder:
        # An archive, not a checkout: nobody's working copy is touched.
        packed = _git(where, flows, "archive", "--format=tar", "--end-of-options", where, ".")
        with open_tar(fileobj=BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)


def name_of(where: str, flows: Path) -> str:
    """The version at `where` as people know it: the folder, or the revision with its short name and its day."""
    if Path(where).is_dir():
        return f"the folder {where}"
    known = _git(where, flows, "log", "-1", "--format=%h of %cs", "--end-of-options", where, "--")
    return f"{where} ({known.decode().strip()})"


def _git(revision: str, flows: Path, *command: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(flows.resolve()), *command], capture_output=True, check=False)  # noqa: S603, S607
    except OSError:
        raise SettingError(
            f'"{revision}" is no folder here, and to look for it among the versions that git keeps, git must be '
            "installed. Install git, or give two folders."
        ) from None
    if done.returncode:
        raise SettingError(f'"{revision}" is neither a folder nor a revision that git knows.')
    return done.stdout
