"""A province's own gateway, SMS included, as a channel: a signed HTTP contract, no code of ours.

What comes in is stored before it is confirmed. What goes out carries a key, the same at every
try: only where the gateway says that it honours the key is a message in doubt sent again.
"""
