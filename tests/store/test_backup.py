"""Backups of SQLite: of a line that is running, and back again; and everything that is refused."""

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from helpline.errors import SettingError
from helpline.store.backup import OTHERS_TOOLS, back_up, restore
from helpline.store.conversations import Conversations
from helpline.store.database import Database
from helpline.store.engines import NO_KIND
from helpline.store.keyed_hash import KeyedHash
from helpline.store.schema import VERSION, replies, sessions
from helpline.store.trial_turn import TrialTurn

from .conftest import NOW, NUMBER, rows

SQLITE_HEADER = 100  # bytes


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Database]:
    """The database of a line that is running, in which one text was answered."""
    with closing(Database(f"sqlite:///{tmp_path}/t.db")) as database:
        Conversations(database, KeyedHash("k")).turn(NUMBER, "SM1", NOW, lambda session, _: (session, "<x/>"))
        yield database


def restored(backup: Path, folder: Path) -> Database:
    database = Database(f"sqlite:///{folder}/restored.db")
    restore(database.engine, backup)
    return database


def test_what_was_just_written_is_in_a_backup_and_not_in_a_copy(line: Database, tmp_path: Path) -> None:
    backup = tmp_path / "t.backup"
    back_up(line.engine, backup)
    with closing(restored(backup, tmp_path)) as database:
        assert rows(database, sessions, replies) == [1, 1]
    shutil.copy(tmp_path / "t.db", tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_size < backup.stat().st_size
    with pytest.raises(SettingError, match="is not a backup of the line's database"):
        restored(tmp_path / "copy", tmp_path / "no")


def test_a_backup_is_one_file_that_nobody_else_may_read(line: Database, tmp_path: Path) -> None:
    back_up(line.engine, tmp_path / "t.backup")
    assert [path.name for path in tmp_path.glob("t.backup*")] == ["t.backup"]
    assert (tmp_path / "t.backup").stat().st_mode & 0o777 == 0o600


def test_the_line_goes_on_meanwhile(line: Database, tmp_path: Path) -> None:
    conversations, done = Conversations(line, KeyedHash("k")), threading.Event()

    def text() -> None:
        try:
            for number in range(200):
                conversations.turn(f"+447700900{number:03}", f"SM1{number}", NOW, lambda session, _: (session, "<x/>"))
        finally:
            done.set()

    texts = threading.Thread(target=text)
    texts.start()
    made = 0
    while not done.is_set() or not made:
        back_up(line.engine, tmp_path / f"{made}.backup")
        made += 1
    texts.join()
    assert rows(line, sessions) == [200]
    assert TrialTurn(line).trouble() is None


def version_6(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE schema_version SET version = version + 1")


def damaged(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])


def of_another(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE sessions (id)")


NO_BACKUP = (
    "{file} is not a backup of the line's database. Give the file that helpline database --backup wrote; a copy of the "
    "database's file without the files beside it may be empty."
)


@pytest.mark.parametrize(
    ("spoils", "sentence"),
    [
        (lambda file: file.unlink(), "{file} is not there. Give the file that helpline database --backup wrote."),
        (lambda file: file.write_bytes(b""), NO_BACKUP),
        (lambda file: file.write_bytes(b"PK\x03\x04" * 2000), NO_BACKUP),
        (of_another, NO_BACKUP),
        (version_6, f"{{file}} is of a newer version ({VERSION + 1}) than this program ({VERSION}). Update it."),
        (damaged, None),
    ],
)
def test_a_file_that_is_no_backup_is_refused_and_nothing_is_left(
    line: Database, tmp_path: Path, spoils: Callable[[Path], object], sentence: str | None
) -> None:
    file = tmp_path / "t.backup"
    back_up(line.engine, file)
    spoils(file)
    with pytest.raises(SettingError) as error:
        restored(file, tmp_path)
    assert sentence is None or str(error.value) == sentence.format(file=file)
    assert not list(tmp_path.glob("restored*"))


def test_nothing_that_is_there_is_overwritten(line: Database, tmp_path: Path) -> None:
    backup = tmp_path / "t.backup"
    back_up(line.engine, backup)
    before = backup.read_bytes()
    with pytest.raises(SettingError) as error:
        back_up(line.engine, backup)
    assert str(error.value) == f"{backup} is there already, and is not overwritten. Give the backup another name."
    assert backup.read_bytes() == before


@pytest.mark.parametrize("left", ["", "-wal", "-shm", "-journal"])
def test_a_database_that_is_there_is_not_overwritten(line: Database, tmp_path: Path, left: str) -> None:
    """A -wal of another database would be written into the restored one."""
    back_up(line.engine, tmp_path / "t.backup")
    there = tmp_path / f"restored.db{left}"
    there.write_bytes(b"")
    with pytest.raises(SettingError) as error:
        restored(tmp_path / "t.backup", tmp_path)
    assert str(error.value) == (
        f"There is a database already: {there}. It is not overwritten. Stop the line, move all that is there away "
        "together, and restore again."
    )
    assert there.read_bytes() == b""


def test_a_line_that_runs_is_told(line: Database, tmp_path: Path) -> None:
    back_up(line.engine, tmp_path / "t.backup")
    with closing(Database(f"sqlite:///{tmp_path}/t.db")) as other, pytest.raises(SettingError) as error:
        restore(other.engine, tmp_path / "t.backup")
    assert "It is not overwritten. The line runs with it. Stop the line, move all" in str(error.value)
    assert rows(line, sessions) == [1]
    assert TrialTurn(line).trouble() is None


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://user:hush@host/name", OTHERS_TOOLS),
        ("helpline.db", NO_KIND),
        ("sqlite:///no/such/t.db", "There is no database at {here}/no/such/t.db to back up. Is DATABASE_URL right?"),
    ],
)
def test_a_database_of_which_no_backup_can_be_made(tmp_path: Path, url: str, sentence: str) -> None:
    with closing(Database(url)) as database, pytest.raises(SettingError) as error:
        back_up(database.engine, tmp_path / "t.backup")
    assert str(error.value) == sentence.format(here=Path.cwd())
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there(line: Database, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="No such file or directory"):
        back_up(line.engine, tmp_path / "no" / "t.backup")
