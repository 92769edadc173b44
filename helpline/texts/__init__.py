"""Texts that a caller asked for, and the carrier's REST client: the only room that knows it."""
