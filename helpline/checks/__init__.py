"""Whether the words work: every rule that the line holds itself to, as findings with a cure."""
