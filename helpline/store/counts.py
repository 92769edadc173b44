"""Counts of what happened, a day at a time: written in batches, read for reports."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Engine, select

from helpline.store.dialects import dialect_module
from helpline.store.tables import counts


class Key(NamedTuple):
    """What is counted: on a day (YYYY-MM-DD, UTC), a channel, in a language, at a step, what happened."""

    day: str
    channel: str
    language: str
    step: str
    what: str


def write(engine: Engine, tally: Mapping[Key, int]) -> None:
    """Add a tally to what is stored, all of it or nothing."""
    insert = dialect_module(engine.dialect.name).insert
    with engine.begin() as connection:
        for key in sorted(tally):  # in one order everywhere, so that two writers never wait for each other
            values = insert(counts).values(**key._asdict(), times=tally[key])
            more = {"times": counts.c.times + values.excluded.times}
            connection.execute(values.on_conflict_do_update(index_elements=list(Key._fields), set_=more))


def read(engine: Engine, first: str, last: str) -> dict[Key, int]:
    """Everything counted from the first day to the last, both included."""
    with engine.connect() as connection:
        rows = connection.execute(select(counts).where(counts.c.day.between(first, last))).mappings()
        return {Key(*(row[field] for field in Key._fields)): row["times"] for row in rows}
