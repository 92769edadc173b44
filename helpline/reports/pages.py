"""From values to HTML pages: Jinja2, with everything escaped."""

from jinja2 import Environment, PackageLoader, StrictUndefined

_PAGES = Environment(
    loader=PackageLoader("helpline.reports"), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


def page(template: str, **values: object) -> str:
    """The HTML of a template in this room's templates/ folder, filled with values."""
    return _PAGES.get_template(template).render(**values)
