"""Reading TwiML in tests, and holding it to the outside schemas."""

import re
from functools import cache
from pathlib import Path

from lxml import etree

from helpline.channels.voice import session_in
from helpline.engine.session import Session

VOICE_SCHEMA = "twiml_v20100401_twilioRealtimeCallSchema.xsd"
MESSAGE_SCHEMA = "TwiML_twilio-csharp_2016.xsd"


class _Local(etree.Resolver):
    """Finds what a schema imports beside it, so that nothing is fetched."""

    def __init__(self, folder: Path):
        super().__init__()
        self.folder = folder

    def resolve(self, url, _public_id, context):  # type: ignore[no-untyped-def]
        return self.resolve_filename(str(self.folder / Path(url).name), context)


@cache
def _schema(folder: Path, name: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Local(folder))
    return etree.XMLSchema(etree.parse(str(folder / name), parser))


def session(path: str | None) -> Session:
    """The session in the address of a next turn."""
    return session_in((path or "").partition("?")[2])


def check(document: str, folder: Path | None) -> etree._Element:
    """The document as a tree; held to the schema where `folder` (the outside data) is there."""
    root = etree.fromstring(document.encode())
    if folder:
        texts = root.find("Message") is not None or not len(root)
        # The voice schema predates Amazon's neural voices: their names are mapped to the plain ones.
        plain = document.replace("-Neural", "")
        schema = _schema(folder / "twiml_xsd", MESSAGE_SCHEMA if texts else VOICE_SCHEMA)
        schema.assertValid(etree.fromstring(plain.encode()))
    return root


DIGITS = {
    w: str(i) for i, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
}


def spoken(root: etree._Element) -> str:
    """All that is said, in one line."""
    return " ".join(" ".join(root.itertext()).split())


def numbers_read(root: etree._Element) -> list[str]:
    """Every eleven-digit number that is read out, in order, as digits."""
    words = re.findall(r"[a-z]+", spoken(root).lower())
    digits = "".join(DIGITS.get(word, " ") for word in words)
    return re.findall(r"\d{11}", digits)
