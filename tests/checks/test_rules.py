"""Each rule finds its broken example. The joke flow itself is the mended one: it passes them all."""

from pathlib import Path

import pytest

from helpline.checks.emergency import DANGER, EVERYDAY
from helpline.checks.run import EVERY_RULE, check_folder

from .conftest import ON, TEA, Broken, Edit, codes

DEEPER = """        next: third
  third:
    question: Was it warm?
    options:
      warm:
        press: 1
        say: It was
        ack: Warm.
        next: fourth
  fourth:
    question: Was it hot?
    options:
      hot:
        press: 1
        say: It was
        ack: Hot.
        next: stir_more
      poured:
"""
MORE = """        next: cup
      five: {press: 5, say: Five, ack: Five., next: cup}
      six: {press: 6, say: Six, ack: Six., next: cup}
"""
MANY_KEYS = (
    "    contacts: [kettle]\n    also:\n"
    + "".join(
        f"      more_{'abcdefgh'[n]}: {{press: {n + 2}, say: More, ack: More., next: unsure}}\n" for n in range(8)
    )
    + "    source: the box, line 6"
)
HARD_LINE = "Institutional reconsideration necessitates administrative cooperation. "
HARD = HARD_LINE * 6
MUG = """mug:
  name: The Mug
  number: 01632 960 004
  voice: The Mug holds.
  sms: "Mug: {number}"
  source: the box, line 3
  checked_on: 2026-11-01
"""
REASON = "It is a joke that every caller gets in whole all the same."
STIR = "voice: Stir it once more. It is free."
SMS = "        Next step: stir it once more."

FLOW, WORDS, PHRASES, CONTACTS, SERVICE = "tea.yaml", "words.yaml", "phrases.yaml", "contacts.yaml", "service.yaml"
NOTICE = "notice: {words: %s, until: %s}\npronounce:"

