"""`helpline database`: set up the database, bring it up to date, say how it is, back it up, or restore it."""

from pathlib import Path

import click

from helpline.config import database_url
from helpline.errors import SettingError
from helpline.store.backup import back_up, restore
from helpline.store.database import Database, opened
from helpline.store.schema import VERSION, upgrade, version_of
from helpline.store.trial_turn import TrialTurn

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--look", is_flag=True, help="Change nothing: only say which version is there.")
@click.option("--backup", "backup_file", type=FILE, help="Write all of it into a new file; the line may run meanwhile.")
@click.option("--restore", "restore_file", type=FILE, help="Make it anew from such a file, while the line is stopped.")
def database(look: bool, backup_file: Path | None, restore_file: Path | None) -> None:
    """Set up the database that DATABASE_URL names, or bring it up to date.

    The line does the same by itself when it starts; this command is for doing it beforehand, with
    rights that the line itself need not have.

    A copy of an SQLite file that is in use is not a backup, and may be empty: use --backup.
    """
    if sum(map(bool, (look, backup_file, restore_file))) > 1:
        raise click.UsageError("Use one of --look, --backup and --restore at a time.")
    with opened(database_url()) as opened_database:
        if backup_file:
            back_up(opened_database.engine, backup_file)
            click.echo(f"{backup_file} holds all of the database. Keep it as safe as the database itself.")
            return
        if restore_file:
            restore(opened_database.engine, restore_file)
            click.echo(f"The database holds all of {restore_file}.")
        _look(opened_database) if look else _set_up(opened_database)


def _look(opened_database: Database) -> None:
    found = version_of(opened_database.engine)
    click.echo(f"The database has version {found}; this program wants version {VERSION}.")
    _tell_newer(found)


def _set_up(opened_database: Database) -> None:
    found, now = upgrade(opened_database.engine)
    if found == now:
        click.echo(f"The database is up to date (version {now}).")
    else:
        click.echo(f"The database was {f'version {found}' if found else 'empty'}. It is version {now} now.")
    _tell_newer(found)
    if trouble := TrialTurn(opened_database).trouble():
        raise SettingError(str(trouble))


def _tell_newer(found: int) -> None:
    if found > VERSION:
        click.echo("It was set up by a newer program. It is left as it is.")
