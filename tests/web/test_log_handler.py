"""The log's way out: a record is written in one piece, or left, and nobody waits for it."""

import logging
import os
import select
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest

from helpline.web.log_handler import StandardError, log_fails

LOST = "The log could not be written for a while. What was to be told meanwhile is lost."


@contextmanager
def logging_to(stream: TextIO) -> Iterator[None]:
    """The handler of a line, on the root logger."""
    made = StandardError(stream)
    logging.getLogger().addHandler(made)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(made)


class Pipe:
    """A pipe that stands for standard error, and its reader."""

    def __init__(self) -> None:
        self.reader, writer = os.pipe()
        os.set_blocking(self.reader, False)
        self.writer: TextIO = os.fdopen(writer, "w")

    def fill(self) -> None:
        """Write until nothing more goes in: the reader has stopped."""
        os.set_blocking(self.writer.fileno(), False)
        for size in (select.PIPE_BUF, 1):
            try:
                while True:
                    os.write(self.writer.fileno(), b"x" * size)
            except BlockingIOError:
                pass
        os.set_blocking(self.writer.fileno(), True)

    def read(self) -> str:
        """Everything that is in the pipe."""
        try:
            return os.read(self.reader, 10**6).decode()
        except BlockingIOError:
            return ""


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    made = Pipe()
    with logging_to(made.writer):
        yield made
    made.writer.close()
    os.close(made.reader)


def test_a_record_is_written(pipe: Pipe) -> None:
    logging.getLogger("helpline").error("Both numbers were given: %s", "é\udcff")
    assert pipe.read() == "Both numbers were given: é\\udcff\n"
    assert not log_fails()


def test_a_long_record_is_cut_so_that_it_goes_in_one_piece(pipe: Pipe) -> None:
    logging.getLogger("helpline").error("x" * 100_000)
    written = pipe.read()
    assert len(written) == select.PIPE_BUF
    assert written.endswith("x\n")


def test_nobody_waits_for_a_reader_that_has_stopped_and_the_gap_is_told(pipe: Pipe) -> None:
    pipe.fill()
    for _ in range(100):  # a write that waited would wait for ever
        logging.getLogger("helpline").error("lost")
    assert log_fails()
    pipe.read()
    assert not log_fails()
    assert pipe.read() == f"{LOST}\n"


def test_a_reader_that_is_gone(pipe: Pipe) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), pipe.reader)
    logging.getLogger("helpline").error("lost")
    assert log_fails()


def test_a_full_disk() -> None:
    with Path("/dev/full").open("w") as full, logging_to(full):
        logging.getLogger("helpline").error("lost")
        assert log_fails()


def test_a_standard_error_that_is_closed() -> None:
    with Path(os.devnull).open("w") as closed:
        pass
    with logging_to(closed):
        logging.getLogger("helpline").error("lost")
        assert log_fails()
