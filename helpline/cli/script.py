"""`helpline script`: the whole service on one page, to read, print and sign; or the call map."""

from datetime import date
from pathlib import Path

import click

from helpline.checks.run import gather
from helpline.cli.options import day_option, flows_option
from helpline.cli.output import write
from helpline.reports.booklet import map_page, script_page


@click.command()
@flows_option
@day_option
@click.option("--map", "as_map", is_flag=True, help="One side of A4 in large print: which key does what.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, not to the screen.")
def script(flows: Path, day: date, as_map: bool, out: Path | None) -> None:
    """Make one HTML page of every word that the line says and texts."""
    material = gather(flows, day)
    html = map_page(material) if as_map else script_page(material)
    if out:
        write(out, html)
    else:
        click.echo(html)
