"""The prompt of a reply: everything that is said before the call waits for a key, ends or goes elsewhere."""

from dataclasses import dataclass

from helpline.content.library import Library
from helpline.content.model import Outcome, Question
from helpline.content.opening_hours import Notices, notice_words, without_times
from helpline.content.outcome_keys import Action, outcome_keys
from helpline.content.script import BETWEEN_SENTENCES, Ending, Pause, Script, Speaker, Speech, Told
from helpline.content.timing import Stopwatch
from helpline.content.wording import DRAFT, AnyWording, fill, words_of
from helpline.engine.inputs import DialResult, SendResult
from helpline.engine.reply import (
    GO_ON,
    AskForNumber,
    Dial,
    Disambiguate,
    EndCall,
    GiveNumber,
    ReadBack,
    Reply,
    SayNothing,
    SayStep,
    SendText,
    Why,
)  # fmt: skip

ROOM = 43.5  # seconds of a page of an outcome, with its half second after a key; two are left for an ack (V21)


@dataclass(frozen=True)
class Moment:
    """Facts of this moment that a call needs and no session holds.

    `notices` are the contacts that are closed now. `entered` are the eleven digits that were keyed in, to be
    read back. `caller_id` is the number to show when the call is put through; "" shows the caller's own.
    """

    notices: Notices = ()
    entered: str = ""
    caller_id: str = ""


ANY_MOMENT = Moment()


def prompt(library: Library, reply: Reply, moment: Moment = ANY_MOMENT) -> Script:
    """The script of a reply in a call."""
    script = _prompt(library, reply, moment)
    return (Speech(f"{DRAFT}."), Pause(BETWEEN_SENTENCES), *script) if library.is_draft and script else script


def _prompt(library: Library, reply: Reply, moment: Moment) -> Script:
    speaker, phrases = Speaker(library), library.phrases
    match reply:
        case EndCall():
            return speaker.say(words_of(phrases.farewell))
        case Disambiguate(names=names):
            lead = phrases.switch if GO_ON in names else phrases.did_you_mean
            return speaker.choice(words_of(lead), [library.label(name) for name in names])
        case Dial(name=name):
            return speaker.lead_in(fill(words_of(phrases.putting_through), name=library.contacts[name].name))
        case GiveNumber(name=name):
            closed = _closed(library, name, moment.notices)
            return speaker.number_once(library.contacts[name], words_of(phrases.early_number), notice=closed)
        case AskForNumber():
            wordings = [*_help(library, reply, phrases.not_a_mobile), phrases.key_in]
            return speaker.lead_in(*(words_of(wording) for wording in wordings))
        case ReadBack():
            return speaker.read_back(moment.entered, *(words_of(wording) for wording in _help(library, reply)))
        case SayStep(why=Why.NOTICE) if library.service.notice:
            say = speaker.lead_in if reply.pace_slow else speaker.say  # it is slow after a key alone
            return say(*(words_of(words) for words in (phrases.greeting, library.service.notice.words)))
        case SayStep():
            return _step(library, speaker, reply, moment)
        case SendText() | SayNothing():
            return ()  # a turn with the result follows a SendText; a call has no opt-out words


def live_keys(library: Library, reply: Reply, moment: Moment = ANY_MOMENT) -> dict[str, str]:
    """The keys from 1 to 9 that lead on from a reply, each with the words for it."""
    phrases, step = library.phrases, library.step(reply.step)
    match reply:
        case Disambiguate(names=names):
            return {str(digit): library.label(name) for digit, name in enumerate(names, start=1)}
        case ReadBack():
            return {"1": phrases.send, "2": phrases.try_again}
        case SayStep() | GiveNumber() if isinstance(step, Question):
            return {str(option.press): words_of(option.say) for option in step.options.values()}
        case SayStep() if isinstance(step, Outcome):
            speaker, keys = Speaker(library), _ending(library, reply, step, moment.notices).keys
            return {str(key.press): speaker.label(step, reply.contact, key) for key in keys}
    return {}


