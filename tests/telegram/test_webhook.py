"""The webhook: the secret, 200 once stored, 503 when not, and nothing else ever."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from bot.channels.telegram.health import Reception
from bot.channels.telegram.receive import ALLOWED_UPDATES
from bot.channels.telegram.webhook import SECRET_HEADER, webhook_path
from handlers.errors import StorageBusyError
from handlers.messages import Inbound
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.core import eventually
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import SETTINGS, Line

SECRET = "secret_of-the-webhook"  # noqa: S105 - of the strict server
PUBLIC = "https://phuong.example.vn"


@pytest.fixture
def hooked(sqlite_store: Store, clock: FakeClock) -> Line:
    """A ward that receives by webhook."""
    settings = replace(SETTINGS, webhook_url=PUBLIC, webhook_secret=SECRET)
    return Line(sqlite_store, clock, settings=settings)


@pytest_asyncio.fixture
async def telegram(hooked: Line) -> AsyncIterator[httpx.AsyncClient]:
    """Telegram, calling the ward's web server."""
    app = FastAPI()
    assert hooked.route is not None
    app.include_router(hooked.route)
    transport = httpx.ASGITransport(app)
    async with (
        hooked.open(),
        httpx.AsyncClient(transport=transport, base_url=PUBLIC) as client,
    ):
        yield client


async def deliver(
    hooked: Line, telegram: httpx.AsyncClient, secret: str | None = SECRET
) -> list[int]:
    """Post all waiting updates; the statuses."""
    headers = {} if secret is None else {SECRET_HEADER.encode(): secret.encode()}
    path = webhook_path(hooked.ward.endpoint)
    statuses = []
    for update in hooked.api.updates.take_all():
        answer = await telegram.post(path, json=update, headers=headers)
        assert answer.content == b""
        statuses.append(answer.status_code)
    return statuses


@pytest.mark.asyncio
async def test_the_webhook_is_set_with_secret_and_kinds(
    hooked: Line, telegram: httpx.AsyncClient
) -> None:
    await eventually(lambda: hooked.service.health.state is Reception.RECEIVING)
    (call,) = hooked.api.made("setWebhook")
    assert call.parameters["url"] == f"{PUBLIC}/telegram/{hooked.ward.endpoint}"
    assert call.parameters["secret_token"] == SECRET
    assert call.parameters["allowed_updates"] == list(ALLOWED_UPDATES)
    assert hooked.api.updates.polls == 0


@pytest.mark.asyncio
async def test_an_update_is_stored_and_answered(hooked: Line, telegram: httpx.AsyncClient) -> None:
    lan = Person(hooked.api)
    lan.says("khai sinh")
    assert await deliver(hooked, telegram) == [200]
    assert await hooked.heard(lan) == ["bạn nói: khai sinh"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "bí mật"])
@pytest.mark.asyncio
async def test_without_the_right_secret_nothing_is_taken(
    hooked: Line, telegram: httpx.AsyncClient, secret: str | None
) -> None:
    Person(hooked.api).says("khai sinh")
    assert await deliver(hooked, telegram, secret) == [403]
    await hooked.dispatch_idle()
    assert hooked.responder.asked == []


@pytest.mark.asyncio
async def test_what_could_not_be_stored_comes_again_and_is_answered_once(
    hooked: Line, telegram: httpx.AsyncClient
) -> None:
    submit, busy = hooked.dispatch.submit, [True]

    async def sometimes(inbound: Inbound) -> str | None:
        if busy:
            busy.clear()
            raise StorageBusyError
        return await submit(inbound)

    hooked.dispatch.submit = sometimes  # type: ignore[method-assign]
    lan = Person(hooked.api)
    number = lan.says("khai sinh")
    message = lan.chat.messages[1]
    assert await deliver(hooked, telegram) == [503]
    for _ in range(2):
        hooked.api.updates.add("message", message, number)
        assert await deliver(hooked, telegram) == [200]
    await hooked.dispatch_idle()
    assert lan.hears == ["bạn nói: khai sinh"]


@pytest.mark.asyncio
async def test_a_handler_that_fails_is_no_matter_of_the_webhook(
    hooked: Line, telegram: httpx.AsyncClient
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    hooked.responder.decide = broken  # type: ignore[assignment]
    Person(hooked.api).says("khai sinh")
    assert await deliver(hooked, telegram) == [200]


@pytest.mark.parametrize("body", [b"", b"not json", b"[1, 2]", b'{"update_id": "x"}', b"\xff\xfe"])
@pytest.mark.asyncio
async def test_what_is_no_update_is_set_aside(
    hooked: Line, telegram: httpx.AsyncClient, body: bytes
) -> None:
    path = webhook_path(hooked.ward.endpoint)
    answer = await telegram.post(path, content=body, headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 200
    assert hooked.service.intake is not None
    assert hooked.service.intake.set_aside == 1


@pytest.mark.asyncio
async def test_a_body_longer_than_any_update_is_refused(
    hooked: Line, telegram: httpx.AsyncClient
) -> None:
    path = webhook_path(hooked.ward.endpoint)
    answer = await telegram.post(path, content=b" " * 1_000_001, headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 413


@pytest.mark.asyncio
async def test_the_address_does_not_hold_the_token(hooked: Line) -> None:
    assert SETTINGS.token.partition(":")[2] not in webhook_path(hooked.ward.endpoint)
