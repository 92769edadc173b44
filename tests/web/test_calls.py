"""A call that asks for a text or to be put through, at the real webhooks with a sender that only writes down."""

import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from helpline.cli.carrier import CALLER, Carrier, read_twiml
from helpline.content.opening_hours import Hours
from helpline.engine.inputs import SendResult
from helpline.texts.number_seal import NumberSeal
from helpline.web.line import Line

from .. import twiml
from ..numbers import BOTH, SENDIASS, dialled

LANDLINE, KEYED, OURS = "+441632960001", "07700900456", "+441632960999"
PERSONAL, GUERNSEY = "070" + "1" * 8, "07911" + "1" * 6  # nobody's: made here so that no number is written
UNIQUE = "".join(KEYED[1:])


@dataclass
class Sender:
    """Writes down what it is asked to send."""

    becomes: SendResult = SendResult.SENT
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, key: str, to: str, body: str, now: float) -> SendResult:
        assert now > 0
        self.sent.append((key, to, body))
        return self.becomes


@pytest.fixture
def sender(line: Carrier) -> Sender:
    made = Sender()
    line.app.extensions["helpline"] = replace(line.app.extensions["helpline"], texting=made)
    return made


@dataclass
class Caller:
    """One call: each press goes to where the last answer said."""

    line: Carrier
    number: str = CALLER
    folder: Path | None = None
    next: str = "/voice"
    document: str = ""

    def posts(self, path: str, **fields: str) -> "Caller":
        self.document = self.line.post(path, CallSid="CA1", From=self.number, To=OURS, **fields)
        root = self.root
        gather, dial = root.find("Gather"), root.find("Dial")
        found = dial if dial is not None else gather
        self.next = (found.get("action") or "") if found is not None else ""
        return self

    def presses(self, *keys: str) -> "Caller":
        for key in keys:
            self.posts(self.next, Digits=key)
        return self

    @property
    def root(self) -> etree._Element:
        return twiml.check(self.document, self.folder)

    @property
    def words(self) -> str:
        return twiml.spoken(self.root).replace(" ,", ",")

    def asks(self) -> "Caller":
        """Presses the last key that is told: the one for a text."""
        return self.presses(self.offered)

    def dials(self) -> "Caller":
        """Presses the key to be put through: the last one that is told, where a contact takes calls."""
        return self.presses(self.offered)

    @property
    def offered(self) -> str:
        """The last key that is told."""
        return self.words.split(" /voice")[0].rsplit("press ", 1)[-1].strip(" .")


@pytest.fixture
def caller(line: Carrier, sender: Sender, outside_data: Path) -> Caller:
    return Caller(line, folder=outside_data).posts("/voice")


def test_a_caller_asks_for_the_text_and_is_told_that_it_was_sent(caller: Caller, sender: Sender) -> None:
    caller.presses("1", "1").asks()
    ((key, to, body),) = sender.sent
    assert to == CALLER
    assert SENDIASS in body
    assert "Reply" not in body
    assert caller.words.startswith("I have sent it.")
    assert twiml.numbers_read(caller.root) == [dialled(SENDIASS)] * 2
    assert CALLER.strip("+") not in key


def test_the_numbers_can_be_had_by_text_too(caller: Caller, sender: Sender) -> None:
    caller.presses("0", "2").asks()
    assert all(number in sender.sent[0][2] for number in BOTH)


def test_a_retried_press_has_the_same_key_and_a_second_wish_another(caller: Caller, sender: Sender) -> None:
    caller.presses("1", "1")
    path = caller.next
    offered = caller.offered
    caller.posts(path, Digits=offered).posts(path, Digits=offered)
    assert len({key for key, _, _ in sender.sent}) == 1
    caller.presses(offered)
    assert len({key for key, _, _ in sender.sent}) == 2


SPOKEN = {
    SendResult.SENT: "I have sent it.", SendResult.OPTED_OUT: "asked us to stop", SendResult.NOT_MOBILE: "does not get texts",
    SendResult.NOT_ALLOWED: "may not text that number", SendResult.LIMIT: "No more texts", SendResult.UNKNOWN: "It may be on its way.",
    SendResult.FAILED: "could not send it this time",
}  # fmt: skip


@pytest.mark.parametrize("sending", SendResult)
def test_the_caller_is_told_the_truth_and_hears_the_number(caller: Caller, sender: Sender, sending: SendResult) -> None:
    sender.becomes = sending
    caller.presses("1", "1").asks()
    assert SPOKEN[sending] in caller.words
    assert ("I have sent it" in caller.words) is (sending is SendResult.SENT)
    assert twiml.numbers_read(caller.root) == [dialled(SENDIASS)] * 2


def test_a_line_that_sends_no_texts_offers_none(line: Carrier) -> None:
    assert "text" not in Caller(line).posts("/voice").presses("1", "1").words.split(" /voice")[0]


@pytest.fixture
def elsewhere(line: Carrier, sender: Sender, outside_data: Path) -> Caller:
    return Caller(line, LANDLINE, outside_data).posts("/voice").presses("1", "1").asks()


