"""Messages of the account in words and files, inside the windows, and what it uploads for them."""

import secrets
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.people import People, Person
from tests.fakes.zalo_oa.refusals import Body, Now, RefusedError

PACKAGE = {"quota_owner": "OA", "product_type": "cs", "quota_type": "sub_quota"}
"""How the look-up of what the package still holds is asked."""


class Messages(People):
    """Consultation messages, and the quotas they are counted against."""

    def __init__(self, now: Now, oa_id: str, *, government_v2: bool) -> None:
        super().__init__(now, oa_id)
        self.government_v2 = government_v2
        """v3 messages answer -235, v2 ones go through."""
        self.assets: dict[str, tuple[str, datetime]] = {}
        self.uploads: Counter[str] = Counter()
        """By month."""
        self.quotas: dict[str, int] = {"sub_quota": 2_000, "template": 5_000, "daily": 5_000}
        self.billed: list[str] = []
        self.echo: Callable[[str, Body], None] = lambda *_: None

    def consultation(self, body: Body, *, v2: bool = False) -> Body:
        """`POST /v3.0/oa/message/cs`, or the same body on v2."""
        if self.government_v2 and not v2:
            raise RefusedError(-235)
        if v2 and not self.government_v2:
            raise RefusedError(-240)
        to, message = body.get("recipient"), body.get("message")
        if not isinstance(to, dict) or not isinstance(message, dict):
            raise RefusedError(-201)
        known = zip((body, to, message), rules.MESSAGE, strict=True)
        user = str(to.get("user_id") or "")
        if user not in self.people or any(given.keys() - names for given, names in known):
            raise RefusedError(-201)
        person = self.people[user]
        quota = self._may(person)
        self._message(message)
        return self._sent(person, message, quota)

    def _reaches(self, person: Person) -> None:
        """Whether anything reaches them, and one more message may."""
        if person.blocked:
            raise RefusedError(-213)
        if person.online_at is not None and self.now() - person.online_at > rules.AWAY:
            raise RefusedError(-227)
        if person.left == 0:
            raise RefusedError(-218)

    def _may(self, person: Person) -> Body | None:
        self._reaches(person)
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
        if attachment:
            self._attachment(attachment)

    def _attachment(self, attachment: Body) -> None:
        payload = attachment.get("payload", {})
        buttons = payload.get("buttons", [])
        if len(buttons) > rules.BUTTONS or not all(map(rules.is_button, buttons)):
            raise RefusedError(-201)
        asset = None
        if attachment.get("type") == "file":
            asset = payload.get("token")
        elif payload.get("template_type") == "media":
            asset = payload["elements"][0].get("attachment_id")
        elif not buttons and not rules.asks_who(payload):
            raise RefusedError(-201)
        if asset is not None:
            known = self.assets.get(asset)
            if known is None or self.now() - known[1] > rules.ASSET_LIFE:
                raise RefusedError(-100)

    def _sent(self, person: Person, message: Body, quota: Body | None) -> Body:
        number = "m" + secrets.token_hex(9)
        if person.left is not None:
            person.left -= 1
        person.hears.append({**message, "message_id": number})
        self._keep(person.id, number, message, from_person=False)
        self.echo(person.id, {**message, "msg_id": number})
        data: Body = {
            "message_id": number,
            "user_id": person.id,
            "sent_time": str(int(self.now().timestamp() * 1000)),
        }
        return data if quota is None else {**data, "quota": quota}

    def upload(self, kind: str, name: str, data: bytes) -> Body:
        """Pictures and documents; which number says that a month's are used up is our guess."""
        if kind not in {"image", "file"}:
            raise RefusedError(-201)
        image = kind == "image"
        fits = len(data) <= (rules.IMAGE_BYTES if image else rules.FILE_BYTES)
        endings = (".jpg", ".jpeg", ".png") if image else (".pdf", ".doc", ".docx", ".csv")
        if not fits or not name.lower().endswith(endings):
            raise RefusedError(-210)
        month = f"{self.now().astimezone(rules.THERE):%Y-%m}"
        if self.uploads[month] >= rules.UPLOADS_A_MONTH:
            raise RefusedError(-211)
        self.uploads[month] += 1
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
        if body != PACKAGE:
            raise RefusedError(-201)
        left = self.quotas["sub_quota"]
        return {"quota_type": body.get("quota_type"), "total": 2_000, "remain": left}
