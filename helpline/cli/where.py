"""`helpline where`: everything that holds a name of the flow files, so that a change of it surprises nobody."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from helpline.checks.material import Material
from helpline.checks.prompts import prompts
from helpline.checks.run import gather
from helpline.cli.carrier import Carrier, own_line
from helpline.cli.options import audio_option, flows_option
from helpline.content.library import Library
from helpline.content.source import suggest
from helpline.reports.booklet import map_page, script_page
from helpline.reports.holders import differ, mentions, named, names
from helpline.speech.clip_library import ClipLibrary
from helpline.speech.recording_script import SHEET


@click.command()
@flows_option
@audio_option
@click.argument("name")
def where(flows: Path, audio: Path, name: str) -> None:
    """Tell everything that holds NAME: a contact, a step, a reply, a keyword or a shared phrase of the flow files.

    helpline where sendiass
    """
    material = gather(flows, date.today())
    library, found = material.library, list(named(material.library, name))
    if not found:
        cure = suggest(name, names(library), "Names stand at the left of the flow files, before a colon.")
        click.echo(f'Nothing in the flow files is called "{name}". {cure}', err=True)
        sys.exit(2)
    for one in found:
        click.echo(f"{name} is {one.kind}: {library.location(one.spot)}.")
        lines = [f"{library.location(spot)}: {' > '.join(map(str, spot[1]))}" for spot in mentions(library, name)]
        click.echo(_told("Lines of the flow files", lines))
        with own_line(flows) as line:
            click.echo(_told("Pages", [*_pages(line, library, one.marked), *_printed(material, one.marked)]))
        for heading, held in _heard_and_read(material, one.marked, audio):
            click.echo(_told(heading, held))


def _told(heading: str, held: list[str]) -> str:
    return "\n".join([f"\n{heading}: {len(held) or 'none'}", *(f"  {one}" for one in held)])


def _heard_and_read(material: Material, marked: Library, audio: Path) -> Iterator[tuple[str, list[str]]]:
    """The prompts and texts that hold it, and the clips and recordings of those prompts."""
    held = differ(replace(material, library=marked), material)
    yield "Texts, by their step", held.texts
    yield "Fallbacks (TwiML Bins)", held.fallbacks
    yield "Prompts of a call", held.prompts
    clips, needed = ClipLibrary(audio, material.library.service.pronounce), set(held.prompts)
    built = (one for one in prompts(material.library) if one.name in needed)
    yield "Clips that are built", [one.name for one in built if clips.name_for(one.script, one.slow, one.language)]
    recordings = sorted((audio / "recordings").glob("*"))
    yield "Recordings", [path.name for path in recordings if path.suffix != SHEET and path.stem in needed]


def _pages(line: Carrier, library: Library, marked: Library) -> Iterator[str]:
    """The addresses of the pages that hold it."""
    before, after = (_rendered(line, words) for words in (library, marked))
    return (address for address in before if before[address] != after[address])


def _rendered(line: Carrier, library: Library) -> dict[str, str]:
    """Each page by its address, with these words."""
    app = line.app
    app.extensions["helpline"] = app.extensions["helpline"].with_words(library)
    pages = (rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("pages."))
    addresses = [rule.rule for rule in pages if not rule.arguments]
    return {address: app.test_client().get(address).get_data(as_text=True) for address in addresses}


def _printed(material: Material, marked: Library) -> Iterator[str]:
    """The printed pages that hold it, by the command that makes them."""
    changed = replace(material, library=marked)
    yield from ["helpline script"] if script_page(material) != script_page(changed) else []
    yield from ["helpline script --map"] if map_page(material) != map_page(changed) else []
