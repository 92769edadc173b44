"""The words that all steps share."""

from typing import Annotated

from pydantic import Field

from helpline.content.times_of_day import Calendar
from helpline.content.wording import ByChannel, Sentence, Spoken, Strict, Wording

DIGIT_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
Retries = Annotated[list[Spoken], Field(min_length=2, max_length=2)]  # V14: three tries, so two re-asks


class PageWords(Strict):
    """The words of a page that no call and no text has. Pages that are in English alone have theirs in templates."""

    title: Sentence = "Help when you disagree about special educational needs"
    lead: Sentence = "Answer one to three short questions. You get the next step, and a number to call."
    skip: Sentence = "Skip to the main part"
    helpers: Sentence = "People who can help"
    call: Sentence = "Call {number}"
    relay: Sentence = "Relay UK: {relay} then {number}"
    next_step: Sentence = "Your next step"
    said: Sentence = "You said:"
    change: Sentence = "Change this answer"
    back: Sentence = "Back"
    again: Sentence = "Start again"
    more: Sentence = "Does one of these fit?"


class Phrases(Strict):
    """The words that all steps share, and those about texts, calls that are put through and closed contacts."""

    stopped_sms: Spoken
    not_working: Wording  # ahead of the numbers, when nothing else can be said
    # Digits, days and hours.
    digits: Annotated[list[Sentence], Field(min_length=10, max_length=10)] = list(DIGIT_WORDS)
    press: Sentence = "press"  # the word before a key: a short pause stands before it (V22)
    calendar: Calendar = Calendar()
    page: PageWords = PageWords()
    english: Wording = ByChannel(voice="For English, press {digit}.", sms="For English, text ENGLISH.")
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
    # Around questions and numbers.
    greeting: Wording
    option: Wording
    also_sms: Spoken
    no_input: Retries
    no_match: Retries
    early_number: Spoken
    extend: Spoken
    more_time: Spoken
    again: Spoken
    other: Spoken
    no_match_sms: Spoken
    careful_sms: Spoken
    danger_sms: Spoken
    picture_sms: Spoken
    did_you_mean: Wording
    switch: Wording
    go_on: Spoken
    something_else: Spoken
    understood: Wording
    undo_sms: Spoken
    # After the answer to a question.
    open_question_sms: Spoken
    no_question_sms: Spoken
    pen: Spoken
    number: Spoken
    number_again: Spoken
    address: Spoken
    address_again: Spoken
    hear_again: Spoken
    other_contact: Spoken
    person: Spoken
    farewell: Spoken
