"""The rules of content/check.py, which block loading, as findings with codes like all others."""

from functools import partial

from helpline.checks.finding import Finding, Rule
from helpline.checks.material import Material
from helpline.content import check, check_words
from helpline.errors import Complaint

_STUCK = "A caller would be stuck, or led where nothing is."
_LOST = "A caller would be left without a number."

# function: code, what it rests on, why
_CODES: dict[check.Rule, tuple[str, str, str]] = {
    check.start_is_a_question: ("H02", "house", _STUCK),
    check.every_next_is_a_step: ("H03", "house", _STUCK),
    check.no_loops: ("H04", "house", "A caller would go round in a circle."),
    check.every_step_is_reached: ("H05", "house", "Words that nobody can reach are not looked after."),
    check.keys_have_no_gaps: ("V09", "V9", "Keys that jump, or come out of order, are pressed wrongly."),
    check.every_contact_is_known: ("H06", "house", _LOST),
    check.a_contact_has_one_way_in: ("H07", "house", _LOST),
    check.an_outcome_has_a_number: ("H08", "V13", _LOST),
    check.names_in_service_are_outcomes: ("H09", "V4", _LOST),
    check.calls_reach_a_telephone: ("H16", "V6", "A caller would be connected to nobody."),
    check.keys_suffice: ("H17", "V9", "What has no key cannot be asked for."),
    check.english_is_there: ("H10", "house", "Whatever is not translated would have no words at all."),
    check.step_names_are_free: ("H11", "house", "Two things of one name cannot be told apart."),
    check.braces_name_contacts: ("H12", "N11", "A caller would hear curly brackets, not a number."),
    check.keywords_lead_somewhere: ("H13", "house", "A texter would get no answer to the word."),
    check.one_thing_claims_a_keyword: ("H14", "S9", "A word must mean one thing, and never the carrier's."),
    check_words.names_in_words_are_known: ("H18", "house", "A phrase with a name that is not there finds nothing."),
    check_words.odd_replies_are_outcomes: ("H19", "house", _LOST),
}


def _look(function: check.Rule, material: Material) -> list[Complaint]:
    return list(function(material.library, material.sources))


def _wrapped(function: check.Rule) -> Rule:
    # A rule that is new in content/check.py is listed from the first day, if without its own code.
    code, rests_on, why = _CODES.get(function, ("H99", "house", _STUCK))
    return Rule(code, "error", rests_on, why, lambda material: iter(partial(_look, function)(material)))


RULES: tuple[Rule, ...] = tuple(_wrapped(function) for function in check.RULES)

UNREADABLE = Rule("H01", "error", "house", "The line cannot start with it.", lambda material: iter(()))
SETTINGS = Rule("H15", "error", "house", "A rule that is off by mistake protects nobody.", lambda material: iter(()))


def as_findings(rule: Rule, complaints: list[Complaint]) -> list[Finding]:
    """Complaints from outside the rules, under a rule's code."""
    return [Finding(rule.code, rule.severity, rule.rests_on, rule.why, complaint) for complaint in complaints]
