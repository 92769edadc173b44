"""Rules about the words that people text: phrases that clash, and replies that show how a sentence was understood."""

from collections import Counter
from collections.abc import Iterator

from helpline.channels.segments import measure, outside_gsm
from helpline.checks.calls import disambiguation, step_texted, steps_after, steps_offered, understood_text
from helpline.checks.material import Material
from helpline.checks.text import LINE, MOST_SEGMENTS
from helpline.content.flow_rules import phrase_lists
from helpline.content.library import Library, Spot, under
from helpline.content.rules import Rules
from helpline.content.source import suggest
from helpline.content.words import CARRIER_WORDS, DANGER, EVERYDAY
from helpline.engine.inputs import Utterance
from helpline.engine.intents import intents_of
from helpline.engine.keywords import plain
from helpline.engine.phrases import covered_phrases, is_solid
from helpline.engine.position import end_of
from helpline.engine.reply import GO_ON, Caution, Disambiguate, SayStep
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.errors import Complaint

rules = Rules[Material]()


@rules.rule("U01", "house", "A phrase that another one takes first is never used, and nobody notices.")
def phrases_find_their_keyword(material: Material) -> Iterator[Complaint]:
    """Each phrase of a keyword, texted by itself, leads where the keyword leads."""
    library = material.library
    for name, keyword in library.words.keywords.items():
        for part in ("words", "within"):
            for phrase in filter(is_solid, getattr(keyword, part)):
                message = phrase.replace("*", "")
                intents = intents_of(library)
                found, about = step_texted(library, message), intents.topics(intents.marked(plain(message)))
                if found != end_of(library, keyword) and name not in about:
                    danger = found == library.words.danger.reply
                    taken = about[0] if about and not danger else found
                    spot = "words", ("keywords", name, part)
                    yield material.complain(spot, f'"{phrase}" is taken for "{taken}".', "Take it out of one of them.")


@rules.rule("U02", "house", "Everybody who texts it would read 999 first, and the next time nobody believes it.")
def menu_words_are_no_danger(material: Material) -> Iterator[Complaint]:
    """No command and no option of a question is taken for danger."""
    intents = intents_of(material.library)
    for spot, words in _menu_words(material.library):
        cure = "Choose another." if spot[1][0] == "commands" else "Look at danger.yaml."
        for word in filter(intents.danger, map(plain, words)):
            yield material.complain(spot, f'"{word}" is taken for danger.', cure)


def _menu_words(library: Library) -> Iterator[tuple[Spot, list[str]]]:
    """The words that give each option and each command, and where they are written."""
    for spot, _, option in library.every_option():
        yield under(spot, "words"), option.words
    for command, words in library.words.commands:
        yield ("words", ("commands", command)), words


@rules.rule("U03", "house", "Whoever is understood wrongly must be able to see it.")
def what_is_understood_has_a_label(material: Material) -> Iterator[Complaint]:
    """Each keyword that gives answers has a label, and so has each rival and each that is offered."""
    keywords = material.library.words.keywords
    rivals = {rival for keyword in keywords.values() for rival in (*keyword.rivals, *(keyword.offers or ()))}
    for name, keyword in keywords.items():
        if not keyword.label and (keyword.answers or name in rivals) and (keyword.when or keyword.within):
            spot = "words", ("keywords", name)
            yield material.complain(spot, f'"{name}" has no label.', "Add label: and a few words for it.")


@rules.rule("U04", "S3", "What was understood stands in front of a text that was short enough without it.")
def understood_texts_are_short(material: Material) -> Iterator[Complaint]:
    """The first text to a sentence, and each "Did you mean …?", has two segments, short lines and plain letters."""
    for name, text in _shown(material):
        segments, longest = measure(text).segments, max(text.splitlines(), key=len)
        if segments > MOST_SEGMENTS or len(longest) > LINE or outside_gsm(text):
            says = f'With its label, the text for "{name}" has {segments} segments; its longest line is "{longest}".'
            yield material.complain(("words", ("keywords", name, "label")), says, "Shorten the label.")


def _shown(material: Material) -> Iterator[tuple[str, str]]:
    """For each keyword the text that shows it as understood, the offer to switch to it, and the rivals."""
    library = material.library
    for name, keyword in library.words.keywords.items():
        if keyword.label and keyword.answers:
            yield name, understood_text(library, name)
        choices = [(name, GO_ON), *((name, rival) for rival in keyword.rivals)] if keyword.label else []
        for names in [*choices, keyword.offers]:
            if names:
                yield name, disambiguation(library, tuple(names))


