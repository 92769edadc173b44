"""What a change means, in sentences: every value that differs is told, and each change once."""

from pathlib import Path

import pytest

from helpline.checks.run import gather
from helpline.reports.changes import Changes, changes

from ..checks.conftest import ON, TEA, Broken, Edit, broken

__all__ = ["broken"]
NOWHERE = Path("no audio")
LEAF = 'leaves (keys 2): they now hear and read "Count the leaves." instead of "Look at the leaves.".'
BURNT = """        next: burnt
  burnt:
    outcome:
      voice: Scrape it.
      sms: |-
        Next step: scrape it.
        It is free.
    contacts: [teapot, kettle]
    source: the box, line 9
  milk:
"""


def between(broken: Broken, *edits: Edit, audio: Path = NOWHERE) -> Changes:
    return changes(gather(TEA, ON), gather(broken(*edits), ON), audio)


def test_nothing(broken: Broken) -> None:
    assert between(broken) == Changes()


@pytest.mark.parametrize(
    ("edit", "section", "told"),
    [
        (("tea.yaml", "outcome: Look at the leaves.", "outcome: Count the leaves."), "words", LEAF),
        (
            ("tea.yaml", "        Next step: stir it once more.\n", "        Next step: stir it twice.\n"),
            "words",
            'stir_more (keys 1 1): they now read "stir it twice." instead of "stir it once more.".',
        ),
        (
            ("tea.yaml", "ack: Stirred.", "ack: You did."),
            "words",
            'milk (keys 1 1, or 1 2, or 1 3, or 1 4): they now hear "You did." instead of "Stirred.".',
        ),
        (
            ("tea.yaml", "Not sure? That is fine.", "Not sure?  That is fine."),
            "words",
            'unsure (keys 1 3): they now hear and read "Not sure?  That is fine." instead of "Not sure? That is fine.".',
        ),
        (
            ("phrases.yaml", "text_sent: Crumbs sent.", "text_sent: Sent."),
            "words",
            'phrases.yaml, text_sent: they now hear or read "Sent." instead of "Crumbs sent.".',
        ),
        (
            ("phrases.yaml", "no_input: [Take your time.,", "no_input: [Think.,"),
            "words",
            'phrases.yaml, no_input: no longer "Take your time."; new: "Think.".',
        ),
        (
            ("contacts.yaml", "The Teapot pours.", "The Teapot pours tea."),
            "words",
            'pour_again (keys 1 2); leaves (keys 2); numbers (all who press 0): they now hear "The Teapot pours tea." '
            'instead of "The Teapot pours.".',
        ),
        (
            ("tea.yaml", "voice: Stir it once more. It is free.", "web: Stir it. It is free.\n      voice: Stir it once more. It is free."),
            "words",
            'stir_more (keys 1 1): new on a page, instead of the words that are said: "Stir it. It is free.".',
        ),
        (
            ("contacts.yaml", "  voice: The Teapot pours.", "  web: The Teapot pours tea.\n  voice: The Teapot pours."),
            "words",
            'pour_again (keys 1 2); leaves (keys 2); numbers (all who press 0): new on a page, instead of the words that '
            'are said: "The Teapot pours tea.".',
        ),
        (
            ("tea.yaml", "next: unsure\n      spilt", "next: stir_more\n      spilt"),
            "routes",
            "After 1 3 a caller now comes to stir_more instead of unsure.",
        ),
        (
            ("tea.yaml", "source: the box, line 6", "source: the box, line 7"),
            "settings",
            'tea.yaml, steps > cup > source: was "the box, line 6", now "the box, line 7".',
        ),
        (
            ("tea.yaml", "words: [stirred]", "words: [stirred, stired]"),
            "texted",
            'tea.yaml, steps > milk > options > stirred > words: new: "stired".',
        ),
        (
            ("words.yaml", "suicid*,", ""),
            "danger",
            'words.yaml, danger > phrases: no longer "suicid*".',
        ),
        (
            ("words.yaml", "  reply: danger", "  reply: fallback"),
            "danger",
            'words.yaml, danger > reply: was "danger", now "fallback".',
        ),
        (
            ("words.yaml", "voice: In danger? Call {emergency}.", "voice: In danger?"),
            "danger",
            'danger (by text): they now hear "(nothing)" instead of "Call {emergency}.".',
        ),
        (
            ("phrases.yaml", "careful_sms: In danger? Call {emergency}.", "careful_sms: Take care."),
            "danger",
            'phrases.yaml, careful_sms: they now read "Take care." instead of "In danger? Call {emergency}.".',
        ),
        (
            ("words.yaml", "answers: {what: milk}", "answers: {what: cup}"),
            "texted",
            'words.yaml, keywords > milk > answers > what: was "milk", now "cup".',
        ),
        (
            ("words.yaml", "    words: [milk]\n    answers: {what: milk}", "    words: [milk]\n    reply: fallback"),
            "texted",
            'words.yaml, keywords > milk > reply: new: "fallback".',
        ),
        (
            ("service.yaml", "on_unknown: fallback", "on_unknown: numbers"),
            "settings",
            'service.yaml, on_unknown: was "fallback", now "numbers".',
        ),
        (
            ("service.yaml", "say_voice: Polly.Amy-Neural", "say_voice: Polly.Emma-Neural"),
            "settings",
            'service.yaml, say_voice: was "Polly.Amy-Neural", now "Polly.Emma-Neural".',
        ),
        (
            ("service.yaml", "TEABAG: tea bag", "TEABAG: a bag"),
            "settings",
            'service.yaml, pronounce > TEABAG: was "tea bag", now "a bag".',
        ),
        (
            ("contacts.yaml", "  source: the box, line 2", "  closed: 2026-12-04\n  source: the box, line 2"),
            "numbers",
            'contacts.yaml, teapot > closed: new: "2026-12-04".',
        ),
        (
            (
                "contacts.yaml",
                "  source: the box, line 2",
                "  hours:\n    week: {monday: 09:00 to 17:00}\n    bank_holidays: closed\n    source: the lid\n"
                "    checked_on: 2026-11-01\n  source: the box, line 2",
            ),
            "numbers",
            'contacts.yaml, teapot > hours: new: week: monday: "09:00 to 17:00"; bank_holidays: "closed"; '
            'source: "the lid"; checked_on: "2026-11-01".',
        ),
        (
            ("contacts.yaml", "  source: the box, line 2", "  put_through: true\n  source: the box, line 2"),
            "numbers",
            "contacts.yaml, teapot > put_through: was false, now true.",
        ),
        (
            ("checks.yaml", "explain:", "off:\n  V36: A caller of the joke line hears the joke and no count of it.\nexplain:"),
            "settings",
            'checks.yaml, off > V36: new: "A caller of the joke line hears the joke and no count of it.".',
        ),
        (
            ("tea.yaml", "contacts: [teapot, kettle]", "contacts: [kettle, teapot]"),
            "numbers",
            'pour_again (keys 1 2): contacts: in this order now: "kettle", "teapot".',
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_once(broken: Broken, edit: Edit, section: str, told: str) -> None:
    found = between(broken, edit)
    assert told in getattr(found, section)
    sentences = [one for name in vars(found) if name not in ("halfway", "live") for one in getattr(found, name)]
    assert len(sentences) == len(set(sentences)) == 1 + told.startswith("words.yaml, keywords > milk > reply")


def test_a_new_step_is_shown_whole(broken: Broken) -> None:
    cup = "        next: cup\n  milk:\n"
    found = between(broken, ("tea.yaml", cup, BURNT))
    assert found.words == [
        'burnt (keys 3): new. They hear "Scrape it. The Teapot pours. You may want a pen. The number is: zero, one, six, '
        "three, two. nine, six, zero. zero, zero, two. Here is the number again: zero, one, six, three, two. nine, six, "
        'zero. zero, zero, two. To hear it again, press 1. For The Kettle, press 2.", then "The Kettle boils water. You '
        "may want a pen. The number is: zero, one, six, three, two. nine, six, zero. zero, zero, one. Here is the number "
        "again: zero, one, six, three, two. nine, six, zero. zero, zero, one. To hear it again, press 1. For The Teapot, "
        'press 2.". They read "Tea help / Next step: scrape it. / It is free. / Teapot: 01632 960 002 / '
        'The Kettle can help: 01632 960 001".'
    ]
    assert found.routes == ["After 3 a caller now comes to burnt instead of cup."]


def test_a_step_that_is_taken_out(broken: Broken) -> None:
    folder = broken(("tea.yaml", "        next: cup\n  milk:\n", BURNT))
    found = changes(gather(folder, ON), gather(TEA, ON), NOWHERE)
    (told,) = found.words
    assert told.startswith('burnt (keys 3): taken out. They heard "Scrape it. The Teapot pours.')


def test_an_option_that_is_new_or_taken_out_is_told_once(broken: Broken) -> None:
    stale = "      stale: {press: 5, say: You left it, ack: Left., words: [left], next: cup}\n  stir_more:\n"
    folder = broken(("tea.yaml", "  stir_more:\n", stale))
    new, old = gather(folder, ON), gather(TEA, ON)
    assert changes(old, new, NOWHERE).routes == [
        'A caller can now choose "The colour of the milk", then "You left it" (keys 1 5). They hear "Left.", and come to '
        "cup. Texters can write: left."
    ]
    gone = changes(new, old, NOWHERE)
    assert gone.routes == ['A caller can no longer choose "The colour of the milk", then "You left it" (keys 1 5).']
    assert not gone.words
    assert gone.halfway == ["Who has answered what: milk, milk: stale is asked milk again."]


def test_a_changed_option_is_told_once(broken: Broken) -> None:
    found = between(broken, ("tea.yaml", "say: You have spilt it", "say: You spilt it"))
    assert found.words == [
        'milk (keys 1 1, or 1 2, or 1 3, or 1 4): they now hear and read "You spilt it" instead of "You have spilt it".'
    ]


def test_the_same_change_in_many_steps_is_one_sentence(broken: Broken) -> None:
    found = between(broken, ("tea.yaml", "contacts: [kettle]", "contacts: [teapot]"))
    (told,) = found.numbers
    assert told == (
        'stir_more (keys 1 1); cup (keys 1 4, or 3); unsure (keys 1 3): contacts: no longer "kettle"; new: "teapot".'
    )


def test_a_question_that_becomes_an_outcome(broken: Broken) -> None:
    folder = broken()
    words = (folder / "tea.yaml").read_text()
    start, end = words.index("  milk:\n    question"), words.index("  stir_more:")
    outcome = "  milk:\n    outcome: Pour it away.\n    contacts: [kettle]\n    source: the box, line 9\n"
    rest = words[end:].replace("contacts: [teapot]", "contacts: [teapot]\n    also:\n      a: {press: 2, say: A, ack: A., "
                               "next: stir_more}\n      b: {press: 3, say: B, ack: B., next: pour_again}", 1)  # fmt: skip
    (folder / "tea.yaml").write_text(words[:start] + outcome + rest)
    found = changes(gather(TEA, ON), gather(folder, ON), NOWHERE)
    assert any(one.startswith("milk (keys 1): another kind of step now. They hear") for one in found.words)


def test_a_number(broken: Broken) -> None:
    found = between(broken, ("contacts.yaml", "01632 960 002", "01632 960 003"))
    assert found.numbers == [
        "The Teapot is now given as 01632 960 003 instead of 01632 960 002. It stands in 88 prompts of a call, 3 texts "
        "and 2 fallbacks: helpline where teapot lists them.",
        "contacts.yaml, line 15: The Teapot has changed, and checked_on is still 2026-11-01. "
        "Call the number, then write today's day in checked_on.",
    ]


def test_a_contact_that_is_new(broken: Broken) -> None:
    new = 'mug:\n  name: The Mug\n  number: 01632 960 004\n  voice: The Mug holds.\n  sms: "Mug: {number}"\n' \
          "  source: the box, line 3\n  checked_on: 2026-11-01\nkettle:\n"  # fmt: skip
    assert between(broken, ("contacts.yaml", "kettle:\n", new)).numbers[0] == (
        'contacts.yaml, mug: new: name: "The Mug"; number: "01632 960 004"; voice: "The Mug holds."; '
        'sms: "Mug: {number}"; put_through: false; source: "the box, line 3"; checked_on: "2026-11-01".'
    )


def test_keywords_in_another_order(broken: Broken) -> None:
    one, two = (
        "  numbers:\n    words: [numbers]\n    reply: numbers\n",
        "  milk:\n    words: [milk]\n    answers: {what: milk}\n",
    )
    assert between(broken, ("words.yaml", one + two, two + one)).texted == [
        'words.yaml, keywords: "milk" now stands before "numbers".'
    ]


def test_an_option_that_leads_elsewhere_moves_conversations(broken: Broken) -> None:
    found = between(broken, ("tea.yaml", "next: unsure\n      spilt", "next: stir_more\n      spilt"))
    assert found.halfway == ["Who has answered what: milk, milk: nothing goes on at stir_more instead of unsure."]


def test_an_option_that_is_renamed_is_asked_again(broken: Broken) -> None:
    found = between(broken, ("tea.yaml", "      spilt:\n", "      tipped:\n"))
    assert (
        'A caller can no longer choose "The colour of the milk", then "You have spilt it" (keys 1 4).' in found.routes
    )
    assert any(one.startswith('A caller can now choose "The colour of the milk", then') for one in found.routes)
    assert found.halfway == ["Who has answered what: milk, milk: spilt is asked milk again."]


def test_what_depends_on_a_lost_answer_is_told_with_it(broken: Broken) -> None:
    found = between(broken, ("tea.yaml", "      milk:\n        press: 1", "      cream:\n        press: 1"),
                    ("words.yaml", "{what: milk}", "{what: cream}"))  # fmt: skip
    assert found.halfway == ["Who has answered what: milk is asked what again."]


def test_keys_that_move(broken: Broken) -> None:
    moved = [("tea.yaml", "      stirred:\n        press: 1", "      stirred:\n        press: 2")]
    moved += [("tea.yaml", "      poured:\n        press: 2", "      poured:\n        press: 1")]
    path = broken(*moved) / "tea.yaml"
    text = path.read_text()
    start, middle, end = (text.index(name) for name in ("      stirred:", "      poured:", "      nothing:"))
    path.write_text(text[:start] + text[middle:end] + text[start:middle] + text[end:])
    found = changes(gather(TEA, ON), gather(path.parent, ON), NOWHERE)
    milk = '"The colour of the milk", then '
    assert found.routes == [
        f'For {milk}"You have stirred it a little" a caller now presses 1 2 instead of 1 1.',
        f'For {milk}"You have poured it away" a caller now presses 1 1 instead of 1 2.',
    ]
    assert not found.halfway


RESTART = "Restart the line. One that runs with --staff takes the words at its next turn."


def test_going_live(broken: Broken, tmp_path: Path) -> None:
    (tmp_path / "recordings").mkdir()
    for name in ("leaves.wav", "leaves.txt", "cup.wav"):
        (tmp_path / "recordings" / name).write_text("a voice")
    found = between(broken, ("tea.yaml", "outcome: Look at the leaves.", "outcome: Count the leaves."), audio=tmp_path)
    assert found.live == [
        RESTART,
        "Make the clips again with helpline audio: 14 prompts have no sound yet (leaves, leaves-text, leaves-again, leaves-more-time, leaves-slow, leaves-text-again, leaves-text-more-time, "
        "leaves-text-slow and 6 more).",
        "Take old clips away with helpline audio --prune: 14 prompts are said no more (leaves, leaves-text, leaves-again, leaves-more-time, leaves-slow, leaves-text-again, leaves-text-more-time, "
        "leaves-text-slow and 6 more).",
        "Record leaves.wav again: its words have changed.",
    ]


def test_fallbacks_are_made_again_when_their_words_change(broken: Broken) -> None:
    live = between(broken, ("contacts.yaml", "01632 960 002", "01632 960 003")).live
    assert live[:3] == [
        RESTART,
        "Make the TwiML Bin for calls again, of what helpline fallback prints.",
        "Make the TwiML Bin for texts again, of what helpline fallback --sms prints.",
    ]


def test_a_switch_of_the_checks_is_nothing_to_go_live_with(broken: Broken) -> None:
    reason = "A caller of the joke line hears the joke and no count of it."
    found = between(broken, ("checks.yaml", "explain:", f"off:\n  V36: {reason}\nexplain:"))
    assert found.settings
    assert found.live == []


def test_a_number_that_was_called_anew_may_stand(broken: Broken) -> None:
    number = ("contacts.yaml", "01632 960 002", "01632 960 003")
    called = ("contacts.yaml", "line 2\n  checked_on: 2026-11-01", "line 2\n  checked_on: 2026-11-23")
    assert not any("is still" in told for told in between(broken, number, called).numbers)
