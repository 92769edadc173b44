"""The rules about flow files without which the line may not start; the last ones are about words.yaml alone."""

import re
from collections.abc import Collection, Iterator

from helpline.content.library import Library, Spot, under
from helpline.content.model import Outcome, Question
from helpline.content.outcome_keys import LAST_KEY, first_option_key, wanted_keys
from helpline.content.rules import Rules
from helpline.content.source import KeyPath, suggest
from helpline.content.walk import loop_in, reachable
from helpline.content.wording import NAME, names_in
from helpline.content.words import CARRIER_WORDS, OPT_OUT_WORDS, Words
from helpline.errors import Complaint

rules = Rules[Library](always=True)
STRAY_BRACKET = re.compile(r"[{}]")
_STUCK = "A caller would be stuck, or led where nothing is."
_LOST = "A caller would be left without a number."
_NO_REPLY = "is not a reply or an outcome."


@rules.rule("H02", "house", _STUCK)
def start_is_a_question(library: Library) -> Iterator[Complaint]:
    """The first step asks something."""
    start = library.flow.start
    if not isinstance(library.flow.steps.get(start), Question):
        says = f'"{start}" is not a question in this file.'
        yield library.complain(("flow", ("start",)), says, "Name one of the questions.")


@rules.rule("H03", "house", _STUCK)
def every_next_is_a_step(library: Library) -> Iterator[Complaint]:
    """Each option leads somewhere; from an outcome only to another outcome, so that no path grows long."""
    for spot, step, option in library.every_option():
        target = library.flow.steps.get(option.next)
        if target is None:
            cure = suggest(option.next, library.flow.steps, "Name a step of the flow.")
            yield library.complain(under(spot, "next"), f'"{option.next}" is not a step.', cure)
        elif isinstance(step, Outcome) and isinstance(target, Question):
            says = f'"{option.next}" is a question, after an outcome.'
            yield library.complain(under(spot, "next"), says, "Lead to an outcome.")


@rules.rule("H04", "house", "A caller would go round in a circle.")
def no_loops(library: Library) -> Iterator[Complaint]:
    """A conversation always comes to an end."""
    if loop := loop_in(library.flow):
        says = f"These steps go round in a circle: {', '.join(loop)}."
        yield library.complain(("flow", ("steps", loop[0])), says, "Lead one of them elsewhere.")


@rules.rule("H05", "house", "Words that nobody can reach are not looked after.")
def every_step_is_reached(library: Library) -> Iterator[Complaint]:
    """No step is left that nobody can come to."""
    reached = reachable(library.flow)
    for name in library.flow.steps:
        if name not in reached:
            cure = "Lead an option to it, or take it out."
            yield library.complain(("flow", ("steps", name)), f'Nothing leads to "{name}".', cure)


@rules.rule("V09", "V9", "Keys that jump, or come out of order, are pressed wrongly.")
def keys_have_no_gaps(library: Library) -> Iterator[Complaint]:
    """Keys start at 1 and go up by 1, in the order of the lines (rule V9); an outcome's own keys come first."""
    for spot, step in library.every_step():
        first = 1 if isinstance(step, Question) else first_option_key(step)
        for expected, (name, option) in enumerate(step.options.items(), start=first):
            if option.press != expected:
                says = f'"{name}" has key {option.press}.'
                yield library.complain(under(spot, step.options_key, name, "press"), says, f"Write press: {expected}.")


@rules.rule("H06", "house", _LOST)
def every_contact_is_known(library: Library) -> Iterator[Complaint]:
    """Outcomes name contacts that contacts.yaml holds."""
    for spot, step in library.every_outcome():
        for i, name in enumerate(step.contacts):
            if name not in library.contacts:
                cure = suggest(name, library.contacts, f"Use one of: {', '.join(library.contacts)}.")
                yield library.complain(under(spot, "contacts", i), f'"{name}" is not in contacts.yaml.', cure)


