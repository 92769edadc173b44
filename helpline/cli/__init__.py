"""The `helpline` command."""

import sys

import click

from helpline.cli.audio import audio
from helpline.cli.block import block
from helpline.cli.call import call
from helpline.cli.changes import changes
from helpline.cli.check import check
from helpline.cli.connect import connect, fallback
from helpline.cli.database import database
from helpline.cli.doctor import doctor
from helpline.cli.draw import draw
from helpline.cli.explain import explain
from helpline.cli.languages import languages
from helpline.cli.paths import paths
from helpline.cli.report import report
from helpline.cli.retention import retention
from helpline.cli.schema import schema
from helpline.cli.script import script
from helpline.cli.serve import serve
from helpline.cli.text import text
from helpline.cli.where import where
from helpline.errors import CarrierError, ContentError, SettingError
from helpline.speech.voices import SpeechError


class Plain(click.Group):
    """A group of commands. An error that a person can mend ends in its sentence, not in a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (ContentError, SettingError, CarrierError, SpeechError) as error:
            click.echo(error, err=True)
            sys.exit(1)


@click.group(cls=Plain, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run the helpline, talk to it, and look after its words.

    \b
    New here?  helpline call     phone the line from this terminal
               helpline text     text it
               helpline check    see whether its words are right
               helpline serve    answer real calls and texts
    """


COMMANDS = (
    call, text, serve, check, explain, where, paths, script, changes, audio, draw, fallback, schema, connect, doctor,
    report, database, retention, block, languages,
)  # fmt: skip

for command in COMMANDS:
    main.add_command(command)
