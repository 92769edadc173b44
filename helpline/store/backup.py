"""Backups of an SQLite database by SQLite's own means: whole, whatever the line is doing meanwhile.

A copy of the file alone is none: what was written last stands in the -wal file beside it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine

from helpline.errors import SettingError
from helpline.store.schema import VERSION, sessions

BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a file while it is in use
OTHERS_TOOLS = (
    "The database is PostgreSQL's own to back up: pg_dump --format=custom --file=FILE makes a backup, and pg_restore "
    "puts it back."
)


def back_up(engine: Engine, file: Path) -> None:
    """Write a backup into a new `file`. The line may go on meanwhile.

    Raises SettingError, in a sentence, when that cannot be; then no file is left behind.
    """
    database = _file_of(engine)
    if not database.is_file():
        raise SettingError(f"There is no database at {database.absolute()} to back up. Is DATABASE_URL right?")
    if file.exists():
        raise SettingError(f"{file} is there already, and is not overwritten. Give the backup another name.")
    _copy(database, file)


def restore(engine: Engine, file: Path) -> None:
    """Make the database anew from a backup. Nothing may be where it goes.

    Raises SettingError, in a sentence, when that cannot be; then nothing is left behind.
    """
    database = _file_of(engine)
    _refuse_what_is_no_backup(file)
    there = [path for path in (database, *(Path(f"{database}{end}") for end in BESIDE)) if path.exists()]
    if there:
        running = "The line runs with it. " if _is_open(database) else ""
        raise SettingError(
            f"There is a database already: {', '.join(map(str, there))}. It is not overwritten. {running}Stop the "
            "line, move all that is there away together, and restore again."
        )
    _copy(file, database)


def _file_of(engine: Engine) -> Path:
    """The file of a database. Raises SettingError for one that has none."""
    if engine.dialect.name != "sqlite":
        raise SettingError(OTHERS_TOOLS)
    if not engine.url.database:  # an address that cannot be meant: a connection says why
        engine.raw_connection()
    return Path(str(engine.url.database))


def _copy(old: Path, new: Path) -> None:
    """Copy a database into a new file, which holds all of it: nothing stands beside it."""
    try:
        new.touch(mode=0o600, exist_ok=False)  # it holds hashes of people's numbers
    except OSError as error:
        raise SettingError(f"{new} cannot be written: {error.strerror}.") from None
    try:
        with _opened(old, "rw") as source, _opened(new, "rw") as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
            if target.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise SettingError(f"{old} is damaged, so it was not copied. Use an older backup.")
    except sqlite3.Error as error:
        new.unlink()
        raise SettingError(f"{old} could not be copied to {new}: {error}.") from None
    except BaseException:
        new.unlink()
        raise


def _refuse_what_is_no_backup(file: Path) -> None:
    """Raises SettingError unless `file` holds the tables of this line, of this version or an earlier one."""
    if not file.is_file():
        raise SettingError(f"{file} is not there. Give the file that helpline database --backup wrote.")
    try:
        with _opened(file, "ro") as backup:
            tables = {name for (name,) in backup.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            version = backup.execute("SELECT version FROM schema_version").fetchone() if tables else None
    except sqlite3.Error:
        tables, version = set(), None
    if sessions.name not in tables or version is None:
        raise SettingError(
            f"{file} is not a backup of the line's database. Give the file that helpline database --backup wrote; a "
            "copy of the database's file without the files beside it may be empty."
        )
    if version[0] > VERSION:
        raise SettingError(f"{file} is of a newer version ({version[0]}) than this program ({VERSION}). Update it.")


def _is_open(database: Path) -> bool:
    """Whether another process has the database open. Only one that is alone can leave WAL mode."""
    try:
        with _opened(database, "rw") as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.rollback()
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorname", "") == "SQLITE_BUSY"
    return False


@contextmanager
def _opened(file: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """A connection to a file that is there: `mode` is ro or rw, as in SQLite's addresses."""
    address = f"{file.absolute().as_uri()}?mode={mode}"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=1)) as connection:
        yield connection
