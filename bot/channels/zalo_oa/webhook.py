"""The webhook: cap, check the signature, store, answer 200 within two seconds.

What cannot be stored in time is answered 503 and comes again; stored late, the repeat is none.
Zalo disables a webhook that keeps failing, so whatever is not an event of ours is answered too.
"""

import asyncio
from collections import Counter
from typing import Final

import structlog
from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from bot.channels.bodies import body_within
from bot.channels.zalo_oa.intake import Intake, NotTaken
from bot.channels.zalo_oa.limits import ANSWER_SECONDS, BODY_BYTES
from bot.channels.zalo_oa.receive import Raw, account_of
from bot.channels.zalo_oa.signature import Doubt, Key, checked
from handlers.clock import Clock

PATH: Final = "/zalo/oa"
"""One address an app: all its accounts share it. This one is the main commune's app's."""

FIRST_TRIES: Final = ("0", "1")
"""An event that breaks something of ours is to come again twice; then it makes room."""
TOO_LARGE: Final = "too_large"

log = structlog.get_logger(__name__)


def webhook_path(app_id: str, main: str) -> str:
    """Where Zalo posts the events of an app; `main` is that of the main commune's settings."""
    return PATH if app_id == main else f"{PATH}/{app_id}"


class Webhook:
    """Answers Zalo's calls for one app, and hands each event to the account it is of."""

    def __init__(self, key: Key, clock: Clock, path: str = PATH) -> None:
        self.doubts: Counter[str] = Counter()
        """Events not taken since the start, by why."""
        self.forged = 0
        """Calls in a row that name our app and are signed with another key."""
        self._key = key
        self._clock = clock
        self._path = path
        self._intakes: dict[str, Intake] = {}
        self._late: set[asyncio.Task[None]] = set()

    def serve(self, oa_id: str, intake: Intake) -> None:
        """Take the events of an account of this app."""
        self._intakes[oa_id] = intake

    def routes(self) -> APIRouter:
        """The route."""
        router = APIRouter()
        router.add_api_route(self._path, self.answer, methods=["POST"], include_in_schema=False)
        return router

    async def answer(self, request: Request) -> Response:
        """One call."""
        end = asyncio.get_running_loop().time() + ANSWER_SECONDS
        try:
            async with asyncio.timeout_at(end):
                body = await body_within(request, BODY_BYTES)
        except (TimeoutError, ClientDisconnect):
            log.warning("zalo.webhook_cut")
            return Response(status_code=400)
        return Response(status_code=await self._status(body, request, end))

    async def _status(self, body: bytes | None, request: Request, end: float) -> int:
        if body is None:
            self._refused(TOO_LARGE)
            return 413
        if body.strip() in (b"", b"{}"):  # sent, unsigned, when the address is saved
            return 200
        event = checked(self._key, body, request.headers, self._clock.now())
        if isinstance(event, Doubt):
            self._doubted(event, body)
            return 401
        self.forged = 0
        intake = self._intake_of(event)
        if intake is None:
            log.debug("zalo.passed", reason="another account")
            return 200  # of an account of the app that nobody here serves: not to come again
        status = await self._taken(intake, event, end)
        if status == 500 and request.headers.get("num_retry", "0") not in FIRST_TRIES:
            return await self._given_up(intake, event)  # it must not cost us the webhook
        return status

    def _doubted(self, doubt: Doubt, body: bytes) -> None:
        """Nothing of it is parsed: whether the app is named is looked for among the bytes."""
        self._refused(str(doubt))
        if doubt is Doubt.FORGED:
            self.forged += self._key.app_id.encode() in body
        elif doubt is not Doubt.UNSIGNED:  # signed with our key
            self.forged = 0

    def _refused(self, reason: str) -> None:
        self.doubts[reason] += 1
        log.warning("zalo.webhook_refused", reason=reason)

    @staticmethod
    async def _given_up(intake: Intake, event: Raw) -> int:
        try:
            await intake.give_up(event)
        except NotTaken:
            return 503
        return 200

    def _intake_of(self, event: Raw) -> Intake | None:
        """Of the account an event names; an account alone says itself what is not its own."""
        if len(self._intakes) == 1:
            return next(iter(self._intakes.values()))
        return self._intakes.get(account_of(event, self._intakes.keys()))

    async def _taken(self, intake: Intake, event: Raw, end: float) -> int:
        """200 once it is stored. What was begun goes on to its end: stored, it is answered."""
        task = asyncio.create_task(intake.take(event))
        self._late.add(task)
        task.add_done_callback(self._late.discard)
        await asyncio.wait({task}, timeout=end - asyncio.get_running_loop().time())
        if not task.done():
            log.warning("zalo.webhook_slow")
            task.add_done_callback(_look_at)
            return 503
        return 503 if isinstance(task.exception(), NotTaken) else _look_at(task)


def _look_at(task: "asyncio.Task[None]") -> int:
    """The status of an event that was taken in, or broke something of ours."""
    error = None if task.cancelled() else task.exception()
    if error is None or isinstance(error, NotTaken):
        return 200
    log.error("zalo.defect", error=type(error).__name__, exc_info=error)
    return 500
