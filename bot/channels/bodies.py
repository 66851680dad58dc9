"""Reads what a provider posts, and no more of it than a message may have."""

from fastapi import Request


async def body_within(request: Request, most: int) -> bytes | None:
    """The body as received; None if it has more than `most` bytes.

    Raises:
        ClientDisconnect: the caller hung up before the end.
    """
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            return None
    return body