# code: what breaks it, as (file, what stands there, what is written instead)
BROKEN = {
    "E01": [(PHRASES, "Danger? Call {emergency}. ", "")],
    "E02": [(CONTACTS, 'number: "999"', 'number: "111"')],
    "E03": [(WORDS, "gone missing, ", "")],
    "E04": [(WORDS, "[not an emergency, ", "[")],
    "H01": [(PHRASES, "pen: You may want a pen.\n", "")],
    "H02": [(FLOW, "start: what", "start: leaves")],
    "H03": [(FLOW, "next: stir_more", "next: stir_mor")],
    "H04": [(FLOW, "next: cup\n  stir_more", "next: what\n  stir_more")],
    "H05": [(FLOW, "next: leaves", "next: cup")],
    "H06": [(FLOW, "contacts: [kettle]", "contacts: [ketle]")],
    "H07": [(CONTACTS, "  voice: The Teapot pours.", "  address: [The shelf]\n  voice: The Teapot pours.")],
    "H08": [(CONTACTS, "number: 01632 960 002", "address: [The shelf]")],
    "H09": [(SERVICE, "person: numbers", "person: nobody")],
    "H11": [(FLOW, "next: stir_more", "next: fallback"), (FLOW, "  stir_more:", "  fallback:")],
    "H12": [(FLOW, STIR, "voice: Call {nobody}.")],
    "H13": [(WORDS, "reply: numbers", "reply: nothing_here")],
    "H14": [(WORDS, "words: [milk]", "words: [numbers]")],
    "H21": [(FLOW, "    source: the box, line 3", "    links: [shelf]\n    source: the box, line 3")],
    "V11P": [(FLOW, STIR, f"web: Stir it once more.\n      {STIR}")],
    "C03P": [(FLOW, STIR, f"web: {'Stir it ' * 13}once. It is free.\n      {STIR}")],
    "H15": [("checks.yaml", "explain:", "off: {V99: It is not needed here.}\nexplain:")],
    "H18": [(WORDS, "words: [milk]", "when: [[cow]]")],
    "H19": [(WORDS, "commands:", "odd: {emoji: nobody}\ncommands:")],
    "H20": [(FLOW, "words: [leaves]", "words: [leaves, stop]")],
    "U01": [(WORDS, "words: [milk]", "words: [milk, we are on fire]")],
    "U02": [(WORDS, "back: [back]", "back: [back, on fire]")],
    "U03": [(WORDS, "words: [milk]", "within: [oat milk]")],
    "U04": [(WORDS, "words: [milk]", "label: A label that is a good deal longer than a line\n    words: [milk]")],
    "U05": [(FLOW, "words: [leaves]", "words: [leaves, milk]")],
    "U06": [(WORDS, "commands:", "twins: {milk: [melk], silk: [melk]}\ncommands:")],
    "U11": [(WORDS, "inquiry: sugar", "inquiry: suger")],
    "U12": [(WORDS, "inquiries:\n  sugar", "inquiries:\n  honey: [is there honey]\n  sugar")],
    "U13": [(WORDS, "sugar: [is there sugar]", "sugar: [is there sugar, milk]")],
    "U14": [(WORDS, "title: Is there sugar?", "title: Is there any sugar at all in this cup of tea of ours?")],
    "U15": [(FLOW, "    short: Ask for a TEABAG.\n", "")],
    "H16": [(CONTACTS, '  number: "999"', '  number: "999"\n  put_through: true')],
    "H17": [(FLOW, "    contacts: [kettle]\n    source: the box, line 6", MANY_KEYS)],
    "V01": [(PHRASES, '"{label}, press {digit}."', '"Press {digit} for {label}."')],
    "V02": [(FLOW, "        next: cup\n  stir_more", MORE + "  stir_more")],
    "V03": [(FLOW, "        next: stir_more\n      poured:\n", DEEPER)],
    "V03F": [(FLOW, "        next: cup\n  stir_more", "        next: unsure\n  stir_more"),
             (FLOW, "      spilt:\n        press: 4\n        say: You have spilt it\n        ack: Spilt.\n"
                    "        words: [spilt]\n        next: unsure\n", "")],
    "V05": [(PHRASES, " For phone numbers, press zero. I ask", " I ask")],
    "V07": [(PHRASES, " I ask", " To go back, press star. To wait, press hash. I ask")],
    "U10": [(WORDS, "[not an emergency, an emergency annual]", "[not an emergency, \"an emergency ..\", an emergency annual]")],
    "V09": [(FLOW, "press: 3\n        say: If it is cold", "press: 4\n        say: If it is cold")],
    "V11": [(FLOW, "words: [milk]", 'words: ["2"]')],
    "V11C": [(CONTACTS, '"Teapot: {number}"', "The Teapot")],
    "V11A": [(FLOW, STIR, "voice: Stir it, or appeal. It is free.")],
    "V11T": [(FLOW, "        There is a time limit. Do not wait.\n", "")],
    "V11N": [(FLOW, "        It is free.\n", "")],
    "V12": [(FLOW, "question: Which part", f"question: {'Think about it well. ' * 25}Which part")],
    "V15": [(PHRASES, "Try another key.", "There is nothing at all behind the key that came to us just now.")],
    "V16": [(PHRASES, "Sorry, I did not get that.", "That is invalid.")],
    "V20": [(FLOW, "question: Which part", f"question: {'A b c d e f g h i. ' * 40}Which part")],
    "V21": [(FLOW, "question: Which part", f"question: {'Think about it well. ' * 8}Which part")],
    "V22": [(PHRASES, '"{label}, press {digit}."', '"{label} press {digit}."')],
    "V24": [(FLOW, "ack: The milk.", "ack: You said it is the milk.")],
    "V25": [(PHRASES, '"{label}, press {digit}."', '"{label}, press {digit}. Thank you."')],
    "V26": [(PHRASES, "voice: Tea help.", "voice: Welcome to the tea line.")],
    "V27": [(PHRASES, "You may want a pen.", "You may want to dial.")],
    "V26W": [(FLOW, STIR, "voice: Look at www.tea.example. It is free.")],
    "V31": [(SERVICE, "Polly.Amy-Neural", "Polly.Amy-Nueral")],
    "V39W": [(FLOW, STIR, "voice: Stir it. We are open 9 to 5. It is free.")],
    "V34": [(FLOW, "question: Which part", f"question: {'Think about it well. ' * 150}Which part")],
    "V37": [(PHRASES, '"{label}, press {digit}."', '"{label}, press {digit}. Thank you."')],
    "V36": [(PHRASES, " I ask two questions.", "")],
    "N06": [(FLOW, STIR, "voice: It was so in 2026.")],
    "N07": [(FLOW, STIR, "voice: Press nought. It is free.")],
    "N08": [(FLOW, STIR, "voice: It starts with +44. It is free.")],
    "N02": [(CONTACTS, "01632 960 002", "01999 " + "999999")],
    "N02C": [(CONTACTS, "01632 960 002", "0901 " + "123 4567")],
    "N11D": [(CONTACTS, "01632 960 002", "(01632) 960001")],
    "N11U": [(CONTACTS, "kettle:\n", MUG + "kettle:\n")],
    "S01": [(FLOW, SMS, "        Next step: it\u2019s time to stir.")],
    "S03": [(FLOW, SMS, "        Stir it once more, and then again.\n" * 9)],
    "S03W": [(FLOW, SMS, "        Stir it once more, and then again.\n" * 50)],
    "S03M": [(CONTACTS, '"The Kettle can help: {number}"', '"' + r"The Kettle can help you with that.\n" * 5 + '{number}"'),
             (CONTACTS, '"Teapot: {number}"', '"' + r"The Teapot can help you with that.\n" * 5 + '{number}"'),
             (FLOW, "question: What have", "question: What " + "\n      and what " * 12 + "have"),
             ],
    "S06": [(FLOW, SMS, "        Stir.\n" * 6)],
    "S06L": [(FLOW, SMS, "        Next step: stir it once more and once more still.")],
    "S07": [(CONTACTS, '"Teapot: {number}"', '"{number} is the Teapot"')],
    "S08": [(FLOW, SMS, "        Next step: see bit.ly.uk/stir")],
    "S09": [(WORDS, "Reply MENU to begin.", "Reply HELP to begin.")],
    "S09A": [(FLOW, "words: [milk]", 'words: ["yes"]')],
    "S14": [(WORDS, "sms: Two numbers.", "sms: Two numbers. Text MENU.")],
    "S17": [(FLOW, SMS, "        PLEASE stir it once more.")],
    "C01": [(FLOW, STIR, f"voice: {HARD}")],
    "C01W": [(FLOW, STIR, f"voice: {HARD_LINE * 3}It is free.")],
    "C03": [(FLOW, STIR, f"voice: {'stir ' * 16}it. It is free.")],
    "C03W": [(FLOW, STIR, f"voice: {'stir ' * 12}it. It is free.")],
    "C04": [(FLOW, STIR, "voice: Stir it and wait, but not long. It is free.")],
    "C05": [(FLOW, STIR, "voice: Ask the SENCo to stir. It is free.")],
    "C08": [(FLOW, "TEABAG and a biscuit", "TEABAG")],
    "C09": [(FLOW, STIR, "voice: Stir it by ABC. It is free.")],
    "C09V": [(FLOW, STIR, "voice: Stir it once more \U0001f600. It is free.")],
    "C12": [(FLOW, STIR, f"voice: {'Stir it once more. ' * 11}It is free.")],
    "C14H": [(CONTACTS, "  source: the box, line 2", "  closed: 2026-11-22\n  source: the box, line 2")],
    "C14N": [(SERVICE, "pronounce:", NOTICE % ("The pot is cold.", "2026-11-22"))],
    "C16": [(FLOW, "source: the box, line 3", "source: box")],
    "C17": [(FLOW, STIR, "voice: Unfortunately you can only stir. It is free.")],
}  # fmt: skip


