"""Every route of the shipped line, by phone and by text, through the webhooks."""

import statistics
from pathlib import Path

import pytest
from lxml import etree

from helpline.channels import sms
from helpline.channels.segments import measure
from helpline.cli.carrier import CALLER, Carrier
from helpline.content.load import load
from helpline.content.model import Outcome, Question
from helpline.content.wording import fill, words_of
from helpline.engine.inputs import Ahead
from helpline.engine.reply import TO_WRITE_DOWN, SayStep, Why
from helpline.engine.session import Session

from .. import numbers, twiml
from ..conftest import SHIPPED
from ..numbers import dialled
from .routes import listed

LIBRARY = load(SHIPPED)
ROUTES = listed(LIBRARY)
QUESTIONS = {name: step for name, step in LIBRARY.flow.steps.items() if isinstance(step, Question)}
OUTCOMES = {name: step for name, step in LIBRARY.flow.steps.items() if isinstance(step, Outcome)}
BOTH = {dialled(number) for number in numbers.BOTH}
SENDIASS = {dialled(numbers.SENDIASS)}

# facts.md B2: the outcomes that rest on the source page, and the numbers each must give.
MUST_GIVE = {
    "talk_first": SENDIASS, "meet_setting": SENDIASS, "resolution_setting": BOTH, "talk_body": SENDIASS, "resolution_council": BOTH,
    "resolution_plan": BOTH, "mediation": BOTH, "maybe_appeal": SENDIASS, "complain_setting": SENDIASS,
    "complain_council": SENDIASS, "complain_hospital": SENDIASS, "complain_community": SENDIASS,
    "complain_children": SENDIASS, "complain_adults": SENDIASS, "complain_nhs": SENDIASS, "unsure": SENDIASS,
    "what_resolution_is": BOTH - SENDIASS, "young": BOTH,
}  # fmt: skip


@pytest.fixture(scope="session")
def schemas(request: pytest.FixtureRequest) -> Path | None:
    """The folder of the outside schemas, or None: then documents are read, but not held to them."""
    folder = SHIPPED.parent.parent / "shared" / "data"
    return folder if folder.is_dir() else None


class Phone:
    """A call through the webhooks. Every document is held to the schema and to the rules for a Gather."""

    def __init__(self, line: Carrier, schemas: Path | None):
        self.line, self.schemas = line, schemas
        self.root = self._read(line.post("/voice", CallSid="CA1", From=CALLER))

    def press(self, keys: str) -> "Phone":
        for key in keys:
            self._post(key)
        return self

    def wait(self) -> "Phone":
        self._post("")
        return self

    @property
    def session(self) -> Session:
        return twiml.session(self.root.find("Gather").get("action"))  # type: ignore[union-attr]

    @property
    def ended(self) -> bool:
        return self.root.find("Gather") is None

    def _post(self, digits: str) -> None:
        action = self.root.find("Gather").get("action")  # type: ignore[union-attr]
        self.root = self._read(self.line.post(action, CallSid="CA1", From=CALLER, Digits=digits))  # type: ignore[arg-type]

    def _read(self, document: str) -> etree._Element:
        root = twiml.check(document, self.schemas)
        if root.find("Gather") is not None:
            _hold_gather(root)
        else:
            assert [child.tag for child in root] == ["Say", "Hangup"]
        return root


def _hold_gather(root: etree._Element) -> None:
    """Rules V10, V17, V19, V29, V30 and V31, and nothing a caller would hear without live keys."""
    gather, redirect = root  # exactly these two
    assert (gather.tag, redirect.tag) == ("Gather", "Redirect")
    wanted = {
        "input": "dtmf",
        "numDigits": "1",
        "finishOnKey": "",
        "actionOnEmptyResult": "true",
        "language": "en-GB",
        "method": "POST",
    }
    assert wanted.items() <= dict(gather.attrib).items()
    follows = twiml.session(gather.get("action")).ahead is Ahead.NUMBER  # by itself: this is no try
    assert int(gather.get("timeout", "0")) >= (TO_WRITE_DOWN if follows else 10)
    assert redirect.text == gather.get("action")
    say = gather.find("Say")
    assert say is not None
    assert (say.get("voice"), say.get("language")) == ("Polly.Amy-Neural", "en-GB")
    assert len(twiml.spoken(root)) <= 3000


