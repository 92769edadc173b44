"""Rules about the TwiML itself: the carrier's defaults are hostile to slow callers."""

from collections.abc import Iterator

from helpline.checks.finding import Rule, rule
from helpline.checks.material import Material
from helpline.engine.reply import WAITS
from helpline.errors import Complaint

_CURE = "Look at channels/voice.py."


@rule("V10", "V10", "Not everyone can speak, and no voice is understood by every machine.")
def keys_are_enough(material: Material) -> Iterator[Complaint]:
    """A call is answered by keys; # reaches us like any other key."""
    by_voice = " speech" if material.library.service.speech else ""
    wanted = {"input": f"dtmf{by_voice}", "numDigits": "1", "finishOnKey": ""}
    for stop, document in material.documents:
        gather = document.find("Gather")
        if gather is None or any(gather.get(name) != value for name, value in wanted.items()):
            yield material.complain(material.spot(stop.reply.step), "Keys are not collected one by one.", _CURE)


@rule("V17", "V17", "The carrier's own wait is five seconds.")
def waits_are_long(material: Material) -> Iterator[Complaint]:
    """A call waits at least 10, 15 and 20 seconds for a key."""
    for stop, document in material.documents:
        gather = document.find("Gather")
        if gather is None or int(gather.get("timeout", "0")) < WAITS[stop.reply.attempt - 1]:
            yield material.complain(material.spot(stop.reply.step), "The wait for a key is too short.", _CURE)


@rule("V19", "V19", "Who knows the way should not have to wait for the words.")
def keys_work_while_it_speaks(material: Material) -> Iterator[Complaint]:
    """Nothing is said outside the gather."""
    for stop, document in material.documents:
        if document.find("Say") is not None or document.find("Play") is not None:
            yield material.complain(material.spot(stop.reply.step), "Keys do not work during this.", _CURE)


@rule("V30", "V30", "With nothing left to do the carrier hangs up.")
def silence_is_answered(material: Material) -> Iterator[Complaint]:
    """Silence reaches us, and a verb stands after the gather."""
    for stop, document in material.documents:
        gather = document.find("Gather")
        if gather is None or gather.get("actionOnEmptyResult") != "true" or document[-1].tag == "Gather":
            yield material.complain(material.spot(stop.reply.step), "Silence would end the call.", _CURE)


@rule("V31", "V31", "A change of voice sounds like a change of service.")
def one_british_voice(material: Material) -> Iterator[Complaint]:
    """Everything is said in one voice in British English, and keys are listened for in it."""
    voices = set()
    for stop, document in material.documents:
        voices |= {say.get("voice") for say in document.iter("Say")}
        spoken = [verb.get("language") for verb in document.iter() if verb.tag in ("Say", "Gather")]
        if set(spoken) != {"en-GB"} or len(voices) != 1:
            yield material.complain(material.spot(stop.reply.step), "This is not in the line's one voice.", _CURE)


RULES: tuple[Rule, ...] = (
    keys_are_enough, waits_are_long, keys_work_while_it_speaks, silence_is_answered, one_british_voice,
)  # fmt: skip
