"""The account behind the strict server: tokens, people, messages. No HTTP here."""

import base64
import hashlib
import secrets
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.zalo_oa import rules

Body = dict[str, Any]
Now = Callable[[], datetime]


_TYPES = {"image": "photo", "gif": "gif", "sticker": "sticker", "file": "file", "link": "link"}


class RefusedError(Exception):
    """An answer with an error number."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message or rules.MESSAGES.get(code, "error")


@dataclass
class Person:
    """Somebody who knows the account."""

    id: str
    follows: bool = True
    last_at: datetime | None = None
    hears: list[Body] = field(default_factory=list)
    blocked: bool = False

    @property
    def texts(self) -> list[str]:
        """The words of every message they got."""
        return [str(one.get("text") or "") for one in self.hears]


@dataclass
class Template:
    """An approved template."""

    id: str
    fields: tuple[str, ...]
    price_uid: int = 100
    price_sdt: int = 200
    approved: bool = True


class Account:
    """One Official Account and its app."""

    def __init__(
        self,
        now: Now,
        *,
        government_v2: bool = False,
        oa_id: str = rules.OA_ID,
        app: tuple[str, str, str] = (rules.APP_ID, rules.APP_SECRET, rules.OA_KEY),
    ) -> None:
        """`app` is its id, its secret and the key of its webhook page."""
        self.now = now
        self.oa_id = oa_id
        self.app_id, self.app_secret, self.oa_key = app
        self.government_v2 = government_v2
        """v3 messages answer -235, v2 ones go through."""
        self.access: str | None = None
        self.access_until = now()
        self.refreshes: dict[str, str] = {}
        """Refresh tokens and their state: `open` or `spent`."""
        self.reused: list[str] = []
        """Spent refresh tokens that were sent again."""
        self.issued = 0
        self.codes: dict[str, tuple[str, datetime]] = {}
        self.people: dict[str, Person] = {}
        self.assets: dict[str, tuple[str, datetime]] = {}
        self.templates: dict[str, Template] = {}
        self.by_phone: list[Body] = []
        self.calls: Counter[str] = Counter()
        self.quotas: dict[str, int] = {"sub_quota": 2_000, "template": 5_000}
        self.billed: list[str] = []
        self.faults: dict[str, list[int]] = defaultdict(list)
        """By path: error numbers to answer next."""
        self.history: list[Body] = []
        """Every message, oldest first, as the look-ups tell it."""
        self.other_ids = False
        """The look-ups name messages otherwise than the webhook does: nobody says they do not."""
        self.echo: Callable[[str, Body], None] = lambda *_: None
        self.expires_in = rules.ACCESS_SECONDS
        self._minute: tuple[int, int] = (0, 0)

    # tokens

    def issue(self) -> Body:
        """A new pair; the access token before dies."""
        self.issued += 1
        self.access = f"access-{self.issued}-{secrets.token_hex(4)}"
        self.access_until = self.now() + timedelta(seconds=self.expires_in)
        refresh = f"refresh-{self.issued}-{secrets.token_hex(4)}"
        self.refreshes[refresh] = "open"
        return {
            "access_token": self.access,
            "refresh_token": refresh,
            "expires_in": str(self.expires_in),
        }

    def consent(self, code_challenge: str) -> str:
        """An administrator agrees on the consent page: the code."""
        code = "code-" + secrets.token_hex(8)
        self.codes[code] = (code_challenge, self.now())
        return code

    def token(self, secret: str | None, form: Body) -> Body:
        """`POST /v4/oa/access_token`."""
        if secret != self.app_secret:
            raise RefusedError(-14005, "Invalid secret key")
        if form.get("app_id") != self.app_id:
            raise RefusedError(-14002, "Invalid app id")
        if (faults := self.faults["token"]) and (code := faults.pop(0)):
            raise RefusedError(code)
        if form.get("grant_type") == "authorization_code":
            self._code(str(form.get("code")), str(form.get("code_verifier")))
        elif form.get("grant_type") == "refresh_token":
            self._refresh(str(form.get("refresh_token")))
        else:
            raise RefusedError(-14004, "Invalid grant type")
        return self.issue()

    def _code(self, code: str, verifier: str) -> None:
        wanted, at = self.codes.pop(code, ("", self.now()))
        digest = hashlib.sha256(verifier.encode()).digest()
        given = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not wanted or len(verifier) != 43 or given != wanted:
            raise RefusedError(-14010, "Invalid code")
        if self.now() - at > rules.CODE_LIFE:
            raise RefusedError(-14011, "Code expired")

    def _refresh(self, token: str) -> None:
        state = self.refreshes.get(token)
        if state == "spent":
            self.reused.append(token)
        if state != "open":
            raise RefusedError(-14014, "Invalid refresh token")
        self.refreshes[token] = "spent"

    def check(self, token: str | None, path: str) -> int:
        """Every OA call: the token, the minute; how many calls are left."""
        self.calls[path] += 1
        minute = int(self.now().timestamp()) // 60
        at, used = self._minute
        used = used + 1 if at == minute else 1
        self._minute = (minute, used)
        if used > rules.PER_MINUTE:
            raise RefusedError(-32)
        if token is None or token != self.access:
            raise RefusedError(-216 if token is None else -220)
        if self.now() >= self.access_until:
            raise RefusedError(-220)
        if (faults := self.faults[path]) and (code := faults.pop(0)):
            raise RefusedError(code)
        return rules.PER_MINUTE - used

    # people

    def person(self, user: str) -> Person:
        """Somebody, met now if new."""
        return self.people.setdefault(user, Person(user))

    def acts(self, user: str) -> None:
        """They interact with the account."""
        self.person(user).last_at = self.now()

    def wrote(self, user: str, number: str, message: Body, at: datetime | None = None) -> None:
        """A person's message stands in the history."""
        self._keep(user, number, message, from_person=True, at=at)

    def wrote_by_hand(self, user: str, message: Body) -> None:
        """A clerk's answer stands there too."""
        self._keep(user, str(message["msg_id"]), message, from_person=False)

    def _keep(
        self,
        user: str,
        number: str,
        message: Body,
        *,
        from_person: bool,
        at: datetime | None = None,
    ) -> None:
        when = at or self.now()
        sides = (user, self.oa_id) if from_person else (self.oa_id, user)
        attachment: Body = next(iter(message.get("attachments") or ()), {})
        payload: Body = attachment.get("payload") or {}
        self.history.append(
            {
                "src": 1 if from_person else 0,
                "time": int(when.timestamp() * 1000),
                "from_id": sides[0],
                "to_id": sides[1],
                "message_id": f"other{number}" if self.other_ids else number,
                "type": _TYPES.get(attachment["type"], "nosupport") if attachment else "text",
                "message": message.get("text") or "",
                **({"url": payload["url"], "thumb": payload["url"]} if "url" in payload else {}),
            }
        )

    def recent(self, asked: Body) -> list[Body]:
        """`GET /v2.0/oa/listrecentchat`: messages of everybody, newest first."""
        return self._page(self.history, asked, {"offset", "count"})

    def conversation(self, asked: Body) -> list[Body]:
        """`GET /v2.0/oa/conversation`: of one person."""
        user = str(asked.get("user_id"))
        if user not in self.people:
            raise RefusedError(-201)
        of_one = [one for one in self.history if user in (one["from_id"], one["to_id"])]
        return self._page(of_one, asked, {"offset", "count", "user_id"})

    @staticmethod
    def _page(rows: list[Body], asked: Body, known: set[str]) -> list[Body]:
        offset, count = asked.get("offset", 0), asked.get("count", 5)
        if set(asked) - known or not 1 <= int(count) <= rules.LOOK_UP or int(offset) < 0:
            raise RefusedError(-201)
        newest = sorted(rows, key=lambda one: -int(one["time"]))
        return newest[int(offset) : int(offset) + int(count)]

    # messages

    def consultation(self, body: Body, *, v2: bool = False) -> Body:
        """`POST /v3.0/oa/message/cs`, or the same body on v2."""
        if self.government_v2 and not v2:
            raise RefusedError(-235)
        if v2 and not self.government_v2:
            raise RefusedError(-240)
        user = str(body.get("recipient", {}).get("user_id") or "")
        message = body.get("message")
        if user not in self.people or not isinstance(message, dict):
            raise RefusedError(-201)
        person = self.people[user]
        quota = self._may(person)
        self._message(message)
        return self._sent(person, message, quota)

    def _may(self, person: Person) -> Body | None:
        if person.blocked:
            raise RefusedError(-213)
        if person.last_at is None or self.now() - person.last_at > rules.PAID:
            raise RefusedError(-230)
        if self.now() - person.last_at <= rules.FREE:
            return {"quota_type": "reply"}
        if self.quotas["sub_quota"] > 0:
            self.quotas["sub_quota"] -= 1
            return {"quota_type": "sub_quota"}
        self.billed.append(person.id)
        return None

    def _message(self, message: Body) -> None:
        text = message.get("text", "")
        if not isinstance(text, str) or rules.units(text) > rules.TEXT_UNITS:
            raise RefusedError(-210)
        attachment = message.get("attachment")
        if not text and not attachment:
            raise RefusedError(-210)
        if message.get("quote_message_id") == "old":
            raise RefusedError(-201)
        if attachment:
            self._attachment(attachment)

    def _attachment(self, attachment: Body) -> None:
        payload = attachment.get("payload", {})
        buttons = payload.get("buttons", [])
        if len(buttons) > rules.BUTTONS or any(
            len(str(one.get("payload"))) > 1_000 for one in buttons
        ):
            raise RefusedError(-201)
        asset = None
        if attachment.get("type") == "file":
            asset = payload.get("token")
        elif payload.get("template_type") == "media":
            asset = payload["elements"][0].get("attachment_id")
        elif not buttons and payload.get("template_type") != "request_user_info":
            raise RefusedError(-201)
        if asset is not None:
            known = self.assets.get(asset)
            if known is None or self.now() - known[1] > rules.ASSET_LIFE:
                raise RefusedError(-100)

    def _sent(self, person: Person, message: Body, quota: Body | None) -> Body:
        number = "m" + secrets.token_hex(9)
        person.hears.append({**message, "message_id": number})
        self._keep(person.id, number, message, from_person=False)
        self.echo(person.id, {**message, "msg_id": number})
        data: Body = {
            "message_id": number,
            "user_id": person.id,
            "sent_time": str(int(self.now().timestamp() * 1000)),
        }
        return data if quota is None else {**data, "quota": quota}

    def template(self, body: Body) -> Body:
        """`POST /v3.0/oa/message/template`: by user id."""
        person = self.people.get(str(body.get("user_id")))
        if person is None or person.blocked:
            raise RefusedError(-213)
        template = self._template(body)
        self.billed.append(f"uid:{template.price_uid}")
        return self._sent(person, {"template": body}, {"quota_type": "template"})

    def template_by_phone(self, body: Body) -> Body:
        """`POST business.openapi.zalo.me/message/template`."""
        phone = str(body.get("phone") or "")
        if not phone.startswith("84") or not phone.isdecimal():
            raise RefusedError(-108)
        if len(str(body.get("tracking_id") or "")) > rules.TRACKING:
            raise RefusedError(-132)
        template = self._template(body)
        self.quotas["template"] -= 1
        self.billed.append(f"sdt:{template.price_sdt}")
        self.by_phone.append(body)
        return {
            "msg_id": "t" + secrets.token_hex(9),
            "sent_time": str(int(self.now().timestamp() * 1000)),
            "quota": {"dailyQuota": "5000", "remainingQuota": str(self.quotas["template"])},
        }

    def _template(self, body: Body) -> Template:
        found = self.templates.get(str(body.get("template_id")))
        if found is None or not found.approved:
            raise RefusedError(-131)
        if set(found.fields) != set(body.get("template_data") or {}):
            raise RefusedError(-132)
        if self.quotas["template"] <= 0:
            raise RefusedError(-144)
        return found

    # the rest

    def upload(self, kind: str, name: str, data: bytes) -> Body:
        """Pictures and documents."""
        image = kind == "image"
        fits = len(data) <= (rules.IMAGE_BYTES if image else rules.FILE_BYTES)
        endings = (".jpg", ".jpeg", ".png") if image else (".pdf", ".doc", ".docx", ".csv")
        if not fits or not name.lower().endswith(endings):
            raise RefusedError(-210)
        asset = "a" + secrets.token_hex(8)
        self.assets[asset] = (name, self.now())
        return {"attachment_id": asset} if image else {"token": asset}

    def quota(self, body: Body) -> Body:
        """`POST /v3.0/oa/quota/message`."""
        if "user_id" in body:
            person = self.people.get(str(body["user_id"]))
            if person is None:
                raise RefusedError(-201)
            last = person.last_at
            return {
                "user_id": person.id,
                "last_interaction": str(int(last.timestamp() * 1000)) if last else "0",
                "cs_reply": {},
                "promotion": {},
            }
        left = self.quotas.get(str(body.get("quota_type")), 0)
        return {"quota_type": body.get("quota_type"), "total": 2_000, "remain": left}

    def about(self) -> Body:
        """`GET /v2.0/oa/getoa`."""
        return {
            "oaid": self.oa_id,
            "name": "Phường Thử Nghiệm",
            "oa_type": "4",
            "is_verified": True,
            "package_name": "Growth",
            "linked_ZCA": "",
            "num_follower": len(self.people),
        }
