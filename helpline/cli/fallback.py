"""`helpline fallback`: what the carrier says when this service cannot be reached."""

from pathlib import Path

import click

from helpline.channels import sms, voice
from helpline.cli.options import flows_option
from helpline.content.load import load


@click.command()
@click.option("--sms", "for_texts", is_flag=True, help="The reply to a text, instead of what a call hears.")
@flows_option
def fallback(for_texts: bool, flows: Path) -> None:
    """Print static TwiML with both numbers, for the carrier's fallback URL.

    Put it where it does not depend on this service: a TwiML Bin at Twilio, for example. Print it
    again whenever a number changes: it is made from contacts.yaml.
    """
    library = load(flows)
    click.echo(sms.fallback(library) if for_texts else voice.fallback(library))
