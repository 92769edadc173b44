"""From values to HTML pages: Jinja2, with everything escaped."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from helpline.checks.material import Material
from helpline.reports.headlines import Figure
from helpline.reports.paths import PathRow

_PAGES = Environment(
    loader=PackageLoader("helpline.reports"), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


def page(template: str, **values: object) -> str:
    """The HTML of a template in this room's templates/ folder, filled with values."""
    return _PAGES.get_template(template).render(**values)


def figures_page(material: Material, rows: list[PathRow], found: list[Figure]) -> str:
    """The page of headline figures and paths, dated by the day of the check."""
    service = material.library.service
    return page("figures.html", service=service, day=material.on, figures=found, rows=rows)
