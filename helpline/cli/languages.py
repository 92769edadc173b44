"""`helpline languages`: how far each other language is, and what its translators and checkers need."""

from datetime import date
from pathlib import Path

import click

from helpline.cli.options import flows_option
from helpline.cli.output import as_table, give, out_option, write
from helpline.content.languages import FOLDER, Translated, sign_of
from helpline.content.library import Library
from helpline.content.load import load
from helpline.content.translation import Translation
from helpline.errors import SettingError
from helpline.reports.translations import STATES, same, sheet_page, standing, updated

HEADS = (
    "language", "live", "tier", "messages", "words", *STATES, "longest prompt", "dearest text", "read back by", "on",
)  # fmt: skip


@click.group(invoke_without_command=True)
@flows_option
@click.pass_context
def languages(ctx: click.Context, flows: Path) -> None:
    """Tell how far each other language is, and help those who translate and check it.

    \b
    helpline languages                            a table
    helpline languages update pl                  bring flows/languages/pl.po up to the English of today
    helpline languages sheet pl --out pl.html     a page for a translator without tools
    helpline languages same pl talk_first --by "A. Nowak"
                                                  the English changed, and its meaning did not
    helpline languages checked pl --translator "A. Nowak" --by "B. Kowal"
                                                  B. Kowal has read the words back into English, unseen
    """
    ctx.obj = flows
    if ctx.invoked_subcommand:
        return
    english = load(flows)
    rows = [row for code, one in english.translations.items() for row in _rows(english, code, one)]
    if film := english.service.website.film:
        state = "of today's words" if film.words == sign_of(english) else "stale"
        click.echo(f"Film in British Sign Language: {state}, checked on {film.checked_on} by {film.checked_by}.")
    if rows:
        click.echo(as_table(HEADS, rows))
    else:
        click.echo(f"No language but English. Write {flows / FOLDER}/<code>.yaml for one: see {flows / 'README.md'}.")


def _rows(english: Library, code: str, one: Translated) -> list[list[object]]:
    rows: list[list[object]] = []
    for tier in ("numbers", "all"):
        found = standing(one, english, tier)
        counts = [found.states.get(state, 0) for state in STATES]
        size = [f"{found.longest_prompt:.0f} s" if found.longest_prompt else "-", found.dearest_text or "-"]
        who = [one.translation.checked or "nobody", one.translation.checked_on or "-"]
        rows.append([code, one.settings.live, tier, found.messages, found.words, *counts, *size, *who])
    return rows


@languages.command()
@click.argument("code")
@click.pass_obj
def update(flows: Path, code: str) -> None:
    """Bring the translation CODE up to the English of today. No translated word is lost."""
    english = load(flows)
    one = _known(english, code)
    new = updated(one.translation, english, code)
    _save(flows, code, new)
    found = standing(Translated(code, one.settings, new), english, "all")
    click.echo(", ".join(f"{found.states.get(state, 0)} {state}" for state in STATES) + ".")


@languages.command("same")
@click.argument("code")
@click.argument("name")
@click.option("--by", required=True, metavar="PERSON", help="Who says so. It is written beside each message.")
@click.pass_obj
def same_meaning(flows: Path, code: str, name: str, by: str) -> None:
    """Say that the English of NAME changed and its meaning did not, so that the translation CODE stands.

    NAME is a step, a place as it stands in the PO file, or the beginning of one.
    """
    english = load(flows)
    new, places = same(_known(english, code).translation, english, name, by, date.today())
    if not places:
        raise SettingError(f'Nothing of "{name}" is stale in {FOLDER}/{code}.po.')
    _save(flows, code, new)
    click.echo("\n".join(["These stand again:", *(f"  {one}" for one in places)]))


@languages.command()
@click.argument("code")
@out_option
@click.pass_obj
def sheet(flows: Path, code: str, out: Path | None) -> None:
    """Print a page (HTML) of everything that is still to be translated or checked in the language CODE."""
    english = load(flows)
    give(sheet_page(_known(english, code), english), out)


@languages.command()
@click.argument("code")
@click.option("--translator", required=True, metavar="PERSON", help="Who translated it.")
@click.option("--by", required=True, metavar="PERSON", help="Who read it back into English without seeing ours.")
@click.pass_obj
def checked(flows: Path, code: str, translator: str, by: str) -> None:
    """Write down who translated the language CODE and who read it back into English, today.

    Any later change of a word takes this back by itself.
    """
    english = load(flows)
    one = _known(english, code)
    if translator.casefold().split() == by.casefold().split():
        raise SettingError("A second person has to read the words back: --translator and --by are the same.")
    lacking = list(one.lacking(english, "numbers"))
    if lacking:
        says = (
            f"{len(lacking)} messages of the first tier are missing, stale or drafts, {lacking[0].context} among them."
        )
        raise SettingError(f"{says} Translate them, and take the mark of a draft (fuzzy) away where one was checked.")
    one.translation.sign(translator, by, date.today())
    _save(flows, code, one.translation)


def _known(english: Library, code: str) -> Translated:
    if code not in english.translations:
        known = ", ".join(english.translations) or "none yet"
        raise SettingError(f"There is no {FOLDER}/{code}.yaml. Languages: {known}. See README.md in the flows folder.")
    return english.translations[code]


def _save(flows: Path, code: str, translation: Translation) -> None:
    write(flows / FOLDER / f"{code}.po", str(translation.file))
