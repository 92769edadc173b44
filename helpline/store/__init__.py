"""Text conversations, sends and counts in a database: keyed hashes and answers, no number and no message."""
