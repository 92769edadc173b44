"""Errors of PostgreSQL that a test cannot bring about by itself, in the words in which they come."""

import psycopg
import pytest
from sqlalchemy.exc import OperationalError, TimeoutError

from helpline.store.database_errors import trouble_of

SLOW = "The database is too slow: a turn took longer than 5 seconds there."
NOT_ACCEPTED = "PostgreSQL does not accept the user and password in DATABASE_URL."


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (psycopg.OperationalError('connection failed: FATAL:  password authentication failed for user "hush"'), NOT_ACCEPTED),
        (psycopg.OperationalError("connection failed: fe_sendauth: no password supplied"), NOT_ACCEPTED),
        (psycopg.OperationalError('connection failed: FATAL:  pg_hba.conf rejects connection for host "127.0.0.1"'),
         "PostgreSQL and DATABASE_URL do not agree on encryption, or this machine is not let in."),
        (psycopg.OperationalError("connection timeout expired"), "PostgreSQL does not answer in time."),
        (psycopg.OperationalError("FATAL:  no more connections allowed (max_client_conn)"),
         "PostgreSQL, or the pooler before it, takes no more connections."),
        (psycopg.OperationalError("FATAL:  no such database: hush"), "PostgreSQL has no database of the name in DATABASE_URL."),
        (psycopg.errors.DiskFull("hush"), "The disk of the database is full, or cannot be written to."),
        (psycopg.errors.QueryCanceled("hush"), SLOW),
        (psycopg.errors.LockNotAvailable("hush"), "Another program keeps the database locked."),
        (psycopg.errors.AdminShutdown("hush"), "PostgreSQL is starting or stopping."),
        (psycopg.OperationalError("FATAL:  the database system is starting up"), "PostgreSQL is starting or stopping."),
        (psycopg.errors.UndefinedColumn("hush"), "The tables in the database are not those of the line."),
        (psycopg.InternalError("hush"), "The database cannot be used (InternalError)."),
    ],
)  # fmt: skip
def test_an_error_as_it_comes_from_the_driver(error: Exception, says: str) -> None:
    assert trouble_of(error).says == trouble_of(OperationalError("SELECT hush", {}, error)).says == says
    assert "hush" not in str(trouble_of(error))


def test_other_errors() -> None:
    assert trouble_of(TimeoutError("QueuePool limit of size 1 overflow 0 reached")).says == SLOW
    assert (
        str(trouble_of(ZeroDivisionError("hush")))
        == "The database cannot be used (ZeroDivisionError). Is DATABASE_URL right?"
    )
