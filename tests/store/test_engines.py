"""Addresses of databases: those that can be meant, and the sentence for each that cannot."""

import sys
from contextlib import closing
from pathlib import Path

import pytest

from helpline.errors import SettingError
from helpline.store.database import Database
from helpline.store.engines import IN_MEMORY, NO_DRIVER, NO_KIND, SLASHES, UNKNOWN_KIND, UNREADABLE, engine_of
from helpline.store.trial_turn import TrialTurn

NEVER = [
    ("", NO_KIND),
    ("helpline.db", NO_KIND),
    ("'sqlite:///helpline.db", UNKNOWN_KIND),
    (" sqlite:///helpline.db", UNKNOWN_KIND),
    ("sqlite:helpline.db", NO_KIND),
    ("sqlite:/helpline.db", NO_KIND),
    ("sqlite://helpline.db", SLASHES),
    ("sqlite://srv/helpline.db", SLASHES),
    ("sqlite://", IN_MEMORY),
    ("sqlite:///", IN_MEMORY),
    ("sqlite:///:memory:", IN_MEMORY),
    ("sqlite:///file::memory:?cache=shared&uri=true", IN_MEMORY),
    ("sqlite:///file:x?mode=memory&uri=true", IN_MEMORY),
    ("mysql:hush", NO_KIND),
    ("mysql://user:hush@host/name", UNKNOWN_KIND),
    ("jdbc:postgresql://user:hush@host/name", UNKNOWN_KIND),
    ("file:///helpline.db", UNKNOWN_KIND),
    ("postgresql://user:hush@host:port/name", UNREADABLE),
]


@pytest.mark.parametrize(("url", "sentence"), NEVER)
def test_an_address_that_cannot_be_meant_is_told_in_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(SettingError) as error:
        engine_of(url)
    assert str(error.value) == sentence
    assert "hush" not in sentence


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (NO_KIND, "DATABASE_URL does not begin with a kind of database. Write sqlite:///helpline.db for a file here, "
                  "or postgresql://user:password@host/name."),
        (UNKNOWN_KIND, "DATABASE_URL names a kind of database that the line cannot use. Write sqlite:///helpline.db "
                       "for a file here, or postgresql://user:password@host/name."),
        (UNREADABLE, "DATABASE_URL cannot be read. Write sqlite:///helpline.db for a file here, or "
                     "postgresql://user:password@host/name. A port is a number, and @ in a password is written %40."),
        (SLASHES, "DATABASE_URL names a file with two slashes. Write three, sqlite:///helpline.db, or four where the "
                  "file's own name begins with a slash: sqlite:////srv/helpline.db."),
        (IN_MEMORY, "DATABASE_URL names a database in memory. Each process has one of its own and loses it at a "
                    "restart, so no conversation lasts. Write sqlite:///helpline.db."),
        (NO_DRIVER, 'DATABASE_URL names PostgreSQL. Install its driver: pip install "psycopg[binary]"'),
    ],
)  # fmt: skip
def test_the_sentences(url: str, sentence: str) -> None:
    assert url == sentence


@pytest.mark.parametrize(
    "url", ["sqlite+pysqlite:///t.db", "SQLite:///t.db", "sqlite+aiosqlite:///t.db", "sqlite:////srv/t.db"]
)
def test_sqlite_is_opened_by_the_one_driver_there_is(url: str) -> None:
    assert engine_of(url).driver == "pysqlite"


@pytest.mark.parametrize("kind", ["postgres", "postgresql", "postgresql+psycopg2", "postgresql+asyncpg"])
def test_postgresql_is_too(kind: str) -> None:
    assert engine_of(f"{kind}://user:secret@host/name").driver == "psycopg"


def test_postgresql_without_its_driver_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingError) as error:
        engine_of("postgres://localhost/line")
    assert str(error.value) == NO_DRIVER


def test_a_database_that_can_never_be_fails_at_each_use_and_not_before(tmp_path: Path) -> None:
    with closing(Database("helpline.db")) as database:
        for _ in range(2):
            with pytest.raises(SettingError, match="does not begin with a kind of database"):
                database.begin()
        assert str(TrialTurn(database).trouble()) == f"{NO_KIND} Then restart the line."
