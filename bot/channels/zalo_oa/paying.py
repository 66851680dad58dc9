"""What costs: its price is taken from the month's budget first, and given back if it did not go.

So is a message of the package from what the package holds.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog

from bot.channels.base import DeliveryError, Part, Refused, Withheld
from bot.channels.zalo_oa.api import OaApi, Told
from bot.channels.zalo_oa.codes import TEMPLATE_CODES, Meaning
from bot.channels.zalo_oa.gate import Gate
from bot.channels.zalo_oa.templates import Template
from bot.channels.zalo_oa.tokens import NeedsHuman, NotNow
from bot.channels.zalo_oa.windows import How, Plan, Reason, by_phone
from bot.channels.zalo_oa.wire import NotSent
from handlers.messages import Form
from handlers.store.contacts import Destination

BY_UID: Final = "/v3.0/oa/message/template"
BY_PHONE: Final = "/message/template"
MAY_HAVE_GONE: Final = (Meaning.DONE, Meaning.AMBIGUOUS)
NOT_BY_UID: Final = (Meaning.GONE, Meaning.BARRED)
"""The number a person gave may reach them where their account does not."""

SURELY_NOT: Final = (NotSent, NeedsHuman, NotNow, DeliveryError)
"""Raised by a call that nothing of the message left with."""
OF_PACKAGE: Final = "sub_quota"

log = structlog.get_logger(__name__)
Body = dict[str, Any]
Call = Callable[[], Awaitable[Told]]


class Purse:
    """Sends approved templates, and messages of the week that cost."""

    def __init__(self, api: OaApi, gate: Gate, template_url: str) -> None:
        self._api = api
        self._gate = gate
        self._template_url = template_url

    async def words(self, way: str, call: Call) -> Told:
        """A consultation message, sent by `call`; after 48 hours its `way` says what pays for it.

        Raises:
            DeliveryError: nothing does any more.
        """
        if way not in (How.PAID, How.PACKAGE):
            return await call()
        number = await self._gate.package.reserve() if way == How.PACKAGE else None
        return await (self._bought(call) if number is None else self._of_package(number, call))

    async def _of_package(self, number: int, call: Call) -> Told:
        """What ends otherwise may have gone: its reservation stands until Zalo has counted it."""
        package = self._gate.package
        try:
            told = await call()
        except SURELY_NOT:
            await package.kept(number)
            raise
        quota = told.answer.data.get("quota")
        if told.meaning not in MAY_HAVE_GONE:
            await package.kept(number)
        elif told.meaning is not Meaning.DONE or self._api.tokens.message_api == "v2":
            await package.went(number)  # what the older call tells of quotas is not documented
        elif not isinstance(quota, dict):
            log.warning("zalo.package_ran_out")
            await package.ran_out(number)
            await self._gate.charge(Plan(How.PAID, self._gate.pricing.consultation))
        elif quota.get("quota_type") == OF_PACKAGE:
            await package.went(number)
        else:
            await package.kept(number)
        return told

    async def _bought(self, call: Call) -> Told:
        """After 48 hours, once the package's own are used up."""
        plan = Plan(How.PAID, self._gate.pricing.consultation)
        told = await self._paid(plan, call)
        quota = told.answer.data.get("quota")
        if told.meaning is Meaning.DONE and isinstance(quota, dict):
            await self._gate.give_back(plan)  # counted as something that was bought already
        return told

    async def template(self, to: Destination, part: Part) -> Told:
        """The template of a notice: by user id, else by the number the person gave.

        Raises:
            DeliveryError: no money, no facts.
        """
        form = part.reply.form if part.reply is not None else None
        template = self._gate.pricing.templates.get(form.kind) if form is not None else None
        if form is None or template is None:
            raise Refused("template")
        number = await self._gate.phone(to) if template.price_phone is not None else None
        if part.way == How.TEMPLATE_UID:
            told = await self._by_uid(to, template, form)
            if told.meaning not in NOT_BY_UID or number is None:
                return told
        if number is None:
            raise Withheld(Reason.WINDOW)
        return await self._by_phone(number, template, form, part.key)

    async def _by_uid(self, to: Destination, template: Template, form: Form) -> Told:
        body = {
            "user_id": to.chat,
            "template_id": template.id,
            "template_data": _data(template, form),
        }
        plan = Plan(How.TEMPLATE_UID, template.price_uid or 0, template)
        return await self._paid(plan, lambda: self._api.post(BY_UID, body, TEMPLATE_CODES))

    async def _by_phone(self, number: str, template: Template, form: Form, key: str) -> Told:
        body = {
            "phone": number,
            "template_id": template.id,
            "template_data": _data(template, form),
            "tracking_id": f"m{key.replace(':', '-')}"[:48],
        }

        def call() -> Awaitable[Told]:
            return self._api.post(BY_PHONE, body, TEMPLATE_CODES, self._template_url)

        await self._gate.by_phone.ask()
        told = await self._paid(by_phone(template), call)
        await self._gate.by_phone.told(told)
        return told

    async def _paid(self, plan: Plan, call: Call) -> Told:
        await self._gate.reserve(plan)
        try:
            told = await call()
        except SURELY_NOT:
            await self._gate.give_back(plan)
            raise
        if told.meaning not in MAY_HAVE_GONE:
            await self._gate.give_back(plan)
        return told


def _data(template: Template, form: Form) -> dict[str, str]:
    found = template.data(form)
    if found is None:
        raise Withheld(Reason.FIELDS)
    return found
