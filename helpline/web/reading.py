"""The questions and outcomes to read: the same words that are texted, each under the option that leads to it."""

from dataclasses import dataclass

from helpline.channels import sms
from helpline.content.library import Library
from helpline.content.model import Contact, Question
from helpline.content.wording import words_of
from helpline.engine.reply import SayStep, Why


@dataclass(frozen=True)
class Read:
    """A place as it is read: a question with its options and where each leads, or advice and contacts."""

    words: str
    options: tuple[tuple[str, "Read"], ...] = ()
    contacts: tuple[Contact, ...] = ()


def reading(library: Library, name: str = "") -> Read:
    """Every question from the start, with every outcome below the options that lead to it (rule W16).

    A flow has no loops (checked), so this ends.
    """
    name = name or library.flow.start
    step = library.step(name)
    assert step is not None  # held by content/check.py
    options = tuple((words_of(option.say, "sms"), reading(library, option.next)) for option in step.options.values())
    if isinstance(step, Question):
        return Read(words_of(step.question, "sms"), options)
    return Read(sms.advice(library, SayStep(name, Why.ASKED), step), options, tuple(library.contacts_of(step)))
