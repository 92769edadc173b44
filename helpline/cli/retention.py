"""`helpline retention`: delete what has expired."""

import time

import click

from helpline.config import database_url
from helpline.store.database import opened
from helpline.store.retention import COUNTS_KEPT_DAYS, KEPT_SECONDS, delete_expired


@click.command()
def retention() -> None:
    """Delete text conversations and counts that have expired.

    A running line does it by itself every hour; this is for a line that has been switched off.
    """
    with opened(database_url()) as database:
        gone = delete_expired(database, time.time())
    click.echo(
        f"Deleted: {gone['sessions']} text conversations and {gone['replies']} replies older than "
        f"{KEPT_SECONDS // 3600} hours, {gone['step_counts']} counts older than {COUNTS_KEPT_DAYS} days."
    )
