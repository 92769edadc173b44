"""Published views of the line: its paths and figures, its script, its step counts, and the meaning of a change."""
