"""Labelled messages, and how well the line understands them."""
