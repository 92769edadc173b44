"""Shim until the branch `store` is merged."""

from helpline.store.tidy import COUNTS_KEPT_DAYS, DAY_SECONDS, KEPT_SECONDS, day_of

__all__ = ["COUNTS_KEPT_DAYS", "DAY_SECONDS", "KEPT_SECONDS", "day_of"]
