"""Flow files as they were at a git revision."""

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
        with open_tar(fileobj=BytesIO(_archive(where, flows.resolve()))) as packed:
            packed.extractall(folder, filter="data")
        yield Path(folder)


def _archive(revision: str, flows: Path) -> bytes:
    # An archive, not a checkout: nobody's working copy is touched.
    command = ["git", "-C", str(flows), "archive", "--format=tar", "--end-of-options", revision, "."]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise SettingError(f'"{revision}" is neither a folder nor a revision that git knows.')
    return done.stdout
