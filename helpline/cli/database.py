"""`helpline database`: set up the database, bring it up to date, or say how it is."""

import click

from helpline.config import database_url
from helpline.store.database import opened
from helpline.store.schema import VERSION, upgrade, version_of


@click.command()
@click.option("--look", is_flag=True, help="Change nothing: only say which version is there.")
def database(look: bool) -> None:
    """Set up the database that DATABASE_URL names, or bring it up to date.

    The line does the same by itself when it starts; this command is for doing it beforehand, with
    rights that the line itself need not have.
    """
    with opened(database_url()) as opened_database:
        engine = opened_database.engine
        found, now = (version_of(engine), None) if look else upgrade(engine)
    if now is None:
        click.echo(f"The database has version {found}; this program wants version {VERSION}.")
    elif found == now:
        click.echo(f"The database is up to date (version {now}).")
    else:
        click.echo(f"The database was {f'version {found}' if found else 'empty'}. It is version {now} now.")
    if found > VERSION:
        click.echo("It was set up by a newer program. It is left as it is.")
