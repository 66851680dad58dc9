"""Approved templates, by user id and by phone: what goes outside the windows."""

import secrets
from dataclasses import dataclass
from datetime import date, time

from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.messages import Messages
from tests.fakes.zalo_oa.refusals import Body, Now, RefusedError


@dataclass
class Template:
    """An approved template."""

    id: str
    fields: tuple[str, ...]
    price_uid: int = 100
    price_sdt: int = 200
    approved: bool = True
    tag: int = 1
    """1 transaction, 2 customer care, 3 promotion."""
    night: tuple[time, time] | None = None
    """When it does not go by phone, where it has such hours."""
    left: int | None = None
    """Messages of its own quota; None: it has none."""


class Templates(Messages):
    """The template calls."""

    def __init__(self, now: Now, oa_id: str, *, government_v2: bool) -> None:
        super().__init__(now, oa_id, government_v2=government_v2)
        self.templates: dict[str, Template] = {}
        self.by_phone: list[Body] = []
        self._day: date | None = None

    def template(self, body: Body) -> Body:
        """`POST /v3.0/oa/message/template`: by user id."""
        if body.keys() - rules.BY_UID:
            raise RefusedError(-201)
        person = self.people.get(str(body.get("user_id")))
        if person is None:
            raise RefusedError(-213)
        self._reaches(person)
        template = self._template(body)
        if template.tag == rules.PROMOTION and rules.is_between(self.now(), rules.NIGHT):
            raise RefusedError(-234)
        self._count(template)
        self.billed.append(f"uid:{template.price_uid}")
        return self._sent(person, {"template": body}, {"quota_type": "template"})

    def template_by_phone(self, body: Body) -> Body:
        """`POST business.openapi.zalo.me/message/template`."""
        if body.keys() - rules.BY_PHONE:
            raise RefusedError(-201)
        phone = str(body.get("phone") or "")
        if not phone.startswith("84") or not phone.isdecimal():
            raise RefusedError(-108)
        if len(str(body.get("tracking_id") or "")) > rules.TRACKING:
            raise RefusedError(-132)
        template = self._template(body)
        if template.night is not None and rules.is_between(self.now(), template.night):
            raise RefusedError(-133)
        self._count(template)
        left = self.quotas
        left["template"] -= 1
        self.billed.append(f"sdt:{template.price_sdt}")
        self.by_phone.append(body)
        return {
            "msg_id": "t" + secrets.token_hex(9),
            "sent_time": str(int(self.now().timestamp() * 1000)),
            "quota": {"dailyQuota": str(left["daily"]), "remainingQuota": str(left["template"])},
        }

    def _template(self, body: Body) -> Template:
        found = self.templates.get(str(body.get("template_id")))
        if found is None or not found.approved:
            raise RefusedError(-131)
        if set(found.fields) != set(body.get("template_data") or {}):
            raise RefusedError(-132)
        self._new_day()
        if self.quotas["template"] <= 0:
            raise RefusedError(-144)
        if found.left == 0:
            raise RefusedError(-147)
        return found

    @staticmethod
    def _count(template: Template) -> None:
        if template.left is not None:
            template.left -= 1

    def _new_day(self) -> None:
        """What is counted by the day begins anew."""
        today = self.now().astimezone(rules.THERE).date()
        if self._day not in (None, today):
            self.quotas["template"] = self.quotas["daily"]
        self._day = today
