"""From values to HTML pages: Jinja2, with everything escaped."""

from functools import partial

from jinja2 import Environment, PackageLoader, StrictUndefined

from helpline.content.times_of_day import hours_in_words
from helpline.content.wording import words_of

_PAGES = Environment(
    loader=PackageLoader("helpline.reports"), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
_PAGES.filters |= {"words": words_of, "hours": partial(hours_in_words, channel="sms")}


def page(template: str, **values: object) -> str:
    """The HTML of a template in this room's templates/ folder, filled with values."""
    return _PAGES.get_template(template).render(**values)
