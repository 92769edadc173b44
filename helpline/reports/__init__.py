"""What is told to people about the line: its paths and figures, its whole script, what a change does."""
