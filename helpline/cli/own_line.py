"""A line of the terminal's own, and a stand-in for the carrier to reach it."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpline.config import Settings
from helpline.web import create_app
from helpline.web.carrier import Carrier


@contextmanager
def carrier(flows: Path) -> Iterator[Carrier]:
    """A carrier with a line of its own, which keeps its texts only until it is closed."""
    with tempfile.TemporaryDirectory() as folder:
        texts = f"sqlite:///{folder}/texts.db"
        # A terminal shows words, so the line says them here, whatever clips there are.
        settings = Settings(
            auth_token=secrets.token_hex(16), database_url=texts, flows=flows, voice="say", counts=False
        )
        app = create_app(settings)
        yield Carrier(app, settings)
        app.extensions["helpline"].close()