@rules.rule("H21", "house", "A parent would be led to a page that is not there.")
def every_link_is_known(library: Library) -> Iterator[Complaint]:
    """The links of outcomes, and the page that all words rest on, are in links.yaml."""
    named = [
        (under(spot, "links", i), name) for spot, step in library.every_outcome() for i, name in enumerate(step.links)
    ]
    if source := library.service.website.source:
        named.append((("service", ("website", "source")), source))
    for spot, name in named:
        if name not in library.links:
            cure = suggest(name, library.links, "Name a link of links.yaml.")
            yield library.complain(spot, f'"{name}" is not in links.yaml.', cure)


@rules.rule("H07", "house", _LOST)
def a_contact_has_one_way_in(library: Library) -> Iterator[Complaint]:
    """A contact has a number or an address, and not both."""
    for name, contact in library.contacts.items():
        if bool(contact.number) == bool(contact.address):
            says = f'"{name}" needs a number or an address.'
            yield library.complain(("contacts", (name,)), says, "Write one of the two.")


@rules.rule("H08", "V13", _LOST)
def an_outcome_has_a_number(library: Library) -> Iterator[Complaint]:
    """No one is left without a number: each outcome gives at least one (rule V13)."""
    for spot, step in library.every_outcome():
        contacts = [library.contacts[name] for name in step.contacts if name in library.contacts]
        if not any(contact.number for contact in contacts):
            cure = "Add a contact that has a number."
            yield library.complain(under(spot, "contacts"), "No number is given here.", cure)


@rules.rule("H09", "V4", _LOST)
def names_in_service_are_outcomes(library: Library) -> Iterator[Complaint]:
    """The steps that 0, three silences and texts that fit nothing lead to are outcomes."""
    for key in ("on_misses", "on_unknown", "on_unknown_again", "person"):
        name = getattr(library.service, key)
        if name and not isinstance(library.step(name), Outcome):
            says = f'"{name}" is not an outcome or a reply.'
            yield library.complain(("service", (key,)), says, "Name one of them.")


@rules.rule("H16", "V6", "A caller would be connected to nobody.")
def calls_reach_a_telephone(library: Library) -> Iterator[Complaint]:
    """Calls are put through to full numbers only, never to 999; 0 connects only where it can."""
    for name, contact in library.contacts.items():
        if contact.put_through and not contact.can_be_dialled:
            says = f'"{name}" has no number that a call can be put through to.'
            yield library.complain(("contacts", (name, "put_through")), says, "Write false.")
    person = library.step(library.service.person)
    known = [library.contacts[name] for name in getattr(person, "contacts", ()) if name in library.contacts]
    if library.service.zero == "connect" and not any(contact.put_through for contact in known):
        says = "0 cannot connect: nobody in its reply has put_through."
        yield library.complain(("service", ("zero",)), says, "Write read, or put_through: true.")


@rules.rule("H17", "V9", "What has no key cannot be asked for.")
def keys_suffice(library: Library) -> Iterator[Complaint]:
    """An outcome's keys end at 9, the one for a text included."""
    for spot, step in library.every_outcome():
        if not all(name in library.contacts for name in step.contacts):
            continue
        if wanted_keys(library, step, text=True)[-1].press > LAST_KEY:
            yield library.complain(spot, f"More than {LAST_KEY} keys are needed here.", "Take an option out.")


@rules.rule("H11", "house", "Two things of one name cannot be told apart.")
def step_names_are_free(library: Library) -> Iterator[Complaint]:
    """A step's name is used in web addresses beside a few of our own, and beside stand-alone replies."""
    for name in library.flow.steps:
        spot = "flow", ("steps", name)
        if name in library.replies:
            yield library.complain(spot, f'"{name}" is also a reply in words.yaml.', "Rename one of them.")
    for name in library.words.replies.keys() & library.words.faq.keys():
        yield library.complain(("words", ("faq", name)), f'"{name}" is also a reply.', "Rename one of them.")


