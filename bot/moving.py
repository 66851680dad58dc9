"""A group became a supergroup: it goes on under its new id."""

import asyncio
from functools import partial

from handlers.store.contacts import move_chat
from handlers.store.unit_of_work import Store


async def moved(store: Store, endpoint: str, old: str, new: str) -> None:
    """Rewrite the contacts of a chat, its topics' among them."""
    move = partial(move_chat, endpoint=endpoint, old=old, new=new)
    await asyncio.to_thread(store.write, move)