def test_a_landline_keys_a_mobile_in_hears_it_back_and_says_yes(elsewhere: Caller, sender: Sender) -> None:
    assert "Put in a mobile number." in elsewhere.words
    elsewhere.presses(KEYED)
    assert "zero, seven, seven, zero, zero. nine, zero, zero. four, five, six." in elsewhere.words
    assert not sender.sent
    elsewhere.presses("1")
    assert sender.sent[0][1] == "+447700900456"
    assert elsewhere.words.startswith("I have sent it.")
    assert "sealed" not in elsewhere.next


@pytest.mark.parametrize("typed", [KEYED, "447700900456", "00447700900456"])
def test_a_number_may_start_with_the_country(elsewhere: Caller, typed: str) -> None:
    assert "four, five, six." in elsewhere.presses(typed).words


@pytest.mark.parametrize(
    "typed", ["5", "0770090045", "077009004567", "01632960001", PERSONAL, GUERNSEY, "0770*0900456"]
)
def test_what_can_get_no_texts_is_asked_for_again(elsewhere: Caller, sender: Sender, typed: str) -> None:
    assert elsewhere.presses(typed).words.startswith("I need a mobile number")
    elsewhere.presses(typed, typed)
    assert twiml.numbers_read(elsewhere.root) == [dialled(SENDIASS)] * 2
    assert not sender.sent


@pytest.mark.parametrize("typed", ["*", "0770*"])
def test_star_goes_back_to_the_advice(elsewhere: Caller, typed: str) -> None:
    assert twiml.numbers_read(elsewhere.presses(typed).root) == [dialled(SENDIASS)] * 2


def test_zero_gives_the_numbers_and_hash_more_time(elsewhere: Caller) -> None:
    path = elsewhere.next
    assert elsewhere.posts(path, Digits="", FinishedOnKey="#").words.startswith("Take all the time you need.")
    assert twiml.numbers_read(elsewhere.presses("0").root) == [dialled(SENDIASS)] * 2


