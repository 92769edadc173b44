"""Mistakes that people make in words, each with the exact sentence that they get; and words that are no mistake."""

import pytest

from helpline.checks.run import check_folder

from .conftest import ON, Broken, Edit, codes

VOICE, SMS = "voice: Stir it once more. It is free.", "        Next step: stir it once more."
CLOSED = "  closed: 2036-12-04\n  source: the box, line 2"


def said(words: str) -> Edit:
    return "tea.yaml", VOICE, f'voice: "{words} It is free."'


def texted(words: str) -> Edit:
    return "tea.yaml", SMS, f"        {words}"


SENTENCES = [
    (said("Ask the SENCo."), '"SENCo" is not a word that everybody knows. '
     'Say it in plain words, such as "the teacher for special needs".'),
    (said("It is a statutory cup."), '"statutory" is not a word that everybody knows. '
     'Say it in plain words, such as "by law".'),
    (texted("Ask the LA"), '"LA" is not a word that everybody knows. Say it in plain words, such as "the council".'),
    (said("Stir it \U0001f600."), 'A voice cannot say "\U0001f600". Write it in words, or take it out.'),
    (said("Stir it \u2192 again."), 'A voice cannot say "\u2192". Write it in words, or take it out.'),
    (texted("Stir it \U0001f600"), '"\U0001f600" (U+1F600) turns this text into the costly kind (UCS-2). '
     "Write it in words, or take it out."),
    (texted("It\u2019s cold"), '"\u2019" (U+2019) turns this text into the costly kind (UCS-2). '
     "Type a plain ' or - or a plain letter instead."),
    (said("Stir it, or appeal."), "An appeal is only named in a call. Name it in both, or in neither."),
    (texted("You can complain."), "A complaint is only named in a text. Name it in both, or in neither."),
    (said("You have two months."), '"2 months" is only said in a call. Say it in both, or in neither.'),
    (said("They are open 9 to 5."), '"open 9 to 5" tells opening hours. '
     'Take them out. Write them under "hours:" of the contact in contacts.yaml: the line then tells them.'),
    (said("Look at www.tea.example."), '"www.tea.example." cannot be followed by ear. '
     'Say where it stands, such as "on its website".'),
    (texted("See bit.ly.uk/x"), '"bit.ly.uk/x" is not a whole address of a public body. '
     "Take it out, or write one that begins with https:// and is on gov.uk or nhs.uk."),
    (("service.yaml", "Polly.Amy-Neural", "Polly.Amy-Nueral"),
     'Twilio has no British voice "Polly.Amy-Nueral". Did you mean "Polly.Amy-Neural"?'),
    (("service.yaml", "Polly.Amy-Neural", "alice"),
     'Twilio has no British voice "alice". Write Polly.Amy-Neural, or another British voice of Twilio\'s.'),
    (("contacts.yaml", "  source: the box, line 2", CLOSED),
     "The closure of The Teapot ends on 2036-12-04, more than a year ahead. "
     "Look at the year. A contact that is gone for good is taken out, with its outcomes."),
    (("contacts.yaml", "01632 960 002", "01632-960-001"), '"teapot" has the same number as "kettle". '
     'Look at the source of both. If they are one, take "teapot" out and write kettle instead.'),
    (("contacts.yaml", "01632 960 002", "0871 " + "222 3333"),
     f"A call to 0871 {222} 3333 costs more than other calls. Ask them for a number that begins with 01, 02, 03 or 080."),
    (("contacts.yaml", "01632 960 002", "01999 " + "999999"),
     f"No number like 01999 {999999} is given out in this country. "
     "Look at its source again. If it is right, install a newer version of the package phonenumbers."),
    (("contacts.yaml", "emergency:", "shop: {name: Shop, number: 020 7946 0001, voice: A shop., sms: Shop, source: a b, "
      "checked_on: 2026-11-01}\nemergency:"),
     'Nobody is given the contact "shop". Write shop into "contacts:" of an outcome, or take it out of this file.'),
    (said("Stir it once more. " * 11), "47 words come before the number. Cut 7 words: 40 at most."),
    (texted("Stir it once more, and then again.\n        " * 8),
     'The text for "stir_more" has 336 characters in 3 segments. Cut about 7 words: 306 characters at most.'),
    (("tea.yaml", "question: Which part", f"question: {'Think about it well. ' * 8}Which part"),
     '"what" lasts 27.1 s. Cut about 23 words: 20 s at most.'),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "sentence"), SENTENCES)
def test_a_mistake_gives_one_sentence(broken: Broken, edit: Edit, sentence: str) -> None:
    found = [
        f"{finding.complaint.says} {finding.complaint.cure}" for finding in check_folder(broken(edit), ON).findings
    ]
    assert sentence in found


@pytest.mark.parametrize(
    "words",
    ["Open at 9am.", "Call from nine to five.", "Call between 9 and 5.", "Open Monday to Friday.", "Call on weekdays.",
     "It is open 9.30 - 16:00.", "Call at two o'clock."],
)  # fmt: skip
def test_hours_are_found_however_they_are_written(broken: Broken, words: str) -> None:
    assert "V39W" in codes(broken(said(words)))


@pytest.mark.parametrize(
    "words", ["https://tea.example", "Ask tea@leaf.example.", "See tea.org.uk.", "Look at TEA.CO.UK/milk."]
)
def test_an_address_is_found_however_it_is_written(broken: Broken, words: str) -> None:
    assert "V26W" in codes(broken(said(words)))


@pytest.mark.parametrize(
    "edit",
    [said("Take one to three of them."), said("It is open."), said("Press 2, or ask the council."), said("Il est là."),
     said("Caf\u00e9 & t\u00e9, 50%. You can't."), said("E.g. a cup."), texted("https://www.gov.uk/tea"),
     texted("Reply 1 or 2"), texted("La la la")],
)  # fmt: skip
def test_other_words_are_left_alone(broken: Broken, edit: Edit) -> None:
    assert codes(broken(edit)).isdisjoint({"C05", "C09V", "V39W", "V26W", "S08"})


def test_a_text_that_is_only_of_the_costly_kind_is_not_told_to_be_long(broken: Broken) -> None:
    found = codes(broken(texted("It\u2019s cold. " * 8)))
    assert "S01" in found
    assert "S03" not in found
