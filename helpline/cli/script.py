"""`helpline script`: the whole service on one page, to read, print and sign; or the call map."""

from datetime import date
from pathlib import Path

import click

from helpline.checks.run import gather
from helpline.cli.options import day_option, flows_option
from helpline.cli.output import give, out_option
from helpline.reports.booklet import map_page, script_page
from helpline.reports.pages import pages_in_print


@click.command()
@flows_option
@day_option
@click.option("--map", "as_map", is_flag=True, help="One side of A4 in large print: which key does what.")
@click.option("--topic", metavar="TOPIC", help="Only this step and what it leads to: its name, or a word to text.")
@out_option
def script(flows: Path, day: date, as_map: bool, topic: str | None, out: Path | None) -> None:
    """Make one HTML page of every word that the line says and texts, to print and sign.

    \b
    helpline script --out script.html                  everything
    helpline script --topic school --out school.html   what school leads to
    helpline script --map --out map.html               the call map
    """
    material = gather(flows, day)
    html = map_page(material) if as_map else script_page(material, topic)
    give(html, out)
    click.echo(f"In print: {pages_in_print(html)}.", err=True)
