"""A reply as a TwiML document for a phone call."""

import re
from functools import cache
from urllib.parse import urlencode

from twilio.twiml.voice_response import Gather, Play, Say, SsmlBreak, SsmlSub, VoiceResponse

from helpline.content.library import Library
from helpline.content.model import Outcome
from helpline.content.script import Pause, Script, Speaker
from helpline.content.template import fill
from helpline.content.wording import AnyWording, words_of
from helpline.engine.meaning import GO_ON
from helpline.engine.reply import Reply, Why
from helpline.engine.session import Session
from helpline.engine.speech import hints

LOCALE = "en-GB"  # V31
SPEECH_PAUSE = "3"  # seconds of silence that end what is being said: long enough to find a word
SLOW = "90%"  # A9, A10: slower, but not so far that the voice is stretched


def render(library: Library, session: Session, reply: Reply, answer_path: str, clip: str | None = None) -> str:
    """The TwiML that says `reply` and posts the next key to `answer_path`, the session in its query.

    `clip` is the address of a clip that says exactly `prompt(library, reply)`; without one it is said.
    """
    response = VoiceResponse()
    sound = Play(clip) if clip else _say(library, prompt(library, reply), reply.slow)
    if reply.ended:  # this call heard its number in the turn before (rule V13)
        response.append(sound)
        response.hangup()
        return str(response)
    action = f"{answer_path}?{urlencode(session.to_pairs())}"
    gather = Gather(
        input="dtmf speech" if library.service.speech else "dtmf",
        num_digits=1,
        finish_on_key="",  # V29: otherwise a lone # never reaches us
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


def _listening(library: Library, reply: Reply) -> dict[str, str]:
    """What a Gather needs besides to hear words too, where that is switched on. The keys still do everything."""
    if not library.service.speech:
        return {}
    return {"hints": ", ".join(hints(library, reply.place)), "speech_timeout": SPEECH_PAUSE}


def fallback(library: Library) -> str:
    """TwiML that needs nothing behind it and reads every number of the 0 key, twice (rule V32)."""
    person = library.place(library.service.person)
    contacts = library.contacts_of(person) if isinstance(person, Outcome) else []
    response = VoiceResponse()
    response.append(_say(library, Speaker(library).numbers(contacts), slow=False))
    response.hangup()
    return str(response)


def prompt(library: Library, reply: Reply) -> Script:
    """Everything said before waiting for a key, or before the call ends."""
    speaker = Speaker(library, reply.language)
    if reply.ended:
        return speaker.say(words_of(library.phrases.farewell, "voice", reply.language))
    if reply.asks:
        lead = library.phrases.switch if GO_ON in reply.asks else library.phrases.did_you_mean
        return speaker.choice(words_of(lead, "voice", reply.language), [library.label(name) for name in reply.asks])
    place = library.place(reply.place)
    assert place is not None  # a reply only ever names a place of its library
    before = [words_of(wording, "voice", reply.language) for wording in _before(library, reply, place)]
    return speaker.prompt(
        place,
        *before,
        page=reply.page,
        advice=reply.why not in (Why.NO_INPUT, Why.NO_MATCH),  # then only the number is said again
        after_key=reply.why is not Why.BEGIN,
    )


def _before(library: Library, reply: Reply, place: object) -> list[AnyWording]:
    """What is said ahead of the place itself: a greeting, what was heard, or help after a miss."""
    phrases, again = library.phrases, reply.attempt - 2
    if reply.understood:
        label = library.label(reply.understood)
        return [fill(words_of(phrases.understood, "voice", reply.language), label=label)]
    match reply.why:
        case Why.BEGIN:
            return [phrases.greeting]
        case Why.CHOSEN if reply.chosen:
            return [reply.chosen.ack]
        case Why.AGAIN:
            return [phrases.again]
        case Why.MORE_TIME:
            return [phrases.more_time]
        case Why.NO_INPUT if isinstance(place, Outcome):
            say = phrases.again if len(place.contacts) == 1 else phrases.other
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