def test_the_joke_flow_passes_every_check() -> None:
    assert check_folder(TEA, ON).findings == ()


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_example_is_found(broken: Broken, code: str) -> None:
    found = check_folder(broken(*BROKEN[code]), ON).findings
    assert code in {finding.rule.code for finding in found}
    # A cure is for people who do not program.
    assert not [finding for finding in found if ".py" in finding.complaint.cure]


LANGUAGES = {"L01", "L02", "L03", "L04", "L04S", "L05", "L06", "L07", "L08", "L09", "L10", "L11"}


def test_every_rule_has_a_broken_example() -> None:
    known = BROKEN.keys() | {"C14", "C14S", "N11", "V13", "U08", "U09", "U16"} | LANGUAGES  # in other files here
    assert {rule.code for rule in EVERY_RULE} == known


def test_codes_are_given_out_once() -> None:
    assert len(EVERY_RULE) == len({rule.code for rule in EVERY_RULE})


def test_a_finding_says_where_why_and_what_to_do(broken: Broken) -> None:
    (finding,) = check_folder(broken(*BROKEN["V24"]), ON).findings
    assert (finding.complaint.file, finding.complaint.line) == ("tea.yaml", 12)
    assert finding.rule.rests_on == "V24"
    assert all((finding.rule.why, finding.complaint.says, finding.complaint.cure))


