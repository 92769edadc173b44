"""The same script as sound: engines, clips, and what is measured in them."""