@pytest.fixture
def phone(line: Carrier, schemas: Path | None) -> Phone:
    return Phone(line, schemas)


def says(root: etree._Element, outcome: Outcome) -> bool:
    """Whether a document says the outcome's own words."""
    spoken = twiml.spoken(root).replace(" ,", ",").replace(" .", ".")
    return " ".join(words_of(outcome.outcome, "voice").split()) in spoken


def test_the_routes_are_those_that_were_signed_off() -> None:
    stored = (Path(__file__).parent / "routes.txt").read_text().splitlines()
    assert [" ".join(route) for route in ROUTES] == stored, "run `python -m tests.paths.routes` and read what changed"


def test_every_outcome_of_the_source_page_is_reached() -> None:
    assert set(MUST_GIVE) <= {outcome for _, outcome in ROUTES}


def test_at_most_three_questions_median_two_and_five_options() -> None:
    keys = [len(keys) for keys, _ in ROUTES] + [1]  # and 0 for the numbers
    assert max(keys) == 3
    assert statistics.median(keys) == 2
    assert max(len(question.options) for question in QUESTIONS.values()) <= 5


@pytest.mark.parametrize(("keys", "name"), ROUTES)
def test_by_phone_every_route_ends_with_its_numbers_read_twice(phone: Phone, keys: str, name: str) -> None:
    root, outcome = phone.press(keys).root, OUTCOMES[name]
    assert says(root, outcome)
    read = twiml.numbers_read(root)
    if len(outcome.contacts) == 2:
        read += twiml.numbers_read(phone.wait().root)  # the second contact comes by itself
    expected = [dialled(contact.number) for contact in LIBRARY.contacts_of(outcome) if contact.number]
    assert read == [number for number in expected for _ in range(2)]
    assert MUST_GIVE.get(name, SENDIASS) <= set(read)


@pytest.mark.parametrize(("keys", "name"), ROUTES)
def test_by_text_every_route_ends_with_the_same_contacts(
    line: Carrier, schemas: Path | None, keys: str, name: str
) -> None:
    for i, message in enumerate(("menu", *keys)):
        document = line.post("/sms", MessageSid=f"SM{keys}{i}", From=f"+447700900{keys:0>3}", Body=message)
        text = twiml.check(document, schemas).findtext("Message") or ""
        fits(text)
    outcome = OUTCOMES[name]
    written = {name: contact.written for name, contact in LIBRARY.contacts.items()}
    assert fill(words_of(outcome.outcome, "sms"), **written) in text
    for contact in LIBRARY.contacts_of(outcome):
        assert contact.written in text


def fits(text: str) -> None:
    """Rules S1, S3, S4 and S7 for any text at all."""
    size = measure(text)
    assert size.encoding == "GSM-7"
    assert size.units <= 306
    assert text[:30].startswith(LIBRARY.service.text_name)
    for line in text.splitlines():
        for number in numbers.BOTH:
            assert number not in line or line.endswith(number), f"a number is not at the end of its line: {line}"


def test_most_texts_are_one_segment() -> None:
    texts = [sms.text(LIBRARY, SayStep(name, Why.CHOSEN)) for name in LIBRARY.flow.steps]
    assert statistics.median(measure(text).segments for text in texts) == 1
    for text in texts:
        assert len(text.splitlines()) <= 8


