# ruff: noqa: ANN401 - methods and values of 185 kinds go through here
"""A strict Bot API without I/O: it refuses what Telegram refuses, and what only we could mean.

Every call is parsed by aiogram's typed methods and checked by teremok's rules, every update and
every answer by aiogram's types; unknown fields are errors at any depth.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod
from pydantic import TypeAdapter
from teremok.validation import ApiRuleViolation, validate_method

from handlers.clock import Clock, SystemClock
from tests.fakes.telegram.chats import Chat, Chats
from tests.fakes.telegram.commands import Scope, commands_of, scope_of
from tests.fakes.telegram.editing import editable, edited
from tests.fakes.telegram.faults import CutError, Fault
from tests.fakes.telegram.files import Files, Sent, WrongFileError
from tests.fakes.telegram.limits import Limits
from tests.fakes.telegram.parsing import METHODS, markup_of, parsed, shown
from tests.fakes.telegram.refusing import ApiError, Body, bad
from tests.fakes.telegram.topics import deleted, forum, opened, turned
from tests.fakes.telegram.updates import Updates
from tests.fakes.telegram.webhooks import hook_info, hook_of

TOKEN = "700000001:strict-fake-token_ABC-xyz"  # noqa: S105 - of a server of our own
ME = {"id": 700000001, "is_bot": True, "first_name": "Một cửa", "username": "motcua_bot"}
_RETURNS = {name: TypeAdapter(method.__returning__) for name, method in METHODS.items()}


@dataclass(frozen=True)
class Call:
    """One call and what came of it."""

    at: datetime
    method: str
    parameters: Body
    status: int
    description: str = ""


@dataclass
class StrictApi:
    """One bot's Bot API."""

    clock: Clock = field(default_factory=SystemClock)
    limits: Limits = field(default_factory=Limits)
    token: str = TOKEN

    def __post_init__(self) -> None:
        self.chats = Chats()
        self.updates = Updates(self.clock)
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.commands: dict[Scope, list[Body]] = {}
        self.webhook: Body = {}
        self.hook_error: tuple[int, str] | None = None
        """When a delivery to the webhook last failed, in seconds since 1970, and how."""
        self.on_the_way: dict[int, Body] = {}
        """Updates taken from the queue and not yet accepted by the webhook."""
        self.answered: set[str] = set()
        self.queries: dict[str, datetime] = {}
        self.files = Files()
        self._begun: set[str] = set()
        self._aiogram = Bot("42:strict")
        self._methods: dict[str, Callable[[TelegramMethod[Any]], Any]] = {
            "getme": lambda _: ME,
            "sendmessage": self._send_message,
            "editmessagetext": self._edit_message,
            "editmessagereplymarkup": self._edit_markup,
            "getfile": self._get_file,
            "senddocument": lambda method: self._send_file(method, "document"),
            "sendphoto": lambda method: self._send_file(method, "photo"),
            "sendchataction": lambda method: bool(self._chat(method)),
            "answercallbackquery": self._answer_query,
            "getmycommands": lambda m: self.commands.get(self._scope(m), []),
            "setmycommands": self._set_commands,
            "deletemycommands": self._delete_commands,
            "createforumtopic": self._create_topic,
            "closeforumtopic": lambda method: self._turn_topic(method, closed=True),
            "reopenforumtopic": lambda method: self._turn_topic(method, closed=False),
            "deleteforumtopic": self._delete_topic,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._webhook_info,
        }

    async def answer(
        self, token: str, name: str, raw: Body, files: dict[str, Sent] | None = None
    ) -> tuple[int, Body]:
        """Status and body for one HTTP request; raises `CutError` where a fault says so."""
        status, description, parameters = 200, "", dict(raw)
        try:
            method = self._parse(token, name, raw, files or {})
            parameters = method.model_dump(exclude_unset=True, exclude=set(files or ()))
            result = await self._run(name, method, parameters)
            body: Body = {"ok": True, "result": result}
        except ApiError as error:
            status, description, body = error.status, error.description, error.body()
        except CutError:
            self._note(name, parameters, 0, "cut")
            raise
        self._note(name, parameters, status, description)
        return status, body

    def fail(self, **fault: Any) -> Fault:
        """Plan a fault."""
        planned = Fault(**fault)
        self.faults.append(planned)
        return planned

    def sent(self, chat: int) -> list[Body]:
        """The bot's messages in a chat as they stand now."""
        return [m for m in self.chats.messages(chat) if m["from"]["id"] == ME["id"]]

    def texts(self, chat: int) -> list[str]:
        """Their words."""
        return [message["text"] for message in self.sent(chat) if "text" in message]

    def made(self, method: str) -> list[Call]:
        """The calls of a method that were carried out."""
        wanted = method.lower()
        return [call for call in self.calls if call.method == wanted and call.status == 200]

    def refused(self) -> list[Call]:
        """Calls found wrong (400) that no planned state explains: defects of the caller."""
        return [call for call in self.calls if call.status == 400]

    def _note(self, name: str, parameters: Body, status: int, description: str = "") -> None:
        call = Call(self.clock.now(), name.lower(), parameters, status, description)
        self.calls.append(call)

    def _parse(
        self, token: str, name: str, raw: Body, files: dict[str, Sent]
    ) -> TelegramMethod[Any]:
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        return parsed(name, raw, files)

    async def _run(self, name: str, method: TelegramMethod[Any], parameters: Body) -> Any:
        planned = next((one for one in self.faults if one.fits(name, parameters)), None)
        if planned is not None:
            planned.times -= 1
            await planned.passes()
            if planned.status == 200 and not planned.cut:
                done = await self._carry_out(name, method)
                await asyncio.sleep(planned.lag)
                return done
            if planned.after:
                await self._carry_out(name, method)
            if planned.cut:
                raise CutError
            raise ApiError(planned.status, planned.description, planned.parameters)
        return await self._carry_out(name, method)

    async def _carry_out(self, name: str, method: TelegramMethod[Any]) -> Any:
        try:
            validate_method(self._aiogram, method)
        except ApiRuleViolation as error:
            raise ApiError(400, error.description) from error
        if name.lower() == "getupdates":
            return await self._get_updates(method)
        run = self._methods.get(name.lower())
        if run is None:
            raise bad(f"{name} is not modelled by the strict server")
        try:
            result = run(method)
        except WrongFileError as error:
            raise bad(str(error)) from error
        _RETURNS[name.lower()].validate_python(result)
        return result

    async def _get_updates(self, method: Any) -> list[Body]:
        if self.webhook.get("url"):
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        return await self.updates.poll(
            method.offset, method.limit or 100, method.timeout or 0, method.allowed_updates
        )

    def _chat(self, method: Any) -> Chat:
        return self.chats.meant(method.chat_id, getattr(method, "message_thread_id", None))

    def _send_message(self, method: Any) -> Body:
        chat = self._chat(method)
        text, markup = shown(method), markup_of(method)
        if not text.strip():
            raise bad("message text is empty")
        self.limits.keep(chat.id, self.clock.now())
        message = chat.add(ME, self.clock.now(), text=text, thread=method.message_thread_id)
        if markup is not None:
            message["reply_markup"] = markup
        return message

    def begun(self, method: str) -> bool:
        """Whether such a call has come in, answered or not."""
        return method in self._begun

    async def download(self, token: str, path: str) -> tuple[int, bytes]:
        """Status and body of a file's link."""
        self._begun.add("download")
        planned = next((one for one in self.faults if one.fits("download", {})), None)
        status = 200 if token == self.token else 401
        data = self.files.at(path) if status == 200 else None
        if planned is not None and planned.method is not None:
            planned.times -= 1
            await planned.passes()
            if planned.cut:
                raise CutError
            status = planned.status
        elif status == 200 and data is None:
            status = 404
        self._note("download", {"path": path}, status)
        failed = json.dumps({"ok": False, "error_code": status, "description": "x"}).encode()
        return status, (data or b"") if status == 200 else failed

    def _get_file(self, method: Any) -> Body:
        return self.files.about(method.file_id)

    def _send_file(self, method: Any, kind: str) -> Body:
        chat = self._chat(method)
        content = self.files.take(kind, getattr(method, kind))
        self.limits.keep(chat.id, self.clock.now())
        return chat.add(ME, self.clock.now(), thread=method.message_thread_id, **content)

    def _edit_message(self, method: Any) -> Body:
        message, markup = editable(self._chat(method), method), markup_of(method)
        return edited(message, shown(method), markup, self.clock.now())

    def _edit_markup(self, method: Any) -> Body:
        message, markup = editable(self._chat(method), method), markup_of(method)
        return edited(message, message.get("text"), markup, self.clock.now())

    def live_keyboards(self, chat: int) -> list[Body]:
        """The bot's messages in a chat that a person can still tap something under."""
        return [one for one in self.sent(chat) if "reply_markup" in one]

    def _answer_query(self, method: Any) -> bool:
        asked = self.queries.get(method.callback_query_id)
        late = asked is None or (self.clock.now() - asked).total_seconds() > 150
        if late or method.callback_query_id in self.answered:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        self.answered.add(method.callback_query_id)
        return True

    def _set_commands(self, method: Any) -> bool:
        self.commands[self._scope(method)] = commands_of(method)
        return True

    def _delete_commands(self, method: Any) -> bool:
        self.commands.pop(self._scope(method), None)
        return True

    def _create_topic(self, method: Any) -> Body:
        return opened(forum(self._chat(method)), ME, method.name, self.clock.now())

    def _turn_topic(self, method: Any, *, closed: bool) -> bool:
        return turned(forum(self._chat(method)), method.message_thread_id, closed=closed)

    def _delete_topic(self, method: Any) -> bool:
        return deleted(forum(self._chat(method)), method.message_thread_id)

    def _scope(self, method: Any) -> Scope:
        return scope_of(method, self.chats)

    def _set_webhook(self, method: Any) -> bool:
        self.webhook = hook_of(method)
        self.updates.allow(method.allowed_updates)
        return True

    def _delete_webhook(self, method: Any) -> bool:
        self.webhook = {}
        if method.drop_pending_updates:
            self.updates.drop()
        return True

    def _webhook_info(self, _: Any) -> Body:
        waiting = self.updates.waiting + len(self.on_the_way)
        return hook_info(self.webhook, waiting, self.hook_error)


async def eventually(until: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let other tasks run until something holds; fails after `seconds`."""
    async with asyncio.timeout(seconds):
        while not until():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.002)
