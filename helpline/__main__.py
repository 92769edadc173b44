"""Lets `python -m helpline` do what `helpline` does."""

from helpline.cli import main

if __name__ == "__main__":
    main(prog_name="helpline")
