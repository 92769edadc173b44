"""A reply as a TwiML document for a phone call."""

import re
from functools import cache
from urllib.parse import urlencode

from twilio.twiml.voice_response import Gather, Play, Say, SsmlBreak, SsmlSub, VoiceResponse

from helpline.channels.further import ANY_MOMENT, Moment, around, before_asking, dial_to, news_of
from helpline.content.library import Library
from helpline.content.model import Outcome
from helpline.content.script import Pause, Script, Speaker
from helpline.content.wording import AnyWording, fill, words_of
from helpline.engine.interpret import GO_ON
from helpline.engine.reply import Reply, Why
from helpline.engine.session import Session
from helpline.engine.spoken_input import hints

LOCALE = "en-GB"  # V31
SPEECH_PAUSE = "3"  # seconds of silence that end what is being said: long enough to find a word
SLOW = "90%"  # A9, A10: slower, but not so far that the voice is stretched
ANSWER_PATH, RETURN_PATH = "/voice/answer", "/voice/returned"


def render(
    library: Library,
    session: Session,
    reply: Reply,
    answer_path: str,
    clip: str | None = None,
    moment: Moment = ANY_MOMENT,
    return_path: str = RETURN_PATH,
) -> str:
    """The TwiML that says `reply` and posts the next key to `answer_path`, the session in its query.

    `clip` is the address of a clip that says exactly `prompt(library, reply, moment)`; without one it
    is said. A caller who was put through comes back to `return_path`.
    """
    response = VoiceResponse()
    sound = Play(clip) if clip else _say(library, prompt(library, reply, moment), reply.slow)
    if reply.ended:  # this call heard its number in the turn before (rule V13)
        response.append(sound)
        response.hangup()
        return str(response)
    if reply.connects:
        response.append(sound)
        response.append(dial_to(library, reply.connects, _address(return_path, session), moment.shown))
        return str(response)
    action, keying = _address(answer_path, session), reply.asking == "number"
    gather = Gather(
        input="dtmf speech" if _listens(library, reply) else "dtmf",
        num_digits=None if keying else 1,
        finish_on_key="#" if keying else "",  # V29: otherwise a lone # never reaches us
        timeout=reply.wait_seconds,
        action_on_empty_result=True,  # V30
        action=action,
        method="POST",
        language=LOCALE,
        **_listening(library, reply),
    )
    gather.append(sound)
    response.append(gather)
    response.redirect(action, method="POST")  # V30: never let the call fall off the end
    return str(response)


def _listens(library: Library, reply: Reply) -> bool:
    """Whether words are listened for; never while a number is keyed in."""
    return library.service.speech and not reply.asking


def _listening(library: Library, reply: Reply) -> dict[str, str]:
    """What a Gather needs besides to hear words too, where that is switched on. The keys still do everything."""
    if not _listens(library, reply):
        return {}
    return {"hints": ", ".join(hints(library, reply.step)), "speech_timeout": SPEECH_PAUSE}


def _address(path: str, session: Session) -> str:
    return f"{path}?{urlencode(session.to_pairs())}"


def fallback(library: Library) -> str:
    """TwiML that needs nothing behind it and reads every number of the 0 key, twice (rule V32)."""
    response = VoiceResponse()
    response.append(_say(library, Speaker(library).numbers(library.helpers), slow=False))
    response.hangup()
    return str(response)


def prompt(library: Library, reply: Reply, moment: Moment = ANY_MOMENT) -> Script:
    """Everything said before waiting for a key, or before the call ends or goes elsewhere."""
    speaker = Speaker(library, reply.language)
    if reply.ended:
        return speaker.say(words_of(library.phrases.farewell, "voice", reply.language))
    if reply.asks:
        lead = library.phrases.switch if GO_ON in reply.asks else library.phrases.did_you_mean
        return speaker.choice(words_of(lead, "voice", reply.language), [library.label(name) for name in reply.asks])
    step = library.step(reply.step)
    assert step is not None  # a reply only ever names a place of its library
    if reply.connects:
        words = words_of(library.phrases.putting_through, "voice", reply.language)
        return speaker.ask(fill(words, name=library.contacts[reply.connects].name))
    before = [
        words_of(wording, "voice", reply.language)
        for wording in _heard(library, reply) or _before(library, reply, step)
    ]
    if reply.asking:
        return speaker.check(moment.keyed, *before) if reply.asking == "check" else speaker.ask(*before)
    return speaker.prompt(
        step,
        *before,
        page=reply.page,
        # Then only the number is said again.
        advice=reply.why not in (Why.NO_INPUT, Why.NO_MATCH, Why.NEWS),
        after_key=reply.why is not Why.BEGIN,
        around=around(library, reply, step, moment.notices),
    )


def _heard(library: Library, reply: Reply) -> list[AnyWording]:
    """What a sentence was taken for."""
    if not reply.understood:
        return []
    understood = words_of(library.phrases.understood, "voice", reply.language)
    return [fill(understood, label=library.label(reply.understood))]


def _before(library: Library, reply: Reply, step: object) -> list[AnyWording]:
    """What is said ahead of the place itself: a greeting, what was heard, or help after a miss."""
    if reply.asking:
        return before_asking(library, reply)
    phrases, again = library.phrases, reply.attempt - 2
    match reply.why:
        case Why.BEGIN:
            return [phrases.greeting]
        case Why.CHOSEN if reply.chosen:
            return [reply.chosen.ack]
        case Why.AGAIN:
            return [phrases.again]
        case Why.MORE_TIME:
            return [phrases.more_time]
        case Why.NEWS:
            return news_of(library, reply.news)
        case Why.NO_INPUT if isinstance(step, Outcome):
            say = phrases.again if len(step.contacts) == 1 else phrases.other
            return [say, phrases.extend] if reply.attempt > 2 else [say]
        case Why.NO_INPUT:
            return [phrases.no_input[again], *_last(library, reply)]
        case Why.NO_MATCH:
            return [phrases.no_match[again], *_last(library, reply)]
    return []


def _last(library: Library, reply: Reply) -> list[AnyWording]:
    """At a question 0 is told again on the second try (V5), # before the last wait runs out (V18)."""
    return [library.phrases.extend if reply.attempt > 2 else library.phrases.person]


def _say(library: Library, script: Script, slow: bool) -> Say:
    say = Say(None, voice=library.service.say_voice, language=LOCALE)
    into = say.prosody("", rate=SLOW) if slow else say
    for segment in script:
        if isinstance(segment, Pause):
            into.append(SsmlBreak(time=f"{segment.ms}ms"))
        else:
            _pronounced(library, f" {segment.text} ", into)
    return say


@cache
def _names(library: Library) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(map(re.escape, library.service.pronounce))})\b")


def _pronounced(library: Library, text: str, into: Say) -> None:
    """Text with the names that a voice would stumble over spelled out for it (rule C9)."""
    before, *rest = _names(library).split(text) if library.service.pronounce else [text]
    _text(into, before)
    for name, after in zip(rest[::2], rest[1::2], strict=True):
        into.append(SsmlSub(name, alias=library.service.pronounce[name]))
        _text(into, after)


def _text(into: Say, text: str) -> None:
    """Add text after whatever stands last; the SDK keeps only the last of two strings in a row."""
    if into.verbs and isinstance(into.verbs[-1], str):
        text = into.verbs.pop() + text
    into.append(re.sub(r" +", " ", text))
