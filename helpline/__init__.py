"""The Worcestershire SEND helpline: a phone and text line for parents."""

__version__ = "0.1.0"
