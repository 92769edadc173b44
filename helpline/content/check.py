"""What must hold between flow files before the line may start. One small function a rule."""

from collections.abc import Callable, Iterator

from helpline.content.check_words import names_in_words_are_known, odd_replies_are_outcomes
from helpline.content.library import Library
from helpline.content.model import Option, Outcome, Question
from helpline.content.outcome_keys import LAST_KEY, first_option_key, wanted_keys
from helpline.content.reserved import CARRIER_WORDS
from helpline.content.routes import loop_in, reachable
from helpline.content.source import Path_, Source
from helpline.content.suggest import suggest
from helpline.content.template import BAD_BRACES, contact_names
from helpline.errors import Complaint

Sources = dict[str, Source]
Rule = Callable[[Library, Sources], Iterator[Complaint]]


def check_library(library: Library, sources: Sources) -> list[Complaint]:
    """Every complaint about how the files fit together; an empty list when they do."""
    return [complaint for rule in RULES for complaint in rule(library, sources)]


def _steps(library: Library, sources: Sources) -> Iterator[tuple[Source, Path_, Question | Outcome]]:
    for name, step in library.flow.steps.items():
        yield sources["flow"], ("steps", name), step
    for name, reply in library.words.replies.items():
        yield sources["words"], ("replies", name), reply


def _options(library: Library, sources: Sources) -> Iterator[tuple[Source, Path_, Option]]:
    for source, path, step in _steps(library, sources):
        part = "options" if isinstance(step, Question) else "also"
        for name, option in step.options.items():
            yield source, (*path, part, name), option


def start_is_a_question(library: Library, sources: Sources) -> Iterator[Complaint]:
    """The first step asks something."""
    if not isinstance(library.flow.steps.get(library.flow.start), Question):
        yield sources["flow"].complain(
            ("start",), f'"{library.flow.start}" is not a question in this file.', "Name one of the questions."
        )


def every_next_is_a_step(library: Library, sources: Sources) -> Iterator[Complaint]:
    """Each option leads somewhere; from an outcome only to another outcome, so that no path grows long."""
    for source, path, option in _options(library, sources):
        target = library.flow.steps.get(option.next)
        if target is None:
            cure = suggest(option.next, library.flow.steps, "Name a step of the flow.")
            yield source.complain((*path, "next"), f'"{option.next}" is not a step.', cure)
        elif "also" in path and isinstance(target, Question):
            yield source.complain(
                (*path, "next"), f'"{option.next}" is a question, after an outcome.', "Lead to an outcome."
            )


def no_loops(library: Library, sources: Sources) -> Iterator[Complaint]:
    """A conversation always comes to an end."""
    if loop := loop_in(library.flow):
        yield sources["flow"].complain(
            ("steps", loop[0]), f"These steps go round in a circle: {', '.join(loop)}.", "Lead one of them elsewhere."
        )


def every_step_is_reached(library: Library, sources: Sources) -> Iterator[Complaint]:
    """No step is left that nobody can come to."""
    reached = reachable(library.flow)
    for name in library.flow.steps:
        if name not in reached:
            yield sources["flow"].complain(
                ("steps", name), f'Nothing leads to "{name}".', "Lead an option to it, or take it out."
            )


def keys_have_no_gaps(library: Library, sources: Sources) -> Iterator[Complaint]:
    """Keys start at 1 and go up by 1, in the order of the lines (rule V9); an outcome's own keys come first."""
    for source, path, step in _steps(library, sources):
        first = 1 if isinstance(step, Question) else first_option_key(step)
        part = "options" if isinstance(step, Question) else "also"
        for expected, (name, option) in enumerate(step.options.items(), start=first):
            if option.press != expected:
                yield source.complain(
                    (*path, part, name, "press"), f'"{name}" has key {option.press}.', f"Write press: {expected}."
                )


def every_contact_is_known(library: Library, sources: Sources) -> Iterator[Complaint]:
    """Outcomes name contacts that contacts.yaml holds."""
    for source, path, step in _steps(library, sources):
        for i, name in enumerate(step.contacts if isinstance(step, Outcome) else []):
            if name not in library.contacts:
                cure = suggest(name, library.contacts, f"Use one of: {', '.join(library.contacts)}.")
                yield source.complain((*path, "contacts", i), f'"{name}" is not in contacts.yaml.', cure)


def a_contact_has_one_way_in(library: Library, sources: Sources) -> Iterator[Complaint]:
    """A contact has a number or an address, and its text line shows it."""
    for name, contact in library.contacts.items():
        if bool(contact.number) == bool(contact.address):
            yield sources["contacts"].complain(
                (name,), f'"{name}" needs a number or an address.', "Write one of the two."
            )


def an_outcome_has_a_number(library: Library, sources: Sources) -> Iterator[Complaint]:
    """No one is left without a number: each outcome gives at least one (rule V13)."""
    for source, path, step in _steps(library, sources):
        if isinstance(step, Outcome) and not any(
            contact.number for name in step.contacts if (contact := library.contacts.get(name))
        ):
            yield source.complain((*path, "contacts"), "No number is given here.", "Add a contact that has a number.")


