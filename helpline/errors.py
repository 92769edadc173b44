"""Errors that people read. Each is a sentence that tells the position, the fault and the cure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Complaint:
    """One fault of a flow file.

    `file` and `line` (from 1) give its position, `says` names the fault, `cure` tells how to mend it.
    """

    file: str
    line: int
    says: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.says} {self.cure}"


class ContentError(Exception):
    """The flow files cannot be used. Holds every complaint that was found, in file order."""

    def __init__(self, complaints: list[Complaint]):
        self.complaints = sorted(complaints, key=lambda c: (c.file, c.line))
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))


class SettingError(Exception):
    """A setting from the environment is missing or cannot be used."""


class CarrierError(Exception):
    """The carrier cannot be reached, or refuses a request of the account."""


class CarrierBusyError(CarrierError):
    """The carrier cannot answer just now. Nothing is known to be amiss with the account."""
