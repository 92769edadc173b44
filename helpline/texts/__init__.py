"""The carrier's REST client, which no other room knows: sending one text, and the account's number."""
