"""Words and names that the flow files may not take."""

# The carrier acts on these itself when they are a whole message (Twilio's opt-out keywords, facts.md C7).
OPT_OUT_WORDS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})

# Rule S9: never asked for, never a keyword. The carrier answers or acts on all of them.
CARRIER_WORDS = OPT_OUT_WORDS | {"start", "yes", "unstop", "help", "info"}
