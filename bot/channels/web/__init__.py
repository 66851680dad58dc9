"""The web chat as a channel: form in (`receive`), thread out (`send`, `desk`), HTML (`render`).

A visitor is known only by a random cookie; its hash is the contact. `receive` and `render` are
pure.
"""
