"""The `helpline` command."""

import click


@click.group()
def main() -> None:
    """Run the helpline, talk to it, and check its words."""