@pytest.mark.parametrize(("words", "until", "found"), [
    ("The pot is cold until Friday.", "2026-11-23", set()),
    ("The pot is cold.", "2026-11-22", {"C14N"}),
    ("The pot is cold.", "2027-11-23", set()),
    ("The pot is cold.", "2027-11-24", {"C14N"}),
    ("'Call {nobody}.'", "2026-12-04", {"H12"}),
    ("'Call {kettle}'", "2026-12-04", set()),
    (f"{{voice: {'Wait for it a bit. ' * 16}, sms: The pot is cold.}}", "2026-12-04", {"V21"}),
    ("{voice: The pot is 12345., sms: The pot is cold.}", "2026-12-04", {"N06"}),
    ("The pot is cold and the cup is cold and wet.", "2026-12-04", {"C04"}),
    ("The pot is wrong.", "2026-12-04", {"V16"}),
    ('"The pot is cold \u2615."', "2026-12-04", {"S01", "C09V"}),
    (f"{{voice: The pot is cold., sms: {'The pot is cold now. ' * 12}}}", "2026-12-04", {"S03", "S06L"}),
])  # fmt: skip
def test_a_notice_is_held_to_the_rules_for_words(broken: Broken, words: str, until: str, found: set[str]) -> None:
    # The first text of the joke flow has six lines without the notice, and S06 only warns of more.
    assert codes(broken((SERVICE, "pronounce:", NOTICE % (words, until)))) - {"S06"} == found


@pytest.mark.parametrize(
    ("times", "found"), [(2, set()), (3, {"C01W"}), (4, {"C01"})], ids=["plain", "only just plain", "hard"]
)
def test_a_rule_with_two_limits_warns_before_it_blocks(broken: Broken, times: int, found: set[str]) -> None:
    hard = (FLOW, STIR, f"voice: {HARD_LINE * times}It is free.")
    assert codes(broken(hard, ("checks.yaml", "explain:", f"off: {{V21: {REASON}}}\nexplain:"))) == found


@pytest.mark.parametrize("off", ["C01", "C01W"])
def test_each_limit_is_switched_off_by_its_own_code(broken: Broken, off: str) -> None:
    switch = ("checks.yaml", "explain:", f"off: {{V21: {REASON}, {off}: {REASON}}}\nexplain:")
    found = [
        codes(broken((FLOW, STIR, f"voice: {HARD_LINE * times}It is free."), switch, to=str(times))) for times in (3, 4)
    ]
    assert found == [{"C01W"} - {off}, {"C01"} - {off}]


def test_a_rule_is_switched_off_in_one_place(broken: Broken) -> None:
    folder = broken(*BROKEN["V36"], ("checks.yaml", "explain:", f"off: {{V36: {REASON}}}\nexplain:"))
    result = check_folder(folder, ON)
    assert result.findings == ()
    assert result.off == {"V36": REASON}


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("of: {V36: Because.}\n", '"of" is not known here. Did you mean "off"?'),
        ("off: {V36: }\n", '"off > V36" is empty.'),
        ("off:\n\t- V36\n", "There is a tab here."),
        ("explain:\n  TEABAG: []\n", '"explain > TEABAG" is empty.'),
    ],
)
def test_a_switch_that_cannot_be_read_is_an_error(broken: Broken, written: str, says: str) -> None:
    folder = broken()
    (folder / "checks.yaml").write_text(written)
    (first, *_) = check_folder(folder, ON).findings
    assert first.rule.code == "H15"
    assert says in str(first.complaint)