def names_in_service_are_outcomes(library: Library, sources: Sources) -> Iterator[Complaint]:
    """What 0, and three silences, lead to exists and gives numbers."""
    for key in ("on_misses", "on_unknown", "on_unknown_again", "person"):
        name = getattr(library.service, key)
        if name and not isinstance(library.step(name), Outcome):
            yield sources["service"].complain((key,), f'"{name}" is not an outcome or a reply.', "Name one of them.")


def calls_reach_a_telephone(library: Library, sources: Sources) -> Iterator[Complaint]:
    """Calls are put through to full numbers only, never to 999; 0 connects only where it can."""
    for name, contact in library.contacts.items():
        if contact.put_through and len(contact.digit_groups) != 3:
            yield sources["contacts"].complain(
                (name, "put_through"), f'"{name}" has no number that a call can be put through to.', "Write false."
            )
    person = library.step(library.service.person)
    known = [library.contacts[name] for name in getattr(person, "contacts", ()) if name in library.contacts]
    if library.service.zero == "connect" and not any(contact.put_through for contact in known):
        yield sources["service"].complain(
            ("zero",), "0 cannot connect: nobody in its reply has put_through.", "Write read, or put_through: true."
        )


def keys_suffice(library: Library, sources: Sources) -> Iterator[Complaint]:
    """An outcome's keys end at 9, the one for a text included."""
    for source, path, step in _steps(library, sources):
        if not isinstance(step, Outcome) or not all(name in library.contacts for name in step.contacts):
            continue
        if wanted_keys(library, step, text=True)[-1].press > LAST_KEY:
            yield source.complain(path, f"More than {LAST_KEY} keys are needed here.", "Take an option out.")


def english_is_there(library: Library, sources: Sources) -> Iterator[Complaint]:
    """English is what every other language falls back to."""
    if "en" not in library.service.languages:
        yield sources["service"].complain(("languages",), "English (en) is missing.", "Add en to the list.")


def step_names_are_free(library: Library, sources: Sources) -> Iterator[Complaint]:
    """No step has the name of a stand-alone reply."""
    for name in library.flow.steps:
        if name in library.words.replies:
            yield sources["flow"].complain(
                ("steps", name), f'"{name}" is also a reply in words.yaml.', "Rename one of them."
            )


def braces_name_contacts(library: Library, sources: Sources) -> Iterator[Complaint]:
    """The only thing that words may fill in is a contact's number: {sendiass}."""
    for source, path, step in _steps(library, sources):
        part = "question" if isinstance(step, Question) else "outcome"
        written = getattr(step, part)
        for name in contact_names(written):
            contact = library.contacts.get(name)
            if not (contact and contact.number):
                yield source.complain((*path, part), f'"{{{name}}}" is not a contact with a number.', BAD_BRACES)


def keywords_lead_somewhere(library: Library, sources: Sources) -> Iterator[Complaint]:
    """A keyword gives a reply or starts with answers that the flow knows."""
    words = sources["words"]
    for name, keyword in library.words.keywords.items():
        path: Path_ = ("keywords", name)
        if bool(keyword.reply) == bool(keyword.answers):
            yield words.complain(path, f'"{name}" needs a reply or answers.', "Write one of the two.")
        start = keyword.reply == library.flow.start
        if keyword.reply and not start and not isinstance(library.step(keyword.reply), Outcome):
            cure = f'Name one, or "{library.flow.start}", where the questions start.'
            yield words.complain((*path, "reply"), f'"{keyword.reply}" is not a reply or an outcome.', cure)
        for question, answer in keyword.answers.items():
            step = library.flow.steps.get(question)
            if not (step and answer in step.options):
                yield words.complain(
                    (*path, "answers", question),
                    f'"{answer}" does not answer "{question}".',
                    "Name an option of that question.",
                )
    if library.words.danger.reply not in library.words.replies:
        yield words.complain(("danger", "reply"), f'"{library.words.danger.reply}" is not a reply.', "Name one.")


def one_thing_claims_a_keyword(library: Library, sources: Sources) -> Iterator[Complaint]:
    """No two keywords claim the same word, and none claims one of the carrier's (rule S9)."""
    claimed: dict[str, str] = {}
    for name, keyword in library.words.keywords.items():
        for part in ("words", "within"):
            for i, word in enumerate(getattr(keyword, part)):
                path = ("keywords", name, part, i)
                if claimed.setdefault(word, name) != name:
                    yield sources["words"].complain(
                        path, f'"{word}" is also a word of "{claimed[word]}".', "Take it out of one of them."
                    )
                if word in CARRIER_WORDS:
                    yield sources["words"].complain(
                        path, f'"{word}" is the carrier\'s own word.', "Choose another word."
                    )


RULES: tuple[Rule, ...] = (
    start_is_a_question,
    every_next_is_a_step,
    no_loops,
    every_step_is_reached,
    keys_have_no_gaps,
    every_contact_is_known,
    a_contact_has_one_way_in,
    an_outcome_has_a_number,
    names_in_service_are_outcomes,
    calls_reach_a_telephone,
    keys_suffice,
    english_is_there,
    step_names_are_free,
    braces_name_contacts,
    keywords_lead_somewhere,
    one_thing_claims_a_keyword,
    names_in_words_are_known,
    odd_replies_are_outcomes,
)