@rules.rule("H12", "N11", "A caller would hear curly brackets, not a number.")
def braces_name_contacts(library: Library) -> Iterator[Complaint]:
    """The only thing that words may fill in is a contact's number: {sendiass}."""
    cure = "Write the name of a contact from contacts.yaml between the curly brackets."
    filled = [(under(spot, step.kind), getattr(step, step.kind)) for spot, step in library.every_step()]
    if notice := library.service.notice:
        filled.append((("service", ("notice", "words")), notice.words))
    for spot, wording in filled:
        for name in names_in(wording):
            contact = library.contacts.get(name)
            if not (contact and contact.number):
                yield library.complain(spot, f'"{{{name}}}" is not a contact with a number.', cure)
    for source in library.sources.values():
        for path, words in source.every_value():
            if stray := STRAY_BRACKET.search(NAME.sub(lambda name: "." * len(name[0]), words)):
                piece = words[stray.start() : stray.start() + 20].split("\n")[0]
                says = f'A curly bracket stands alone: "{piece}".'
                file, line = source.part(path).file, source.line_of(path, piece)
                yield Complaint(file, line, says, "Write both, as in {sendiass}.")


@rules.rule("H13", "house", "A texter would get no answer to the word.")
def keywords_lead_somewhere(library: Library) -> Iterator[Complaint]:
    """A keyword gives a reply, starts with answers that the flow knows, or offers other keywords."""
    words, start = library.words, library.flow.start
    for name, keyword in words.keywords.items():
        spot: Spot = "words", ("keywords", name)
        if sum(map(bool, (keyword.reply, keyword.answers, keyword.offers))) != 1:
            yield library.complain(spot, f'"{name}" needs a reply, answers or offers.', "Write one of the three.")
        if keyword.offers and (keyword.words or keyword.within):
            says = f'"{name}" offers other keywords, so it has no phrases of its own.'
            yield library.complain(spot, says, "Write them under clues, and name the clue in when.")
        if keyword.reply and keyword.reply != start and not isinstance(library.step(keyword.reply), Outcome):
            says, cure = f'"{keyword.reply}" {_NO_REPLY}', f'Name one, or "{start}", where the questions start.'
            yield library.complain(under(spot, "reply"), says, cure)
        for question, answer in keyword.answers.items():
            step = library.flow.steps.get(question)
            if not isinstance(step, Question):
                says, cure = f'There is no question "{question}" (any more).', _nearest(question, library)
                yield library.complain(under(spot, "answers", question), says, cure)
            elif answer not in step.options:
                cure = suggest(answer, step.options, f"Name one of: {', '.join(step.options)}.")
                says = f'"{answer}" does not answer "{question}".'
                yield library.complain(under(spot, "answers", question), says, cure)
    if words.danger.reply not in words.replies:
        says = f'"{words.danger.reply}" is not a reply.'
        yield library.complain(("words", ("danger", "reply")), says, "Name one.")


def _nearest(question: str, library: Library) -> str:
    questions = [name for name, step in library.flow.steps.items() if isinstance(step, Question)]
    return suggest(question, questions, f"Name one of: {', '.join(questions)}.")


@rules.rule("H20", "S9", "A word that works everywhere cannot also be an answer.")
def option_words_are_free(library: Library) -> Iterator[Complaint]:
    """No option claims a word that stops the texts, or one of the line's own commands."""
    # An option comes before `shorter`, which only says again what is on the screen.
    commands = {name: words for name, words in library.words.commands if name != "shorter"}
    taken = {word: name for name, words in commands.items() for word in words} | {"0": "person", "zero": "person"}
    for spot, _, option in library.every_option():
        for i, word in enumerate(option.words):
            at, plain = under(spot, "words", i), word.strip().casefold()
            if plain in OPT_OUT_WORDS:
                yield library.complain(at, f'"{word}" makes the carrier stop all texts.', "Choose another word.")
            elif plain in taken:
                says = f'"{word}" is a command that works everywhere ({taken[plain]}).'
                yield library.complain(at, says, "Choose another word.")


