"""The database: text conversations, texts that were sent, and counts. None of it names a person."""
