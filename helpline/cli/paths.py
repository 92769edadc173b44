"""`helpline paths`: every way through the line, how long it takes, and the headline figures."""

import json
from datetime import date
from pathlib import Path

import click

from helpline.checks.run import gather
from helpline.cli.options import audio_option, clip_lengths, day_option, flows_option
from helpline.cli.output import as_table, write
from helpline.reports.headlines import Figure, figures, figures_page
from helpline.reports.pages import as_csv
from helpline.reports.paths import PathRow, path_rows

Report = tuple[list[PathRow], list[Figure]]


@click.command()
@flows_option
@day_option
@audio_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
@click.option("--page", type=click.Path(dir_okay=False, path_type=Path), help="Write a page for publishing instead.")
def paths(flows: Path, day: date, audio: Path, form: str, page: Path | None) -> None:
    """List every way through the line, with keys, words and simulated seconds to the number."""
    material = gather(flows, day, clip_lengths(audio))
    rows = list(path_rows(material))
    found = figures(material, rows)
    if page:
        write(page, figures_page(material, rows, found))
    else:
        click.echo(FORMATS[form]((rows, found)))


HEADS = {
    "keys": "Keys", "outcome": "Outcome", "contacts": "Contacts", "words": "Words", "reading_age": "Age",
    "knows_first": "Knows 1st", "knows_second": "2nd", "hears_all_first": "Hears all 1st", "hears_all_second": "2nd",
    "new_p50": "New p50", "new_p95": "p95",
}  # fmt: skip


def _table(report: Report) -> str:
    rows, found = report
    table = as_table(list(HEADS.values()), [vars(row).values() for row in rows])
    note = "Seconds from pick-up to the end of the first and second reading of the number. Simulated."
    return "\n".join([table, "", note, "", *map(_figure, found)])


def _figure(figure: Figure) -> str:
    verdict = {True: "met", False: "NOT MET", None: "-"}[figure.met]
    return f"{figure.code:4} {verdict:8} {figure.value:>22}  ({figure.target})  {figure.what} [{figure.how}]"


def _csv(report: Report) -> str:
    rows, _ = report
    return as_csv(list(HEADS), map(vars, rows))


def _json(report: Report) -> str:
    rows, found = report
    whole = {"paths": [vars(row) for row in rows], "figures": [vars(figure) for figure in found]}
    return json.dumps(whole, indent=2, ensure_ascii=False)


FORMATS = {"table": _table, "csv": _csv, "json": _json}