def test_the_number_stands_in_no_address_log_or_database(
    elsewhere: Caller, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    with caplog.at_level(logging.DEBUG):
        elsewhere.presses(KEYED)
        for shown in (elsewhere.document, caplog.text):
            assert UNIQUE not in shown
        elsewhere.presses("2")
    assert not list(tmp_path.glob("*.db"))


def test_a_token_that_is_not_ours_sends_nothing(line: Carrier, sender: Sender, elsewhere: Caller) -> None:
    elsewhere.presses(KEYED)
    forged = NumberSeal("another secret").close(KEYED)
    start, _, _ = elsewhere.next.partition("_number=")
    elsewhere.posts(f"{start}_number={forged}", Digits="1")
    assert not sender.sent
    assert "mobile number" in elsewhere.words


@pytest.mark.parametrize("entry", ["_number=", "_number=sealed"])
def test_where_changed_words_left_a_question_a_key_is_an_option_again(line: Carrier, entry: str) -> None:
    keyed = line.post(f"/voice/answer?_begun=yes&_texts=other&{entry}", Digits="1")
    assert keyed == line.post("/voice/answer?_begun=yes&_texts=other", Digits="1")


def test_a_seal_opens_its_own_tokens_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    seal = NumberSeal("a secret")
    token = seal.close(KEYED)
    assert token != seal.close(KEYED)
    assert seal.open(token) == NumberSeal("a new secret", "a secret").open(token) == KEYED
    assert NumberSeal("a new secret").open(token) is None
    monkeypatch.setattr("time.time", lambda: datetime.now(UTC).timestamp() + 3700)
    assert seal.open(token) is None


@pytest.mark.parametrize("number", ["", "anonymous", "Restricted", "+266696687"])
def test_a_withheld_number_is_asked_for(line: Carrier, sender: Sender, number: str) -> None:
    caller = Caller(line, number).posts("/voice").presses("1", "1").asks()
    assert "Put in a mobile number." in caller.words


def changed(line: Carrier, **fields: object) -> None:
    """SENDIASS with these fields."""
    running = line.app.extensions["helpline"]
    contacts = running.library.contacts
    contacts = contacts | {"sendiass": contacts["sendiass"].model_copy(update=fields)}
    line.app.extensions["helpline"] = running.with_words(replace(running.library, contacts=contacts))


@pytest.fixture
def through(line: Carrier, sender: Sender, outside_data: Path) -> Caller:
    changed(line, put_through=True)
    return Caller(line, folder=outside_data).posts("/voice").presses("1", "1")


DIAL = {"completed": "That call has ended.", "answered": "That call has ended.", "busy": "They are on another call.",
        "no-answer": "No one picked up.", "failed": "I could not get through.", "canceled": "I could not get through.",
        "": "I could not get through."}  # fmt: skip


@pytest.mark.parametrize("status", DIAL)
def test_whatever_becomes_of_the_call_the_caller_comes_back_to_the_number(through: Caller, status: str) -> None:
    assert "For a text, press 3. To talk to SENDIASS, press 4." in through.words
    through.dials()
    assert [child.tag for child in through.root] == ["Say", "Dial"]
    assert through.root[1].findtext("Number") == "+44" + dialled(SENDIASS)[1:]
    assert through.root[1].get("callerId") is None  # the carrier shows the caller's own
    assert through.next.startswith("/voice/returned?")
    through.posts(through.next, DialCallStatus=status)
    assert through.words.startswith(DIAL[status])
    assert twiml.numbers_read(through.root) == [dialled(SENDIASS)] * 2
    assert "For a text, press 3." in through.words


# Numbers that nobody can have. The first five are how Twilio writes a number that is withheld.
NOBODYS = ("+266696687", "+7378742833", "+2562533", "+8566696", "+86282452253", "+8656696", "+7748283", "anonymous", "",
           "+", "+44", "+0", "+441", "07700900123", "sip:someone@example.org", "+" + "9" * 15, "+4477009001234", "é")  # fmt: skip


@pytest.mark.parametrize("number", NOBODYS)
def test_for_a_number_that_nobody_can_have_the_lines_own_is_shown(through: Caller, number: str) -> None:
    through.number = number
    assert through.dials().root[1].get("callerId") == OURS


@pytest.mark.parametrize("number", [CALLER, LANDLINE, "+35312345678", "+12025550123"])
def test_a_possible_number_is_shown_by_the_carrier_itself(through: Caller, number: str) -> None:
    through.number = number
    assert through.dials().root[1].get("callerId") is None


def test_a_forged_return_is_refused(line: Carrier) -> None:
    assert line.app.test_client().post("/voice/returned", data={"DialCallStatus": "busy"}).status_code == 403


def at(line: Carrier, moment: datetime) -> None:
    """Set the clock of the line."""
    running: Line = line.app.extensions["helpline"]
    line.app.extensions["helpline"] = replace(running, clock=moment.timestamp)


def test_who_is_closed_is_not_called_and_the_number_is_read_with_the_time_to_call(through: Caller) -> None:
    hours = {"monday": "09:00 to 16:30"}
    made = Hours.model_validate({"week": hours, "bank_holidays": "closed", "source": "x", "checked_on": "2026-11-23"})
    changed(through.line, hours=made)
    at(through.line, datetime(2026, 12, 24, 20, 0, tzinfo=UTC))
    through.dials()
    assert through.root.find("Dial") is None
    assert twiml.numbers_read(through.root) == [dialled(SENDIASS)] * 2
    # 28 December is a Monday and a bank holiday.
    assert "closed now. Call on Monday 4 January, nine to four thirty" in through.words
    body = through.line.text("numbers") or ""
    assert "It is closed now.\nCall on Monday 4 January, 9am to 4.30pm.\nCouncil" in body


def test_a_closure_is_told_until_its_last_day(through: Caller) -> None:
    changed(through.line, closed=date(2026, 11, 27))
    at(through.line, datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    assert "closed to the end of Friday." in through.presses("0").words
    at(through.line, datetime(2026, 11, 28, 12, 0, tzinfo=UTC))
    assert "closed" not in through.presses("0").words


def test_the_carriers_stand_in_hears_a_put_through_call(through: Caller) -> None:
    assert "I will call" in read_twiml(through.dials().document).words


def said_in(turn: dict[str, Any]) -> str:
    return " ".join(piece["words"] for row in turn["lines"] for piece in row)


def practises(line: Carrier, path: str, digit: str = "") -> dict[str, Any]:
    answer = line.app.test_client().post("/try/call", data={"next": path, "digits": digit}).json
    assert answer is not None
    return dict(answer)


def test_nothing_is_ever_sent_from_a_browser(line: Carrier, sender: Sender) -> None:
    turn = practises(line, "")
    assert "_texts=caller" in turn["next"]
    token = line.app.extensions["helpline"].seal.close(KEYED)
    for path in ("_aside=numbers&_texts=caller", f"_aside=numbers&_texts=other&_number={token}"):
        for digit in "123":
            practises(line, f"/voice/answer?{path}", digit)
    assert not sender.sent


def test_a_browser_shows_the_text_that_would_be_sent(line: Carrier, sender: Sender) -> None:
    turn = practises(line, "/voice/answer?who=setting&setting=not_talked&_texts=caller", "3")
    assert "I have sent it." in said_in(turn)
    assert turn["text"].startswith("SEND help Worcestershire\nNext step: talk to the nursery")
    assert not sender.sent


def test_a_call_that_is_put_through_in_a_browser_reaches_nobody(through: Caller) -> None:
    turn = practises(through.line, "/voice/answer?who=setting&setting=not_talked", "3")
    assert turn["next"].startswith("/voice/returned?")
    assert said_in(turn) == "I will call SENDIASS for you now."
    turn = practises(through.line, turn["next"], "1")
    assert "No one picked up." in said_in(turn)
    assert turn["contacts"][0]["name"] == "SENDIASS"
