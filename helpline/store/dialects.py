"""The two databases that the line knows, each loaded only where it is used: one of them costs 2 MB a process."""

from importlib import import_module
from typing import Any


def dialect_module(name: str) -> Any:
    """SQLAlchemy's module for "postgresql" or "sqlite", with its `insert` and its `dialect`."""
    return import_module(f"sqlalchemy.dialects.{name}")
