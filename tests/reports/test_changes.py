"""What a change means, in sentences."""

from helpline.checks.run import gather
from helpline.reports.changes import Changes, changes

from ..checks.conftest import ON, TEA, Broken, Edit, broken

__all__ = ["broken"]


def between(broken: Broken, *edits: Edit) -> Changes:
    return changes(gather(TEA, ON), gather(broken(*edits), ON))


def test_nothing(broken: Broken) -> None:
    assert between(broken) == Changes([], [], [], [], [])


def test_a_sentence_that_is_heard_and_read(broken: Broken) -> None:
    found = between(broken, ("tea.yaml", "outcome: Look at the leaves.", "outcome: Count the leaves."))
    assert found.words == [
        'leaves (keys 2): they now hear "Count the leaves." instead of "Look at the leaves.".',
        'leaves (keys 2): they now read "Count the leaves." instead of "Look at the leaves.".',
    ]
    assert found.prompts == ["leaves: build its clip again, record it again."]
    assert not found.routes
    assert not found.halfway


def test_one_change_that_many_meet_is_told_once(broken: Broken) -> None:
    found = between(broken, ("contacts.yaml", "The Teapot pours.", "The Teapot pours tea."))
    (told,) = found.words
    assert told.startswith("pour_again (keys 1 2); leaves (keys 2); numbers (all who press 0): they now hear")


def test_a_number(broken: Broken) -> None:
    found = between(broken, ("contacts.yaml", "01632 960 002", "01632 960 003"))
    assert found.numbers == [
        "The Teapot is now given as 01632 960 003 instead of 01632 960 002.",
        "contacts.yaml, line 15: The Teapot has changed, and checked_on is still 2026-11-01. "
        "Call the number, then write today's day in checked_on.",
    ]


def test_a_route_that_leads_elsewhere(broken: Broken) -> None:
    found = between(broken, ("tea.yaml", "next: unsure\n      spilt", "next: stir_more\n      spilt"))
    assert found.routes == ["After 1 3 a caller now comes to stir_more instead of unsure."]
    assert found.halfway == ["Who has answered what: milk, milk: nothing goes on at stir_more instead of unsure."]


def test_an_option_that_is_renamed_is_asked_again(broken: Broken) -> None:
    found = between(broken, ("tea.yaml", "      spilt:\n", "      tipped:\n"))
    assert (
        'A caller can no longer choose "The colour of the milk", then "You have spilt it" (keys 1 4).' in found.routes
    )
    assert 'A caller can now choose "The colour of the milk", then "You have spilt it" (keys 1 4).' in found.routes
    assert found.halfway == ["Who has answered what: milk, milk: spilt is asked milk again."]


def test_keys_that_move(broken: Broken) -> None:
    moved = [("tea.yaml", "      stirred:\n        press: 1", "      stirred:\n        press: 2")]
    moved += [("tea.yaml", "      poured:\n        press: 2", "      poured:\n        press: 1")]
    path = broken(*moved) / "tea.yaml"
    text = path.read_text()
    start, middle, end = (text.index(name) for name in ("      stirred:", "      poured:", "      nothing:"))
    path.write_text(text[:start] + text[middle:end] + text[start:middle] + text[end:])
    found = changes(gather(TEA, ON), gather(path.parent, ON))
    assert 'For "The colour of the milk", then "You have poured it away" a caller now presses 1 1 instead of 1 2.' in (
        found.routes
    )
    assert not found.halfway


def test_a_prompt_that_is_new(broken: Broken) -> None:
    found = between(broken, ("tea.yaml", "contacts: [teapot, kettle]", "contacts: [teapot, kettle, siren]"))
    assert "pour_again, try 3, number 3: new, it has no sound yet." in found.prompts


def test_a_number_that_was_called_anew_is_only_told(broken: Broken) -> None:
    number = ("contacts.yaml", "01632 960 002", "01632 960 003")
    called = ("contacts.yaml", "line 2\n  checked_on: 2026-11-01", "line 2\n  checked_on: 2026-11-23")
    assert len(between(broken, number, called).numbers) == 1
