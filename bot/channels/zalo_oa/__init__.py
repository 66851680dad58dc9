"""The Zalo Official Account channel: the OpenAPI of an organisation's account.

Errors come with HTTP 200 and a number; an answer that cannot be read may still mean that the
message went. Nothing here is shared with the Bot Platform but the plain rendering.
"""