@pytest.mark.parametrize("name", LIBRARY.words.replies)
def test_every_reply_that_stands_alone_fits_and_gives_a_number(name: str) -> None:
    text = sms.text(LIBRARY, SayStep(name, Why.ASKED))
    fits(text)
    assert any(number in text for number in numbers.BOTH)


def prefixes() -> list[str]:
    """The shortest keys to every step."""
    found: dict[str, str] = {LIBRARY.flow.start: ""}
    for name, step in LIBRARY.flow.steps.items():
        for option in step.options.values():
            if name in found:
                found.setdefault(option.next, found[name] + str(option.press))
    assert set(found) == set(LIBRARY.flow.steps)
    return list(found.values())


@pytest.mark.parametrize("keys", prefixes())
def test_every_key_and_silence_is_answered_at_every_step(line: Carrier, schemas: Path | None, keys: str) -> None:
    for key in [*"0123456789*#", ""]:
        phone = Phone(line, schemas).press(keys)
        phone.press(key) if key else phone.wait()
        assert not phone.ended


@pytest.mark.parametrize("keys", prefixes())
@pytest.mark.parametrize("misses", ["    ", "999", "9 9", "  9 ", "99 "])
def test_three_misses_end_with_a_number_read_twice(line: Carrier, schemas: Path | None, keys: str, misses: str) -> None:
    phone, read = Phone(line, schemas).press(keys), []
    for miss in misses:
        phone.wait() if miss == " " else phone.press(miss)
        read += twiml.numbers_read(phone.root)
        if phone.ended:
            break
    assert any(read.count(number) >= 2 for number in BOTH)


@pytest.mark.parametrize("keys", prefixes())
def test_who_presses_nothing_hears_a_number_twice_before_the_call_ends(
    line: Carrier, schemas: Path | None, keys: str
) -> None:
    phone = Phone(line, schemas).press(keys)
    read = twiml.numbers_read(phone.root)
    for _ in range(12):
        if phone.ended:
            break
        read += twiml.numbers_read(phone.wait().root)
    assert phone.ended
    assert any(read.count(number) >= 2 for number in BOTH)


@pytest.mark.parametrize("keys", prefixes())
def test_zero_reads_both_numbers_twice_from_everywhere_and_star_returns(
    line: Carrier, schemas: Path | None, keys: str
) -> None:
    phone = Phone(line, schemas).press(keys)
    where = phone.session
    read = twiml.numbers_read(phone.press("0").root) + twiml.numbers_read(phone.press("2").root)
    assert read == numbers.BOTH_TWICE
    assert phone.press("*").session == where


@pytest.mark.parametrize("name", ["mediation", "maybe_appeal", "resolution_plan"])
def test_where_an_appeal_may_be_open_the_time_limit_is_told_on_both_channels(name: str) -> None:
    for channel in ("voice", "sms"):
        words = " ".join(words_of(OUTCOMES[name].outcome, channel).lower().split())  # type: ignore[arg-type]
        assert "time limit" in words
        assert "check your letter" in words
        assert "do not wait" in words


@pytest.mark.parametrize("start", ["2", "3"])
def test_an_appeal_is_asked_about_before_whether_they_have_met(start: str) -> None:
    first, second = (outcome for keys, outcome in ROUTES if keys in (start + "1", start + "2"))
    assert (first, second) == ("mediation", "maybe_appeal")


def test_a_letter_can_be_told_from_every_outcome_of_a_school() -> None:
    for keys, name in ROUTES:
        if keys.startswith("1"):
            assert OUTCOMES[name].also["letter"].next == "maybe_appeal"


def test_the_numbers_and_the_address_are_those_of_the_source_page(outside_data: Path) -> None:
    page = " ".join(next((outside_data.parent / "source").glob("*.txt")).read_text().split())
    for contact in LIBRARY.contacts.values():
        if contact.source.startswith("the council page"):
            parts = contact.written.replace("\n", ", ").replace(" WR", ", WR").split(", ")
            assert [part for part in parts if part not in page] == []
