"""The questions and outcomes as pages of their own. The answers are the address, as they are in a call."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from helpline.content.library import Library
from helpline.content.model import Outcome
from helpline.engine.keywords import exact_of, plain
from helpline.engine.machine import replay
from helpline.engine.session import Answers
from helpline.web.line import the_line

answers = Blueprint("answers", __name__)


@answers.get("/answer/<path:given>")
def answer(given: str) -> ResponseReturnValue:
    """The step that the answers in the address lead to.

    An answer that no longer fits is left out: whoever follows an old address comes as far as it still leads.
    """
    library, segments = the_line().library, given.strip("/").split("/")
    said = answers_in(library, segments)
    if len(said) < len(segments):
        return redirect(address(said))
    name = replay(library, said)[0]
    step = library.flow.steps[name]
    template = "outcome.html" if isinstance(step, Outcome) else "question.html"
    return render_template(template, library=library, name=name, step=step, said=said)


def answers_in(library: Library, segments: list[str]) -> Answers:
    """The answers that the parts of an address give, one after the other, as far as they fit.

    Each is the name of an option, or a word or key that would choose it in a text.
    """
    said: Answers = ()
    for segment in segments:
        name = replay(library, said)[0]
        option = (
            segment if segment in library.flow.steps[name].options else exact_of(library).option(name, plain(segment))
        )
        if option is None:
            break
        said = (*said, (name, option))
    return said


@answers.app_template_global()
def address(said: Answers) -> str:
    """The address of the step that these answers lead to; the home page, where there are none."""
    return url_for("answers.answer", given="/".join(option for _, option in said)) if said else url_for("pages.home")
