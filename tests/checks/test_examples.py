"""The examples beside the words: each that goes wrong is told at its line."""

import pytest

from helpline.checks.run import check_folder

from .conftest import ON, Broken

NEEDED = "Add a phrase of this kind to danger.yaml, or more examples of it."


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("danger\tmilk", f'examples.tsv, line 2: "milk" is not taken for danger. {NEEDED}'),
        (
            "everyday\tput the tablets in the cup",
            'examples.tsv, line 2: "put the tablets in the cup" is taken for danger. '
            "Make the phrase in danger.yaml that it holds longer, or add to unless.",
        ),
        (
            "numbers\tmilk",
            'examples.tsv, line 2: "milk" leads to milk, not to numbers. '
            "Add a phrase for it, make the one longer that takes it first, or mend what its line begins with.",
        ),
        (
            "sugar\tis it sweet",
            'examples.tsv, line 2: "is it sweet" does not get "sugar", nor the offer of it. '
            "Add a phrase for it under inquiries, or more examples of it.",
        ),
        ("mlik\tmilk", 'examples.tsv, line 2: "mlik" is not a step. Did you mean "milk"?'),
        (
            "milk milk",
            "examples.tsv, line 2: There is no tab between what it is and the message. Write a step, a tab, the message.",
        ),
    ],
)
def test_an_example_that_goes_wrong_is_told(broken: Broken, row: str, sentence: str) -> None:
    folder = broken()
    (folder / "examples.tsv").write_text(f"# What people write.\n{row}\n")
    assert sentence in [str(finding.complaint) for finding in check_folder(folder, ON).findings]


def test_examples_that_are_understood_are_not_told(broken: Broken) -> None:
    folder = broken()
    (folder / "examples.tsv").write_text("danger\tit is on fire\neveryday\ta nice cup\nmilk\tmilk\n\n")
    assert check_folder(folder, ON).findings == ()
