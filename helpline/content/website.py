"""What the web page says beyond the line's own words."""

from helpline.content.dates import Day
from helpline.content.wording import Sentence, Strict


class Website(Strict):
    """What the web page says beyond the line's own words.

    `relay_uk` is what Relay UK users dial before a number (rule W25); `operator` and `feedback` say who
    runs the line and how to tell them of a problem; the days are those of the accessibility statement (W21).
    """

    relay_uk: Sentence | None = None
    operator: Sentence | None = None
    feedback: Sentence | None = None
    statement_prepared_on: Day | None = None
    statement_reviewed_on: Day | None = None
