"""The webhook over a real server: forged, replayed, truncated, huge, duplicated, reordered."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import pytest_asyncio
import uvicorn
from aiohttp import ClientSession
from fastapi import FastAPI

from bot.channels.reception import Reception
from bot.channels.zalo_bot.webhook import SECRET_HEADER, webhook_path
from handlers.errors import StorageBusyError
from handlers.messages import Inbound
from handlers.store import set_aside
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.zalo_bot.people import Person
from tests.fakes.zalo_bot.server import PUBLIC, ZaloServer
from tests.zalo_bot.conftest import SETTINGS, Line, eventually

pytestmark = pytest.mark.asyncio
SECRET = "secret_of-the.webhook!"  # noqa: S105 - of the strict server
HUGE = 256 * 1024 + 1


class Hooked:
    """A ward whose web server Zalo calls."""

    def __init__(self, line: Line, url: str, client: ClientSession) -> None:
        self.line, self.client = line, client
        self.url = url + webhook_path(line.ward.endpoint)

    async def post(self, body: bytes, secret: str | None = SECRET) -> int:
        """One call as Zalo, or somebody else, makes it."""
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with self.client.post(self.url, data=body, headers=headers) as answer:
            assert await answer.read() == b""
            return answer.status

    async def brings(self, update: object, secret: str | None = SECRET) -> int:
        return await self.post(json.dumps(update).encode(), secret)

    async def asked(self) -> list[str]:
        """What the ward was asked, once all is done."""
        await eventually(lambda: not self.line.dispatch._done)
        return [one.text for one, _ in self.line.responder.asked]


@asynccontextmanager
async def web_server(app: FastAPI) -> AsyncIterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    task = asyncio.create_task(server._serve([listening]))
    try:
        await eventually(lambda: server.started)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listening.close()


@pytest_asyncio.fixture
async def hooked(
    sqlite_store: Store, clock: FakeClock, server: ZaloServer
) -> AsyncIterator[Hooked]:
    settings = replace(SETTINGS, webhook_url=PUBLIC, webhook_secret=SECRET)
    line = Line(sqlite_store, clock, server, settings=settings)
    hook = {"url": PUBLIC + webhook_path(line.ward.endpoint), "secret": SECRET}
    app = FastAPI()
    assert line.route is not None
    app.include_router(line.route)
    async with web_server(app) as url, ClientSession() as client, line.open():
        server.hosts[PUBLIC] = url
        yield Hooked(line, url, client)
        server.do(lambda: line.api.webhook.update(hook))


@pytest.fixture
def lan(hooked: Hooked) -> Person:
    return hooked.line.person()


def says(person: Person, text: str) -> dict[str, object]:
    return person.update("message.text.received", text=text)


@pytest.mark.parametrize("wrapped", [True, False])
async def test_an_update_is_stored_and_answered(hooked: Hooked, lan: Person, wrapped: bool) -> None:
    update = says(lan, "khai sinh")
    assert await hooked.brings({"ok": True, "result": update} if wrapped else update) == 200
    assert await hooked.line.heard(lan) == ["bạn nói: khai sinh"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], SECRET.upper()])
async def test_without_the_right_secret_nothing_is_taken(
    hooked: Hooked, lan: Person, secret: str | None
) -> None:
    assert await hooked.brings(says(lan, "giả"), secret) == 401
    assert await hooked.asked() == []


@pytest.mark.parametrize("body", [b"", b"  ", b"{}", b" {} "])
@pytest.mark.parametrize("secret", [None, SECRET])
async def test_a_probe_is_answered_and_kept_nowhere(
    hooked: Hooked, body: bytes, secret: str | None
) -> None:
    assert await hooked.post(body, secret) == 200
    assert hooked.line.service.intake is not None
    assert hooked.line.service.intake.taken == 0


@pytest.mark.parametrize(
    "body", [b"no json", b'{"message": {"text": "kha', b"\xff\xfe", b"[" * 9000]
)
async def test_what_is_no_json_is_refused(hooked: Hooked, body: bytes) -> None:
    assert await hooked.post(body) == 400


@pytest.mark.parametrize("body", [b"[]", b"null", b'{"result": 7}', b'{"message": {"chat": 1}}'])
async def test_what_is_no_update_is_set_aside(hooked: Hooked, body: bytes) -> None:
    assert await hooked.post(body) == 200
    assert hooked.line.service.intake is not None
    assert hooked.line.service.intake.set_aside == 1
    assert await hooked.asked() == []
    with hooked.line.ward.store.read() as work:
        (kept,) = set_aside.after(work, 0)
    assert json.loads(kept.raw) == json.loads(body)


@pytest.mark.parametrize("secret", [SECRET, None])
async def test_a_huge_body_is_refused_whoever_sends_it(hooked: Hooked, secret: str | None) -> None:
    assert await hooked.post(b"x" * HUGE, secret) == 413


async def test_a_body_that_breaks_off_takes_nothing(hooked: Hooked, lan: Person) -> None:
    body = json.dumps(says(lan, "đứt giữa chừng")).encode()
    host, port = hooked.url.split("/")[2].split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = (
        f"POST {webhook_path(hooked.line.ward.endpoint)} HTTP/1.1\r\nHost: x\r\n"
        f"{SECRET_HEADER}: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body[: len(body) // 2])
    await writer.drain()
    writer.close()
    assert await hooked.brings(says(lan, "nguyên vẹn")) == 200
    assert await hooked.line.heard(lan) == ["bạn nói: nguyên vẹn"]


async def test_what_is_brought_again_is_answered_once(hooked: Hooked, lan: Person) -> None:
    update = says(lan, "khai sinh")
    for body in (update, {"ok": True, "result": update}, update):
        assert await hooked.brings(body) == 200
    assert await hooked.asked() == ["khai sinh"]
    assert await hooked.line.heard(lan) == ["bạn nói: khai sinh"]


async def test_the_same_words_in_two_messages_are_two_questions(
    hooked: Hooked, lan: Person
) -> None:
    for _ in range(2):
        assert await hooked.brings(says(lan, "khai sinh")) == 200
    await hooked.line.heard(lan, 2)


async def test_duplicates_and_disorder_lose_nothing(hooked: Hooked, lan: Person) -> None:
    server, words = hooked.line.server, [f"câu {number}" for number in range(12)]
    hook = {"url": PUBLIC + webhook_path(hooked.line.ward.endpoint), "secret": SECRET}
    server.twice = server.backwards = True

    def all_at_once() -> None:
        for one in words:
            lan.says(one)
        lan.api.webhook.update(hook)

    server.do(all_at_once)
    heard = await hooked.line.heard(lan, len(words))
    await hooked.line.quiet()
    assert sorted(heard) == sorted(f"bạn nói: {one}" for one in words)
    assert set(server.posted) == {200}


async def test_what_could_not_be_stored_is_not_confirmed(hooked: Hooked, lan: Person) -> None:
    submit, busy = hooked.line.dispatch.submit, [True]

    async def sometimes(inbound: Inbound) -> str | None:
        if busy:
            busy.clear()
            raise StorageBusyError
        return await submit(inbound)

    hooked.line.dispatch.submit = sometimes  # type: ignore[method-assign]
    update = says(lan, "khai sinh")
    assert await hooked.brings(update) == 503
    assert await hooked.brings(update) == 200
    assert await hooked.line.heard(lan) == ["bạn nói: khai sinh"]


async def test_stickers_are_helped_with_once_in_ten_minutes(hooked: Hooked, lan: Person) -> None:
    async def sticker() -> None:
        update = lan.update("message.sticker.received", sticker="a", url="https://s.example.vn/1")
        assert await hooked.brings(update) == 200

    for _ in range(3):
        await sticker()
    assert len(await hooked.asked()) == 1
    hooked.line.clock.move(minutes=11)
    await sticker()
    assert len(await hooked.asked()) == 2


async def test_stickers_that_come_together_are_helped_with_once(
    hooked: Hooked, lan: Person
) -> None:
    stickers = [
        lan.update("message.sticker.received", sticker="a", url="https://s.example.vn/1")
        for _ in range(6)
    ]
    assert set(await asyncio.gather(*map(hooked.brings, stickers))) == {200}
    assert len(await hooked.asked()) == 1


async def test_until_zalo_posts_to_us_the_state_says_so(hooked: Hooked) -> None:
    service, api = hooked.line.service, hooked.line.api
    await eventually(lambda: service.health.state is Reception.CONFLICT)
    hook = {"url": service.webhook, "secret": SECRET}
    hooked.line.server.do(lambda: api.webhook.update(hook))
    await eventually(lambda: service.health.state is Reception.RECEIVING)
    assert api.made("setWebhook") == api.made("deleteWebhook") == api.made("getUpdates") == []


async def test_who_is_no_guest_hears_so_once_and_nothing_is_kept(
    sqlite_store: Store, clock: FakeClock, server: ZaloServer
) -> None:
    line = Line(sqlite_store, clock, server)
    guest, other = line.person(1), line.person(2)
    assert line.service.intake is not None
    line.service.intake._guests = frozenset({guest.id})
    async with line.open():
        for _ in range(2):
            await line.says(other, "chào")
        await line.says(guest, "chào")
        await line.heard(guest)
        await eventually(lambda: other.hears)
        await line.quiet()
    assert len(other.hears) == 1
    assert "chạy thử" in other.hears[0]
    assert other.hears[0].endswith(f"(channels.guests): {other.id}")
    assert [one.text for one, _ in line.responder.asked] == ["chào"]
