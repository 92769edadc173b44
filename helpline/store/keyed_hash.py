"""Shim until the branch `store` is merged."""

from helpline.store.keys import Keys as KeyedHash

__all__ = ["KeyedHash"]
