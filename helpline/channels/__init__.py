"""From a reply to words on the wire: TwiML for a call, a message for a text."""
