# ruff: noqa: ANN401 - methods and values of 185 kinds go through here
"""A strict Bot API without I/O: it refuses what Telegram refuses, and what only we could mean.

Every call is parsed by aiogram's typed methods and checked by teremok's rules, every update and
every answer by aiogram's types; unknown fields are errors at any depth.
"""

import asyncio
import json
import math
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from types import UnionType
from typing import Any, Union, get_args, get_origin

import aiogram.methods
from aiogram import Bot
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile
from pydantic import BaseModel, TypeAdapter, ValidationError
from teremok.validation import ApiRuleViolation, validate_method

from handlers.clock import Clock, SystemClock
from tests.fakes.telegram.chats import Chat, Chats
from tests.fakes.telegram.editing import editable, edited
from tests.fakes.telegram.files import Files, Sent, WrongFileError
from tests.fakes.telegram.limits import Limits
from tests.fakes.telegram.refusing import ApiError, bad
from tests.fakes.telegram.updates import Updates

TOKEN = "700000001:strict-fake-token_ABC-xyz"  # noqa: S105 - of a server of our own
ME = {"id": 700000001, "is_bot": True, "first_name": "Một cửa", "username": "motcua_bot"}

METHODS: dict[str, type[TelegramMethod[Any]]] = {
    one.__api_method__.lower(): one
    for name in aiogram.methods.__all__
    if isinstance(getattr(one := getattr(aiogram.methods, name), "__api_method__", None), str)
}
_RETURNS = {name: TypeAdapter(method.__returning__) for name, method in METHODS.items()}
_TAG = re.compile(r"<[^>]*>")
Body = dict[str, Any]


@dataclass
class Fault:
    """Trouble to be made for calls that fit, a number of times."""

    status: int = 502
    description: str = "Bad Gateway"
    parameters: Body | None = None
    method: str | None = None
    chat: int | None = None
    containing: str = ""
    times: int = 1
    after: bool = False
    """The call is carried out, and only its answer goes wrong."""
    cut: bool = False
    """No answer at all: the connection breaks."""
    delay: float = 0.0
    """Seconds before the call is looked at; with status 200 that is all the trouble."""
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Ends the delay early."""
    lag: float = 0.0
    """Seconds the answer of a call with status 200 is under way after it was carried out."""

    async def passes(self) -> None:
        """Wait as long as it delays a call."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.delay):
                await self.over.wait()

    def fits(self, method: str, parameters: Body) -> bool:
        """Whether this call is meant; getUpdates only when named."""
        if self.times <= 0 or (self.method or method).lower() != method.lower():
            return False
        if self.method is None and method.lower() == "getupdates":
            return False
        if self.chat is not None and str(parameters.get("chat_id")) != str(self.chat):
            return False
        return self.containing in str(parameters.get("text", ""))


