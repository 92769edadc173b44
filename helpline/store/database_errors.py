"""The errors of a database as sentences that tell an operator the cause and the cure, and nothing that they hold."""

import re
from typing import NamedTuple

from helpline.errors import SettingError


class Trouble(NamedTuple):
    """Why the database cannot be used, and how to mend it."""

    says: str
    cure: str

    def __str__(self) -> str:
        return f"{self.says} {self.cure}"


_ADDRESS = "Correct DATABASE_URL, and restart the line."
_RIGHTS = "Give the line's account that right, or use another database."

# What SQLite and PostgreSQL call it (SQLite's name of the error, PostgreSQL's SQLSTATE, or words where there is no
# name for it), and what that means for the line.
KNOWN: dict[str, Trouble] = {
    "SQLITE_CANTOPEN": Trouble(
        "The file of the database cannot be opened.",
        "Its folder must be there, and the line must be allowed to write into it.",
    ),
    "SQLITE_READONLY": Trouble(
        "The file of the database may not be written to.",
        "The file, those beside it (-wal, -shm) and their folder must belong to the account that runs the line.",
    ),
    "SQLITE_NOTADB": Trouble(
        "The file that DATABASE_URL names is not a database.",
        "Move it away, or name another; the line makes a new one.",
    ),
    "SQLITE_CORRUPT": Trouble(
        "The file of the database is damaged.",
        "Stop the line, move the file and those beside it (-wal, -shm) away, and restore a backup.",
    ),
    "SQLITE_FULL|SQLITE_IOERR|53100": Trouble(
        "The disk of the database is full, or cannot be written to.", "Make room there."
    ),
    "SQLITE_BUSY|SQLITE_LOCKED|55P03": Trouble(
        "Another program keeps the database locked.", "End it; a copy or a look at the tables must not last."
    ),
    "no such table|no such column|has no column|42P01|42703": Trouble(
        "The tables in the database are not those of the line.", "Give the line a database of its own."
    ),
    "statement pooling": Trouble(
        "The pooler before PostgreSQL gives a connection for one statement only, and the line needs transactions.",
        "Set its pool_mode to transaction.",
    ),
    "unsupported startup parameter": Trouble(
        "The pooler before PostgreSQL refuses a parameter that stands after the ? in DATABASE_URL.",
        f"Take it away. {_ADDRESS}",
    ),
    "no more connections|too many (clients|connections)|remaining connection slots|53300": Trouble(
        "PostgreSQL, or the pooler before it, takes no more connections.",
        "Let it take more: each process of the line needs up to fifteen; or set a pooler before it.",
    ),
    "invalid connection option|invalid URI|invalid .* value": Trouble(
        "PostgreSQL does not know a parameter that stands after the ? in DATABASE_URL.", _ADDRESS
    ),
    "resolve|translate host": Trouble(
        "The host in DATABASE_URL leads to no machine. (In a password, @ is written %40.)", _ADDRESS
    ),
    "Connection refused|No such file": Trouble(
        "PostgreSQL does not listen where DATABASE_URL says.", "Start it, or correct the host and port."
    ),
    "timeout expired|timed out|unreachable": Trouble(
        "PostgreSQL does not answer in time.", "See that it runs, and that no firewall stands between."
    ),
    "authentication failed|no password supplied|28P01|28000": Trouble(
        "PostgreSQL does not accept the user and password in DATABASE_URL.", _ADDRESS
    ),
    "database .* does not exist|no such database|3D000": Trouble(
        "PostgreSQL has no database of the name in DATABASE_URL.", f"Make it (createdb). {_ADDRESS}"
    ),
    "role .* does not exist": Trouble("PostgreSQL has no user of the name in DATABASE_URL.", _ADDRESS),
    "SSL|pg_hba.conf": Trouble(
        "PostgreSQL and DATABASE_URL do not agree on encryption, or this machine is not let in.",
        "Try ?sslmode=require at the end of DATABASE_URL; else see pg_hba.conf.",
    ),
    "42501": Trouble("The user in DATABASE_URL may not make or change tables.", _RIGHTS),
    "25006": Trouble("PostgreSQL lets nothing be written: it is a copy, or set to read only.", _RIGHTS),
    "57P0[123]|starting up|shutting down|server closed": Trouble("PostgreSQL is starting or stopping.", "Wait for it."),
    "57014|QueuePool limit": Trouble(
        "The database is too slow: a turn took longer than 5 seconds there.", "See what else it is doing."
    ),
}


def trouble_of(error: BaseException) -> Trouble:
    """What an error of the database, or of its setting, means for the line."""
    if isinstance(error, SettingError):
        return Trouble(str(error), "Then restart the line.")
    cause = getattr(error, "orig", None) or error.__cause__ or error
    names = (getattr(cause, name, "") for name in ("sqlite_errorname", "sqlstate"))
    told = " ".join(str(part) for part in (*names, cause))
    unknown = Trouble(f"The database cannot be used ({type(cause).__name__}).", "Is DATABASE_URL right?")
    return next((trouble for pattern, trouble in KNOWN.items() if re.search(pattern, told)), unknown)
