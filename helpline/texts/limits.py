"""How many texts may go out, so that nobody can use the line to pester a phone or run up a bill."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """`to_one` texts to one number in any 24 hours, `to_all` texts to all numbers in any hour."""

    to_one: int = 6
    to_all: int = 120

    def allow(self, to_one: int, to_all: int) -> bool:
        """Whether one more may go out, after that many to this number and to all numbers."""
        return to_one < self.to_one and to_all < self.to_all