class CutError(Exception):
    """The connection broke."""


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
        self.commands: dict[tuple[str, str], list[Body]] = {}
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
        kind = METHODS.get(name.lower())
        if kind is None:
            raise ApiError(404, "Not Found")
        unknown = (raw.keys() | files.keys()) - kind.model_fields.keys()
        if unknown:
            raise bad(f"unknown parameters {sorted(unknown)}")
        values: Body = {key: _value(kind, key, text) for key, text in raw.items()}
        values |= {key: BufferedInputFile(data, name) for key, (name, data) in files.items()}
        try:
            method = kind.model_validate(values)
        except ValidationError as error:
            raise bad(f"{kind.__api_method__}: {error.errors()[0]['msg']}") from error
        refuse_extras(method)
        return method

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
        found = await self.updates.poll(
            method.offset, method.limit or 100, method.timeout or 0, method.allowed_updates
        )
        if found is None:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        return found

    def _chat(self, method: Any) -> Chat:
        chat = self.chats.find(method.chat_id)
        if chat is None:
            raise bad("chat not found")
        if chat.forbidden:
            raise ApiError(403, f"Forbidden: {chat.forbidden}")
        if chat.migrated_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": chat.migrated_to},
            )
        thread = getattr(method, "message_thread_id", None)
        if thread is not None and thread not in chat.topics:
            raise bad("message thread not found")
        return chat

    def _keep_limits(self, chat: Chat) -> None:
        wait = self.limits.take(chat.id, self.clock.now())
        if wait > 0:
            seconds = math.ceil(wait)
            raise ApiError(
                429,
                f"Too Many Requests: retry after {seconds}",
                {"retry_after": seconds},
            )

    def _send_message(self, method: Any) -> Body:
        chat = self._chat(method)
        text, markup = _shown(method), _markup_of(method)
        if not text.strip():
            raise bad("message text is empty")
        self._keep_limits(chat)
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
        self._keep_limits(chat)
        return chat.add(ME, self.clock.now(), thread=method.message_thread_id, **content)

    def _edit_message(self, method: Any) -> Body:
        message, markup = editable(self._chat(method), method), _markup_of(method)
        return edited(message, _shown(method), markup, self.clock.now())

    def _edit_markup(self, method: Any) -> Body:
        message, markup = editable(self._chat(method), method), _markup_of(method)
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
        if len(method.commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for one in method.commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", one.command):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(one.description) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[self._scope(method)] = [
            one.model_dump(exclude_none=True) for one in method.commands
        ]
        return True

    def _delete_commands(self, method: Any) -> bool:
        self.commands.pop(self._scope(method), None)
        return True

    def _forum(self, method: Any) -> Chat:
        chat = self._chat(method)
        if not chat.forum:
            raise bad("the chat is not a forum")
        if not chat.manages_topics:
            raise bad("not enough rights to manage topics")
        return chat

    def _create_topic(self, method: Any) -> Body:
        chat = self._forum(method)
        opened = chat.add(ME, self.clock.now(), forum_topic_created={"name": method.name})
        thread = int(opened["message_id"])
        chat.topics[thread] = method.name
        return {"message_thread_id": thread, "name": method.name, "icon_color": 7322096}

    def _turn_topic(self, method: Any, *, closed: bool) -> bool:
        chat = self._forum(method)
        if (method.message_thread_id in chat.closed) is closed:
            raise bad("TOPIC_NOT_MODIFIED")
        (chat.closed.add if closed else chat.closed.discard)(method.message_thread_id)
        return True

    def _delete_topic(self, method: Any) -> bool:
        chat = self._forum(method)
        del chat.topics[method.message_thread_id]
        for number, one in list(chat.messages.items()):
            if one.get("message_thread_id") == method.message_thread_id:
                del chat.messages[number]
        return True

    def _scope(self, method: Any) -> tuple[str, str]:
        one = method.scope is not None and method.scope.type == "chat"
        if one and self.chats.find(method.scope.chat_id) is None:
            raise bad("chat not found")
        return _scope(method)

    def _set_webhook(self, method: Any) -> bool:
        if not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", method.url):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", method.secret_token or "-"):
            raise bad("secret token contains unallowed characters")
        self.webhook = {"url": method.url, "secret": method.secret_token or ""}
        self.updates.allow(method.allowed_updates)
        return True

    def _delete_webhook(self, method: Any) -> bool:
        self.webhook = {}
        if method.drop_pending_updates:
            self.updates.drop()
        return True

    def _webhook_info(self, _: Any) -> Body:
        info: Body = {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": self.updates.waiting + len(self.on_the_way),
        }
        if self.hook_error is not None:
            at, said = self.hook_error
            info |= {"last_error_date": at, "last_error_message": said}
        return info


def refuse_extras(value: object, path: str = "") -> None:
    """Unknown fields at any depth are errors: aiogram itself would let them pass."""
    if isinstance(value, BaseModel):
        if value.model_extra:
            raise bad(f"unknown field {path}{sorted(value.model_extra)}")
        for name in type(value).model_fields:
            refuse_extras(getattr(value, name, None), f"{path}{name}.")
    elif isinstance(value, list | tuple):
        for one in value:
            refuse_extras(one, path)


def _value(kind: type[TelegramMethod[Any]], key: str, text: Any) -> Any:
    """A form value as JSON unless the parameter is a plain string."""
    if not isinstance(text, str):
        return text
    if _takes_text(kind.model_fields[key].annotation):
        number = key.endswith("chat_id") and re.fullmatch(r"-?\d+", text)
        return int(text) if number else text
    try:
        return json.loads(text)
    except ValueError as error:
        raise bad(f"can't parse {key} JSON object") from error


def _takes_text(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, UnionType):
        return any(_takes_text(one) for one in get_args(annotation))
    return annotation is str


def _shown(method: Any) -> str:
    """The words after parsing."""
    if isinstance(method.parse_mode, str) and method.parse_mode.upper() == "HTML":
        return unescape(_TAG.sub("", method.text))
    return str(method.text)


def _markup_of(method: Any) -> Body | None:
    if method.reply_markup is None:
        return None
    keyboard = method.reply_markup.inline_keyboard
    if sum(len(row) for row in keyboard) > 100 or any(not 1 <= len(row) <= 8 for row in keyboard):
        raise bad("reply markup is too long")
    if any(not one.text.strip() for row in keyboard for one in row):
        raise bad("text of the inline keyboard button is empty")
    found: Body = method.reply_markup.model_dump(exclude_none=True)
    return found


def _scope(method: Any) -> tuple[str, str]:
    scope = method.scope.model_dump(exclude_none=True) if method.scope else {"type": "default"}
    return json.dumps(scope, sort_keys=True), method.language_code or ""


async def eventually(until: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let other tasks run until something holds; fails after `seconds`."""
    async with asyncio.timeout(seconds):
        while not until():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.002)
