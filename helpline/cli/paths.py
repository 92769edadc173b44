"""`helpline paths`: every way through the line, how long it takes, and the headline figures."""

import json
from datetime import date
from pathlib import Path

import click

from helpline.checks.run import gather
from helpline.cli.options import audio_option, clip_lengths, day_option, flows_option
from helpline.cli.output import as_csv, as_table, write
from helpline.reports.headlines import Figure, figures, figures_page
from helpline.reports.paths import PathRow, path_rows
from helpline.reports.timelines import TimelineRow, timelines

Report = tuple[list[PathRow], list[Figure], list[TimelineRow]]


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
    found, times = figures(material, rows), timelines(material)
    if page:
        write(page, figures_page(material, rows, found, times))
    else:
        click.echo(FORMATS[form]((rows, found, times)))


HEADS = {
    "keys": "Keys", "outcome": "Outcome", "contacts": "Contacts", "words": "Words", "reading_age": "Age",
    "knows_first": "Knows 1st", "knows_second": "2nd", "hears_all_first": "Hears all 1st", "hears_all_second": "2nd",
    "new_p50": "New p50", "new_p95": "p95",
}  # fmt: skip


def _table(report: Report) -> str:
    rows, found, times = report
    table = as_table(list(HEADS.values()), [vars(row).values() for row in rows])
    note = "Seconds from pick-up to the end of the first and second reading of the number. Simulated."
    timeline = as_table(["Caller", "From", "To", "What happens"], [vars(row).values() for row in times])
    return "\n".join([table, "", note, "", timeline, "", *map(_figure, found)])


def _figure(figure: Figure) -> str:
    verdict = {True: "met", False: "NOT MET", None: "-"}[figure.met]
    return f"{figure.code:4} {verdict:8} {figure.value:>22}  ({figure.target})  {figure.what} [{figure.how}]"


def _csv(report: Report) -> str:
    rows, *_ = report
    return as_csv(list(HEADS), map(vars, rows))


def _json(report: Report) -> str:
    rows, found, times = report
    whole = {"paths": [*map(vars, rows)], "figures": [*map(vars, found)], "timelines": [*map(vars, times)]}
    return json.dumps(whole, indent=2, ensure_ascii=False)


FORMATS = {"table": _table, "csv": _csv, "json": _json}
