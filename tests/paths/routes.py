"""The routes of the shipped flow: keys and outcome, never words. `python -m tests.paths.routes` prints them."""

from helpline.content.library import Library
from helpline.content.load import load
from helpline.content.routes import routes

from ..conftest import SHIPPED


def listed(library: Library) -> list[tuple[str, str]]:
    """(keys, outcome) of every route."""
    steps = library.flow.steps
    return [
        ("".join(str(steps[question].options[option].press) for question, option in route), outcome)
        for route, outcome in routes(library.flow)
    ]


if __name__ == "__main__":
    for keys, outcome in listed(load(SHIPPED)):
        print(keys, outcome)
