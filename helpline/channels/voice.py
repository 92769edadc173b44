"""A reply as a TwiML document for a phone call."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from twilio.twiml.voice_response import Dial as DialVerb
from twilio.twiml.voice_response import Gather, Play, Say, SsmlBreak, SsmlSub, VoiceResponse

from helpline.channels.prompts import ANY_MOMENT, Moment, prompt
from helpline.content.library import Library
from helpline.content.phone_number import dialled
from helpline.content.script import Pause, Script, Speaker
from helpline.content.wording import pronounced_names
from helpline.engine.reply import AskForNumber, Dial, EndCall, ReadBack, Reply
from helpline.engine.session import Session

SPEECH_PAUSE = "3"  # seconds of silence that end a spoken answer: long enough to find a word
SLOW = "90%"  # A9, A10: slower, but not so far that the voice is stretched
RING_SECONDS = 25  # a caller who is put through hears it ring five or six times
MOST_HINTS = 100  # words that the carrier's recogniser is told of
ANSWER_PATH, RETURN_PATH = "/voice/answer", "/voice/returned"


@dataclass(frozen=True)
class Offer:
    """The sentence that offers another language, in that language; `clip` is the address of its clip, if it has one."""

    library: Library
    script: Script
    clip: str | None = None


def render(
    library: Library,
    session: Session,
    reply: Reply,
    clip: str | None = None,
    moment: Moment = ANY_MOMENT,
    base: str = "",
    offers: Sequence[Offer] = (),
) -> str:
    """The TwiML that says `reply` and leads to the next address, with `session` in its query.

    `clip` is the address of a clip of exactly `prompt(library, reply, moment)`; without one the prompt is
    said. `base` is the path in front of the webhooks. `offers` are said while the line waits for a key.
    """
    response = VoiceResponse()
    sound = Play(clip) if clip else _say(library, prompt(library, reply, moment), reply.slow)
    match reply:
        case EndCall():
            response.append(sound)
            response.hangup()
        case Dial(name=name):
            response.append(sound)
            response.append(_dial(library, name, next_address(session, reply, base), moment.caller_id))
        case _:
            action = next_address(session, reply, base)
            gather = _gather(library, reply, action)
            gather.append(sound)
            for offer in offers:
                gather.append(Play(offer.clip) if offer.clip else _say(offer.library, offer.script, slow=False))
            response.append(gather)
            response.redirect(action, method="POST")  # V30: a call never falls off the end of a document
    return str(response)


def _gather(library: Library, reply: Reply, action: str) -> Gather:
    entering = isinstance(reply, AskForNumber)
    listens = library.service.speech and not isinstance(reply, AskForNumber | ReadBack)
    recogniser = {"hints": ", ".join(_hints(library, reply.step)), "speech_timeout": SPEECH_PAUSE} if listens else {}
    return Gather(
        input="dtmf speech" if listens else "dtmf",  # V10: the keys always do everything
        num_digits=None if entering else 1,
        finish_on_key="#" if entering else "",  # V29: otherwise a lone # never reaches the line
        timeout=reply.wait_seconds,
        action_on_empty_result=True,  # V30
        action=action,
        method="POST",
        language=library.service.gather_language,
        **recogniser,
    )


def _dial(library: Library, name: str, action: str, caller_id: str) -> DialVerb:
    """The call to a contact. With no caller ID given, the carrier shows the caller's own number."""
    dial = DialVerb(timeout=RING_SECONDS, action=action, method="POST", caller_id=caller_id or None)
    dial.number(dialled(library.contacts[name].number or ""))
    return dial


def _hints(library: Library, name: str) -> list[str]:
    """Words for the recogniser to expect at a step: its own answers first, then keywords."""
    step = library.step(name)
    found = [word for option in (step.options.values() if step else ()) for word in option.words]
    found += [word for keyword in library.words.keywords.values() for word in keyword.words]
    return list(dict.fromkeys(word for word in found if word.replace(" ", "").isalpha()))[:MOST_HINTS]


def next_address(session: Session, reply: Reply, base: str = "") -> str:
    """The address of the next turn: for the next key, or for a caller who was put through and comes back."""
    path = RETURN_PATH if isinstance(reply, Dial) else ANSWER_PATH
    return f"{base}{path}?{urlencode(session.to_pairs())}"


def session_in(query: str) -> Session:
    """The session in the query of an address. The carrier signs the address, so nobody else can write in it."""
    return Session.from_pairs(parse_qsl(query, keep_blank_values=True))


def fallback(library: Library) -> str:
    """TwiML that needs nothing behind it: 999, and every number of the 0 key, twice (rule V32)."""
    response = VoiceResponse()
    response.append(_say(library, Speaker(library).fallback(), slow=False))
    response.hangup()
    return str(response)


def _say(library: Library, script: Script, slow: bool) -> Say:
    say = Say(None, voice=library.service.say_voice, language=library.service.say_language)
    into = say.prosody("", rate=SLOW) if slow else say
    for segment in script:
        if isinstance(segment, Pause):
            into.append(SsmlBreak(time=f"{segment.ms}ms"))
        else:
            _pronounced(library, f" {segment.text} ", into)
    return say


@lru_cache(maxsize=8)
def _names(library: Library) -> re.Pattern[str]:
    return pronounced_names(library.service.pronounce)


def _pronounced(library: Library, text: str, into: Say) -> None:
    """Text with the names that a voice would stumble over spelled out for it (rule C9)."""
    before, *rest = _names(library).split(text)
    _text(into, before)
    for name, after in zip(rest[::2], rest[1::2], strict=True):
        into.append(SsmlSub(name, alias=library.service.pronounce[name]))
        _text(into, after)


def _text(into: Say, text: str) -> None:
    """Add text after whatever stands last; the SDK keeps only the last of two strings in a row."""
    if into.verbs and isinstance(into.verbs[-1], str):
        text = into.verbs.pop() + text
    into.append(re.sub(r" +", " ", text))