def findings(folder: Path, code: str) -> list[str]:
    return [str(one.complaint) for one in check_folder(folder, ON).findings if one.rule.code == code]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (
            (PHRASES, "Danger? Call {emergency}. ", ""),
            "phrases.yaml, line 2: The greeting of a call does not tell 999. Write {emergency} near its beginning.",
        ),
        (
            (PHRASES, "careful_sms: In danger? Call {emergency}.", "careful_sms: Take care."),
            "phrases.yaml, line 17: The line above the reply to a long text does not tell 999. "
            "Write {emergency} near its beginning.",
        ),
        (
            (WORDS, "voice: In danger? Call {emergency}.", "voice: In danger?"),
            'words.yaml, line 40: The reply to danger ("danger") in a call does not tell 999. '
            "Write {emergency} near its beginning.",
        ),
        (
            (WORDS, "sms: In danger? Call {emergency}", "sms: In danger?"),
            'words.yaml, line 41: The first line of the reply to danger ("danger") does not tell 999. '
            "Write {emergency} near its beginning.",
        ),
        (
            (WORDS, "  reply: danger", "  reply: numbers"),
            'words.yaml, line 27: The reply to danger ("numbers") in a call does not tell 999. '
            "Write {emergency} near its beginning.",
        ),
    ],
    ids=["greeting", "careful line", "danger reply, said", "danger reply, read", "another reply"],
)
def test_999_is_told_wherever_it_is_needed(broken: Broken, edit: Edit, says: str) -> None:
    assert says in findings(broken(edit), "E01")


def test_another_emergency_number_is_told_once(broken: Broken) -> None:
    folder = broken((CONTACTS, 'number: "999"', 'number: "111"'))
    assert findings(folder, "E01") == []
    assert findings(folder, "E02") == [
        'contacts.yaml, line 19: The number of emergency is not 999. Write number: "999" under emergency.'
    ]


def test_danger_phrases_that_are_cut_down_are_missed(broken: Broken) -> None:
    folder = broken()
    words = (folder / WORDS).read_text()
    start, end = words.index("  phrases:"), words.index("  words: [")
    (folder / WORDS).write_text(f"{words[:start]}  phrases: [abused]\n{words[end:]}")
    assert findings(folder, "E03") == [
        f"words.yaml, line 2: {len(DANGER) - 3} of {len(DANGER)} sentences of danger are not found: "
        '"my husband is hitting me", "his stepdad punched him last night", "someone is hurting my daughter" '
        f"and {len(DANGER) - 6} more. "
        "Put back the phrases that were taken out of danger, or add the words that find them."
    ]


def test_everyday_words_that_bring_999_are_told(broken: Broken) -> None:
    assert findings(broken((WORDS, "bleeding, ", "bleeding, hello, ")), "E04") == [
        f'words.yaml, line 2: 1 of {len(EVERYDAY)} everyday sentences are taken for danger: "hello". '
        "Make the phrase longer that finds them, or list them under unless."
    ]


@pytest.mark.parametrize("code", [rule.code for rule in EVERY_RULE if rule.always])
def test_what_saves_a_life_cannot_be_switched_off(broken: Broken, code: str) -> None:
    folder = broken(("checks.yaml", "explain:", f"off: {{{code}: {REASON}}}\nexplain:"))
    (says,) = findings(folder, "H15")
    assert says.startswith(f'checks.yaml, line 1: "{code}" can never be switched off.')
    assert says.endswith("Take the line out, and mend what the rule finds.")


def test_these_cannot_be_switched_off() -> None:
    never = {rule.code for rule in EVERY_RULE if rule.always}
    assert never >= {"E01", "E02", "E03", "E04", "V13", "V12", "V11C", "C14", "H08", "H15"}


def test_a_reason_is_one_that_a_parent_could_read(broken: Broken) -> None:
    folder = broken(*BROKEN["V36"], ("checks.yaml", "explain:", "off: {V36: too busy}\nexplain:"))
    assert findings(folder, "H15") == [
        'checks.yaml, line 1: "too busy" is no reason that a parent could read. '
        "Say why, and what a parent gets instead, in 10 words or more."
    ]
    assert "V36" in codes(folder)  # it is not switched off