@rules.rule("H14", "S9", "A word must mean one thing, and never the carrier's.")
def one_thing_claims_a_keyword(library: Library) -> Iterator[Complaint]:
    """No two keywords claim the same word, and none claims one of the carrier's (rule S9)."""
    claimed: dict[str, str] = {}
    for name, keyword in library.words.keywords.items():
        for part in ("words", "within"):
            for i, word in enumerate(getattr(keyword, part)):
                spot: Spot = "words", ("keywords", name, part, i)
                if claimed.setdefault(word, name) != name:
                    says = f'"{word}" is also a word of "{claimed[word]}".'
                    yield library.complain(spot, says, "Take it out of one of them.")
                if word in CARRIER_WORDS:
                    yield library.complain(spot, f'"{word}" is the carrier\'s own word.', "Choose another word.")


@rules.rule("H18", "house", "A phrase with a name that is not there finds nothing.")
def names_in_words_are_known(library: Library) -> Iterator[Complaint]:
    """Clues, rivals and lists that are named are there, and no list leads back to itself."""
    words = library.words
    for at, _, option in library.every_option():
        yield from _unknown(library, under(at, "clues"), option.clues, words.clues, "clue", "words.yaml")
    for name, keyword in words.keywords.items():
        spot: Spot = "words", ("keywords", name)
        clues = [clue for all_of in keyword.when for clue in all_of]
        yield from _unknown(library, under(spot, "when"), clues, words.clues, "clue")
        yield from _unknown(library, under(spot, "unless"), keyword.unless, words.clues, "clue")
        yield from _unknown(library, under(spot, "rivals"), keyword.rivals, words.keywords, "keyword")
        yield from _unknown(library, under(spot, "offers"), keyword.offers or [], words.keywords, "keyword")
    negation = words.negation
    turned = {**negation.opposites, **negation.denied}
    named = [*turned, *turned.values(), *negation.left_out, *negation.hindered]
    yield from _unknown(library, ("words", ("negation",)), named, words.clues, "clue")
    earlier: list[str] = []
    for name, phrases in words.lists.items():
        yield from _unknown(library, ("words", ("lists", name)), _lists_in(phrases), earlier, "list (so far)")
        earlier.append(name)
    for path, phrases in phrase_lists(words):
        yield from _unknown(library, ("words", path), _lists_in(phrases), earlier, "list (so far)")


def _unknown(
    library: Library, spot: Spot, named: list[str], known: Collection[str], kind: str, where: str = "this file"
) -> Iterator[Complaint]:
    for name in named:
        if name not in known:
            yield library.complain(spot, f'"{name}" is not a {kind} in {where}.', suggest(name, known, "Name one."))


def _lists_in(phrases: list[str]) -> list[str]:
    return [name for phrase in phrases for name in NAME.findall(phrase)]


def phrase_lists(words: Words) -> Iterator[tuple[KeyPath, list[str]]]:
    """The phrases that may hold {lists}, apart from the lists themselves, and where they stand in words.yaml."""
    yield from ((("clues", name), phrases) for name, phrases in words.clues.items())
    yield from ((("keywords", name, "within"), keyword.within) for name, keyword in words.keywords.items())
    yield from ((("inquiries", name), phrases) for name, phrases in words.inquiries.items())
    yield from ((("subjects", name, "named"), subject.named) for name, subject in words.subjects.items())
    for part in ("phrases", "words", "unless"):
        yield ("danger", part), getattr(words.danger, part)


@rules.rule("H19", "house", _LOST)
def odd_replies_are_outcomes(library: Library) -> Iterator[Complaint]:
    """The answers to pictures, emoji, links and a lone yes or no are replies or outcomes."""
    for kind, name in library.words.odd.items():
        if not isinstance(library.step(name), Outcome):
            yield library.complain(("words", ("odd", kind)), f'"{name}" {_NO_REPLY}', "Name one.")
