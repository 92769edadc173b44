"""`helpline tidy`: delete what has expired."""

import time

import click

from helpline.config import database_url
from helpline.store.schema import opened
from helpline.store.tidy import COUNTS_KEPT_DAYS, KEPT_SECONDS
from helpline.store.tidy import tidy as delete_expired


@click.command()
def tidy() -> None:
    """Delete text conversations and counts that have expired.

    A running line does it by itself every hour; this is for a line that has been switched off.
    """
    with opened(database_url()) as engine:
        gone = delete_expired(engine, time.time())
    click.echo(
        f"Deleted: {gone['sessions']} text conversations and {gone['replies']} replies older than "
        f"{KEPT_SECONDS // 3600} hours, {gone['counts']} counts older than {COUNTS_KEPT_DAYS} days."
    )
