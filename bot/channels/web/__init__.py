"""The web chat as a channel: form in (`receive`), HTML out (`render`).

A visitor is known only by a random cookie; its hash is the contact. Nothing here touches the
network or the database.
"""
