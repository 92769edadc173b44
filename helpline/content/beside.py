"""The words of phrases.yaml that stand beside the steps: texts, other calls, and who is closed."""

from helpline.content.wording import Spoken, Strict


class BesideTheSteps(Strict):
    """What is said about a text, a call that is put through, and a contact that is closed."""

    stopped_sms: Spoken
    # Getting it by text.
    text_offer: Spoken
    key_in: Spoken
    not_a_mobile: Spoken
    keyed: Spoken
    send: Spoken
    try_again: Spoken
    text_sent: Spoken
    text_opted_out: Spoken
    text_not_mobile: Spoken
    text_not_allowed: Spoken
    text_limit: Spoken
    text_unknown: Spoken
    text_failed: Spoken
    # Being put through.
    put_through: Spoken
    putting_through: Spoken
    call_ended: Spoken
    call_busy: Spoken
    call_no_answer: Spoken
    call_failed: Spoken
    # When a contact is closed.
    closed_now: Spoken
    closed_to: Spoken
    call_then: Spoken
