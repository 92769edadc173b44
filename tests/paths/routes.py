"""The routes of the shipped flow: keys and outcome, never words. `python -m tests.paths.routes` prints them."""

from helpline.content.library import Library
from helpline.content.load import load
from helpline.content.walk import keys_of, routes

from ..conftest import SHIPPED


def listed(library: Library) -> list[tuple[str, str]]:
    """(keys, outcome) of every route."""
    return [("".join(keys_of(library, route)), outcome) for route, outcome in routes(library)]


if __name__ == "__main__":
    for keys, outcome in listed(load(SHIPPED)):
        print(keys, outcome)