def _help(library: Library, reply: Reply, no_match: AnyWording | None = None) -> list[AnyWording]:
    """The help after a miss, or after # for more time; `no_match` replaces the usual words."""
    phrases, again = library.phrases, reply.attempt - 2
    match reply.why:
        case Why.MORE_TIME:
            return [phrases.more_time]
        case Why.NO_INPUT:
            return [phrases.no_input[again]]
        case Why.NO_MATCH:
            return [no_match or phrases.no_match[again]]
    return []


def _step(library: Library, speaker: Speaker, reply: SayStep, moment: Moment) -> Script:
    step = library.step(reply.step)
    assert step is not None  # a reply only names steps of its library
    # After a miss, and after a result, only the number is said again.
    advice = reply.why not in (Why.NO_INPUT, Why.NO_MATCH, Why.RESULT)

    def said(*before: str, notices: Notices = moment.notices) -> Script:
        ending = _ending(library, reply, step, notices) if isinstance(step, Outcome) else Ending()
        after_key = reply.why is not Why.BEGIN
        return speaker.prompt(step, *before, contact=reply.contact, advice=advice, after_key=after_key, ending=ending)

    before = _intent(library, reply) or [words_of(wording) for wording in _before(library, reply, step)]
    # Measured without the words before it: a page says the same of a closed contact whenever it is heard.
    if moment.notices and Stopwatch(library.service.pronounce).seconds(said()) > ROOM:
        return said(*before, notices=without_times(moment.notices))
    return said(*before)


def _intent(library: Library, reply: SayStep) -> list[str]:
    """The words that say what a sentence was taken for."""
    if not reply.intent:
        return []
    return [fill(words_of(library.phrases.understood), label=library.label(reply.intent))]


def _before(library: Library, reply: SayStep, step: Question | Outcome) -> list[AnyWording]:
    """The words ahead of the step itself: a greeting, an acknowledgement, or help after a miss."""
    phrases = library.phrases
    match reply.why:
        case Why.BEGIN:
            return [phrases.greeting]
        case Why.CHOSEN if reply.chosen:
            return [reply.chosen.ack]
        case Why.AGAIN | Why.SHORTER:
            return [phrases.again]
        case Why.RESULT:
            return _result(library, reply.result)
        case Why.NO_INPUT if isinstance(step, Outcome):
            say = phrases.again if len(step.contacts) == 1 else phrases.other
            return [say, phrases.extend] if reply.attempt > 2 else [say]
        case Why.NO_INPUT | Why.NO_MATCH:
            # 0 is told again on the second try (V5), # before the last wait runs out (V18).
            return [*_help(library, reply), phrases.extend if reply.attempt > 2 else phrases.person]
    return _help(library, reply)


def _result(library: Library, result: SendResult | DialResult | None) -> list[AnyWording]:
    """The words for the result of a text or a call. A closed contact is told of after its number."""
    if result is None or result is DialResult.CLOSED:
        return []
    kind = "text" if isinstance(result, SendResult) else "call"
    return [getattr(library.phrases, f"{kind}_{result.value}")]


def _ending(library: Library, reply: SayStep, outcome: Outcome, notices: Notices) -> Ending:
    """The end of an outcome's prompt. After a text few keys are told; after a call all of them.

    To be put through is not offered where nobody would answer.
    """
    closed = _closed(library, outcome.contacts[reply.contact % len(outcome.contacts)], notices)
    told: Told = "few" if isinstance(reply.result, SendResult) else "every" if reply.result else "last"
    keys = outcome_keys(library, outcome, reply.text_offered, reply.contact)
    return Ending(closed, tuple(key for key in keys if not (closed and key.action is Action.DIAL)), told)


def _closed(library: Library, name: str, notices: Notices) -> tuple[str, ...]:
    """The words after the number of a contact that is closed now; none while it is open."""
    closed = dict(notices).get(name)
    return tuple(notice_words(library, library.contacts[name], closed, "voice")) if closed else ()