@rules.rule("U05", "house", "One word for two answers is answered by chance.")
def options_share_no_word(material: Material) -> Iterator[Complaint]:
    """No two options of a step list the same word."""
    for spot, step in material.library.every_step():
        counted = Counter(plain(word) for option in step.options.values() for word in set(option.words))
        for word in (word for word, times in counted.items() if times > 1):
            says = f'"{word}" stands in two options.'
            yield material.complain(under(spot, step.options_key), says, "Keep it in one.")


@rules.rule("U06", "house", "A word that is put in another's place cannot stand for itself.")
def twins_are_of_one_word(material: Material) -> Iterator[Complaint]:
    """No twin belongs to two words, and none is itself a word that has twins."""
    twins = material.library.words.twins
    counted = Counter(plain(twin) for group in twins.values() for twin in set(group))
    for ours, group in twins.items():
        for twin in group:
            if counted[plain(twin)] > 1 or twin in twins:
                says = f'"{twin}" is a twin of two words, or has twins itself.'
                yield material.complain(("words", ("twins", ours)), says, "Keep it in one.")


@rules.rule("U08", "house", "Somebody in danger must read 999 first, and nobody else that it is danger.")
def examples_of_danger_are_told_apart(material: Material) -> Iterator[Complaint]:
    """Each example of danger gets the reply or the whole sentence about it; no everyday one gets the reply."""
    library, intents = material.library, intents_of(material.library)
    for example in library.examples:
        found = intents.danger(plain(example.text)) or intents.shows_danger(example.text)
        spot = "examples", (example.line,)
        if example.labels == (DANGER,) and not (found or _is_warned(library, example.text)):
            cure = "Add a phrase of this kind to danger.yaml, or more examples of it."
            yield material.complain(spot, f'"{example.text}" is not taken for danger.', cure)
        if example.labels != (DANGER,) and found:
            cure = "Make the phrase in danger.yaml that it holds longer, or add to unless."
            yield material.complain(spot, f'"{example.text}" is taken for danger.', cure)


def _is_warned(library: Library, text: str) -> bool:
    """Whether the whole sentence about danger stands above the reply to a first text."""
    _, reply = take_turn(library, Session(), Utterance(text))
    return isinstance(reply, SayStep | Disambiguate) and reply.caution is Caution.WHOLE


@rules.rule("U09", "house", "A message that was understood once should be understood after every change.", "warning")
def examples_are_understood(material: Material) -> Iterator[Complaint]:
    """Each example leads to one of its steps, to a disambiguation that offers one, or to the question before it."""
    library = material.library
    known = {*library.flow.steps, *library.replies, DANGER, EVERYDAY}
    for example in library.examples:
        spot = "examples", (example.line,)
        if unknown := [label for label in example.labels if label not in known]:
            yield material.complain(spot, f'"{unknown[0]}" is not a step.', suggest(unknown[0], known, "Name one."))
        elif example.labels[0] not in (DANGER, EVERYDAY, *library.words.faq):  # rule U16 is for questions
            found = steps_offered(library, example.text)
            further = set().union(*(steps_after(library, name) for name in found))
            if not (further | set(found)) & set(example.labels):
                says = f'"{example.text}" leads to {" or ".join(found)}, not to {" or ".join(example.labels)}.'
                cure = (
                    "Add a phrase for it, make the one longer that takes it first, or mend what its line begins with."
                )
                yield material.complain(spot, says, cure)


@rules.rule("U10", "house", "A phrase that does nothing is one more to read, and hides which one acts.")
def no_phrase_is_covered(material: Material) -> Iterator[Complaint]:
    """No phrase of a list is found wherever another one of that list is found too.

    A single word may stay, since slips are mended to it, and so may a clue of plain words, since other clues inside
    it do not count.
    """
    lists = material.library.words.lists
    for path, phrases in phrase_lists(material.library.words):
        for covered, by in covered_phrases(phrases, lists) if path != ("danger", "words") else ():
            if path[0] != "danger" and (covered.isalpha() or (path[0] == "clues" and is_solid(covered))):
                continue
            says = f'"{covered}" is found by "{by}" already.'
            yield material.complain(("words", (*path, phrases.index(covered))), says, "Take it out.")


@rules.rule("S09A", "S9", "The carrier may act on the word before we see it.", "warning")
def reserved_words_are_no_answers(material: Material) -> Iterator[Complaint]:
    """No option and no command lists a word that belongs to the carrier."""
    for spot, words in _menu_words(material.library):
        for word in sorted(CARRIER_WORDS.intersection(words)):
            yield material.complain(spot, f'"{word}" is a word of the carrier\'s.', "Take it out.")
