"""From a folder of flow files to a Library, or to every complaint about them at once."""

from pathlib import Path

from pydantic import RootModel

from helpline.content import flow_rules
from helpline.content.examples import read_examples
from helpline.content.fields import parse
from helpline.content.languages import read_languages
from helpline.content.library import Library
from helpline.content.model import Contact, Flow, Link, Service
from helpline.content.phrases import Phrases
from helpline.content.rules import Finding, Rule
from helpline.content.source import Source, read, read_parts, suggest
from helpline.content.words import Words
from helpline.errors import ContentError


class Contacts(RootModel[dict[str, Contact]]):
    """contacts.yaml as a whole."""


class Links(RootModel[dict[str, Link]]):
    """links.yaml as a whole."""


WORDS_PARTS = ("danger", "faq", "languages", "replies", "spelling")  # files that may hold parts of words.yaml
NAMED = {"service", "contacts", "links", "words", "phrases", "checks", *WORDS_PARTS}  # the other files of a flow folder
UNREADABLE = Rule("H01", "house", "The line cannot start with it.", always=True)


def read_flows(folder: Path) -> tuple[Library | None, list[Finding]]:
    """The flow files in `folder`, and everything in them that a line cannot start with.

    Faults of the files themselves come alone, without a library: what the rules would find in the rest
    may only follow from them.
    """
    sources = {name: read(folder / f"{name}.yaml") for name in ("service", "contacts", "phrases")}
    sources["words"] = read_parts(folder, "words", WORDS_PARTS)
    examples, sources["examples"] = read_examples(folder)
    links = Links({})
    if (folder / "links.yaml").exists():
        sources["links"] = read(folder / "links.yaml")
        links = parse(Links, sources["links"]) or links
    translations, others = read_languages(folder)
    service = parse(Service, sources["service"])
    if service:
        sources["flow"] = _flow_file(folder, service.flow, sources["service"])
    contacts, words = parse(Contacts, sources["contacts"]), parse(Words, sources["words"])
    phrases, flow = parse(Phrases, sources["phrases"]), parse(Flow, sources.get("flow", Source("")))
    sources |= others
    complaints = [complaint for source in sources.values() for complaint in source.complaints]
    if not (service and contacts and words and phrases and flow) or complaints:
        return None, [
            Finding(UNREADABLE, complaint) for complaint in sorted(complaints, key=lambda c: (c.file, c.line))
        ]
    library = Library(
        service, contacts.root, flow, words, phrases, sources, examples, links.root, translations=translations
    )
    return library, list(flow_rules.rules.findings(library))


def _flow_file(folder: Path, name: str, service: Source) -> Source:
    """The file of the flow that service.yaml names; a name without a file is told where it is written."""
    source, others = read(folder / f"{name}.yaml"), {path.stem for path in folder.glob("*.yaml")}
    cure = suggest(name, others - NAMED, "")
    if cure and not (folder / source.file).exists():
        service.complaints.append(service.complain(("flow",), f'There is no file "{source.file}".', cure))
        source.complaints.clear()
    return source


def load(folder: Path) -> Library:
    """Load the flow files in `folder`.

    Raises ContentError with every complaint (file, line, cure) when they cannot be used.
    """
    library, found = read_flows(folder)
    if found or library is None:
        raise ContentError([finding.complaint for finding in found])
    return library
