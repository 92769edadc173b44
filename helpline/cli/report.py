"""`helpline report`: the step counts."""

import time
from pathlib import Path

import click

from helpline.cli.options import flows_option
from helpline.cli.output import as_table
from helpline.config import database_url
from helpline.content.load import load
from helpline.reports.step_counts import HEADS, NAMES, SMALLEST, by_channel, by_step, counts_csv
from helpline.store.database import opened
from helpline.store.retention import COUNTS_KEPT_DAYS, DAY_SECONDS, day_of
from helpline.store.step_counts import read


@click.command()
@flows_option
@click.option("--days", type=click.IntRange(1, COUNTS_KEPT_DAYS), default=28, show_default=True,
              help="How many days back, today included.")  # fmt: skip
@click.option("--by-day", is_flag=True, help="A row for each day.")
@click.option("--format", "form", type=click.Choice(["table", "csv"]), default="table")
def report(flows: Path, days: int, by_day: bool, form: str) -> None:
    """Say where people come, answer and give up. Counts are rounded to 5, and none under 5 is shown."""
    library, now = load(flows), time.time()
    first, last = day_of(now - (days - 1) * DAY_SECONDS), day_of(now)
    with opened(database_url()) as database:
        tally = read(database, first, last)
    rows = by_step(tally, library, by_day)
    if form == "csv":
        click.echo(counts_csv(rows, library))
        return
    click.echo(f"{first} to {last}. To the nearest {SMALLEST}; under {SMALLEST} is not shown, none included.\n")
    for channel in by_channel(rows):
        click.echo(NAMES.get(channel.channel, channel.channel))
        for name, times in channel.cells().items():
            click.echo(f"  {name:36} {times:>8}")
    heads = HEADS if by_day else HEADS[1:]
    table = as_table(heads, [[row.cells()[head] for head in heads] for row in rows])
    click.echo(f"\n{table}" if rows else "Nothing was counted.")
