"""The webhooks: signature, session, turn, words."""
