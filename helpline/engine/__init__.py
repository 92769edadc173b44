"""One turn of a conversation: no clock, no network, no channel."""
