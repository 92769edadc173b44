"""`helpline block`: senders whose texts are a nuisance."""

import time

import click

from helpline.cli.carrier import as_text
from helpline.config import from_environment
from helpline.store.blocklist import Blocklist
from helpline.store.database import opened
from helpline.store.keyed_hash import KeyedHash
from helpline.store.retention import BLOCKED_SECONDS, day_of
from helpline.texts.numbers import international


def _number(_context: click.Context, _argument: click.Parameter, given: str | None) -> str | None:
    """The number that was given, in E.164. Raises BadParameter, which does not repeat it."""
    written = as_text(click.get_binary_stream("stdin").readline()) if given == "-" else given
    if written is None:
        return None
    if number := international(written.strip().rpartition(":")[2]):
        return number
    raise click.BadParameter("that is no phone number. Write it as Twilio's log shows it, + and country code first.")


@click.command()
@click.argument("number", required=False, callback=_number)
@click.option("--remove", is_flag=True, help="Take the block of NUMBER back.")
def block(number: str | None, remove: bool) -> None:
    """Block NUMBER, whose texts are a nuisance. "-" reads it from the terminal, so that no shell remembers it.

    Without NUMBER: how many numbers are blocked, and until when.

    A blocked sender gets 999 and both numbers once an hour, by text and by WhatsApp, and nothing else. Words of
    danger are answered as ever, and so are calls. A block ends by itself after 90 days. Only a keyed hash of the
    number is kept, so nobody can read whose it is.
    """
    if remove and not number:
        raise click.UsageError("Say which number is to be unblocked: helpline block --remove NUMBER")
    settings, now = from_environment(), time.time()
    with opened(settings.database_url) as database:
        blocklist = Blocklist(database, KeyedHash(settings.secret_key, settings.secret_key_before))
        if not number:
            click.echo(_told(blocklist.ends(now)))
        elif remove:
            click.echo("It is blocked no longer." if blocklist.unblock(number) else "It was not blocked.")
        else:
            blocklist.block(number, now)
            click.echo(f"It is blocked until {day_of(now + BLOCKED_SECONDS)}.")


def _told(ends: list[int]) -> str:
    if not ends:
        return "No number is blocked."
    return "\n".join([f"Blocked numbers: {len(ends)}", *(f"  until {day_of(at)}" for at in ends)])
