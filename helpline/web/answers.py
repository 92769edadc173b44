"""The questions and outcomes as pages of their own. The answers are the address, as they are in a call."""

from urllib.parse import urljoin

from flask import Blueprint, Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from helpline.content.library import Library
from helpline.content.model import Contact, Outcome
from helpline.content.script import AFTER_NUMBER, Pause, Script, Speaker
from helpline.content.wording import words_of
from helpline.engine.keywords import exact_of, plain
from helpline.engine.language_choice import ENGLISH
from helpline.engine.machine import replay
from helpline.engine.session import Answers
from helpline.web.line import Line, the_line
from helpline.web.pages import page_library

answers = Blueprint("answers", __name__)


@answers.get("/answer/<path:given>")
@answers.get("/<language>/answer/<path:given>")
def answer(given: str, language: str = ENGLISH) -> ResponseReturnValue:
    """The step that the answers in the address lead to.

    An answer that no longer fits is left out: an old address leads as far as it still can.
    """
    line, library, segments = the_line(), page_library(), given.strip("/").split("/")
    said = answers_in(library, segments)
    if len(said) < len(segments):
        return redirect(address(said))
    name = replay(library, said)[0]
    step = library.flow.steps[name]
    shown = {"library": library, "name": name, "step": step, "said": said}
    if not isinstance(step, Outcome):
        return render_template("question.html", **shown)
    clip, sent = _clip(line, library, step), urljoin(line.settings.public_url, address(said))
    return render_template("outcome.html", clip=clip, public_address=sent, **shown)


def answers_in(library: Library, segments: list[str]) -> Answers:
    """The answers that the parts of an address give, one after the other, as far as they fit.

    Each is the name of an option, or a word or key that would choose it in a text.
    """
    said: Answers = ()
    for segment in segments:
        name = replay(library, said)[0]
        known = segment in library.flow.steps[name].options
        option = segment if known else exact_of(library).option(name, plain(segment))
        if option is None:
            break
        said = (*said, (name, option))
    return said


@answers.app_template_global()
def address(said: Answers) -> str:
    """The address of the step that these answers lead to; the home page, where there are none."""
    return url_for("answers.answer", given="/".join(option for _, option in said)) if said else url_for("pages.home")


def _clip(line: Line, library: Library, outcome: Outcome) -> str | None:
    """The address of the sound of an outcome: its advice, each number twice. None where no sound can be made."""
    name = line.clips.page_clip(_read_aloud(library, outcome), slow=False, language=library.language)
    return url_for("clips.clip", name=name) if name else None


def _read_aloud(library: Library, outcome: Outcome) -> Script:
    """An outcome as a call says it, all contacts one after the other, without the keys."""
    speaker, script = Speaker(library), list[Script]()
    for contact in range(len(outcome.contacts)):
        script.append(speaker.prompt(outcome, contact=contact, after_key=False))
    return sum(((*part, Pause(AFTER_NUMBER)) for part in script[:-1]), ()) + script[-1]


@answers.get("/contacts/<name>.vcf")
def card(name: str) -> Response:
    """A contact with a number as a vCard, which a phone saves among its own."""
    contact = the_line().library.contacts.get(name)
    if contact is None or not contact.number:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="{name}.vcf"', "X-Content-Type-Options": "nosniff"}
    return Response(_vcard(contact), headers=headers, mimetype="text/vcard")


def _vcard(contact: Contact) -> str:
    """RFC 2426, which every phone reads: lines end with CR LF, and four marks are escaped."""
    name, note = (_escaped(words) for words in (contact.name, words_of(contact.web or contact.voice)))
    lines = ("BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:{name};;;;", f"ORG:{name}",
             f"TEL;TYPE=WORK,VOICE:{contact.written}", f"NOTE:{note}", "END:VCARD", "")  # fmt: skip
    return "\r\n".join(lines)


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace(",", r"\,").replace(";", r"\;").replace("\n", r"\n")
