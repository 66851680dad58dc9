"""Updates that come twice and out of order: each is answered once, by either way of receiving."""

import json
import random
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from tests.fakes.telegram.core import StrictApi
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.product import Product, wait_for
from tests.fakes.telegram.server import SECRET_HEADER, StrictServer
from tests.telegram.killing import QUESTION

SECRET = "between-this_test-and-itself"  # noqa: S105 - of the strict server
PEOPLE, SAYINGS = 10, 3
"""The pace of a chat lets three leave at once."""


def sayings() -> tuple[list[int], list[dict[str, Any]]]:
    """What many people say to a Telegram that keeps it: their chats, and the updates."""
    aside = StrictApi()
    people = [Person(aside, 7_000 + number) for number in range(PEOPLE)]
    for _ in range(SAYINGS):
        for one in people:
            one.says(QUESTION)
    return [one.id for one in people], aside.updates.take_all()


def post(product: Product, update: dict[str, Any]) -> int:
    request = urllib.request.Request(
        f"{product.url}/telegram/telegram",
        json.dumps(update).encode(),
        {"Content-Type": "application/json", SECRET_HEADER: SECRET},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return int(answer.status)


def test_posted_twice_and_out_of_order_each_is_answered_once(tmp_path: Path) -> None:
    chats, updates = sayings()
    with StrictServer() as server:
        product = Product(tmp_path, server.url)
        product._env |= {
            "MOTCUA_TELEGRAM__WEBHOOK_URL": product.url,
            "MOTCUA_TELEGRAM__WEBHOOK_SECRET": SECRET,
        }
        with product:
            wait_for(lambda: server.api.webhook)
            people = [server.do(partial(Person, server.api, chat)) for chat in chats]
            twice = updates * 2
            random.Random(7).shuffle(twice)  # noqa: S311 - the order of a test
            with ThreadPoolExecutor(8) as posting:
                assert set(posting.map(partial(post, product), twice)) == {200}
            wait_for(lambda: all(len(one.hears) >= SAYINGS for one in people), 60)
            assert post(product, updates[0]) == 200  # once more, long answered
            server.api.updates._next += 1_000  # the others' numbers were given elsewhere
            lan = server.do(partial(Person, server.api))
            server.do(partial(lan.says, QUESTION))
            wait_for(lambda: lan.hears, 60)
            assert product.stop() == 0
        assert [len(one.hears) for one in people] == [SAYINGS] * PEOPLE
        assert server.api.refused() == []


def test_polled_out_of_order_and_again_after_a_lost_confirmation_each_is_answered_once(
    tmp_path: Path,
) -> None:
    chats, updates = sayings()
    with StrictServer() as server:
        people = [server.do(partial(Person, server.api, chat)) for chat in chats]
        server.api.updates.jumbled = random.Random(7)  # noqa: S311 - the order of a test
        # The answer is lost on its way, so that the same come again under the same numbers.
        server.do(partial(server.api.fail, cut=True, after=True, method="getUpdates", times=2))
        for update in updates:
            server.do(partial(server.api.updates.add_raw, update))
        with Product(tmp_path, server.url) as product:
            wait_for(lambda: all(len(one.hears) >= SAYINGS for one in people), 60)
            wait_for(lambda: server.api.updates.waiting == 0, 60)
            assert product.stop() == 0
        assert [len(one.hears) for one in people] == [SAYINGS] * PEOPLE
        assert server.api.refused() == []
