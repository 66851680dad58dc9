"""What `doctor` says of the Zalo Official Account, without any network."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.checkup import Finding, Weight
from bot.communes import served
from bot.config import Settings
from bot.config_zalo_oa import ZaloOaSettings
from handlers.messages import ChannelName
from handlers.store import figures, phone_quota, spending, zalo_about, zalo_oa
from handlers.store.contacts import find_endpoint
from handlers.store.endpoint_health import traffic
from handlers.store.phone_quota import Today
from handlers.store.states import OutboxStatus
from handlers.store.unit_of_work import Store
from handlers.store.zalo_oa import StoredOa
from handlers.traffic import Traffic
from handlers.wording import zalo_oa as wording
from handlers.wording.notice_facts import of_commune
from handlers.wording.zalo_templates import SHIPPED
from knowledge.commune import Commune


def zalo_oa_findings(settings: Settings, store: Store, now: datetime) -> Iterator[Finding]:
    """How each commune's account stands."""
    for one in served(settings):
        if one.zalo_oa.on:
            name = f"Zalo OA {one.commune.name}"
            yield from _of(one.zalo_oa, name, store, now)
            if one.zalo_oa.monthly_budget:
                for lack in missing_of(one.zalo_oa, one.commune):
                    yield Finding(Weight.LOOK, f"{name}: {lack}")


def missing_of(given: ZaloOaSettings, commune: Commune) -> Iterator[str]:
    """What each template lacks before it can be sent: the shipped ones, those of the settings."""
    known = of_commune(commune)
    drafts = {kind.value: draft.fields for kind, draft in SHIPPED.items()}
    for kind in dict.fromkeys((*drafts, *given.templates)):
        one = given.templates.get(kind)
        where = f"zalo_oa.templates.{kind}"
        if one is None or not one.id:
            yield f"tin mẫu {kind} chưa có mã Zalo duyệt: {where}.id (motcua zalo templates)."
        if one is None or (one.price_uid is None and one.price_phone is None):
            yield f"tin mẫu {kind} chưa có giá: {where}.price_uid hoặc price_phone."
        fields = one.fields if one is not None else drafts[kind]
        for fact in sorted(fact for fact in fields.values() if known.get(fact) == ""):
            yield f"tin mẫu {kind} cần {fact}, tệp của xã, phường chưa có (quầy psc)."


def _account(
    given: ZaloOaSettings, name: str, told: list[zalo_about.ToldOa], api: str
) -> Iterator[Finding]:
    """Who Zalo says it is, and what of the settings that does not allow."""
    if not told:
        yield Finding(Weight.LOOK, f"{name}: {wording.ACCOUNT_UNKNOWN}")
    for one in told:
        weight = Weight.GOOD if one.about.verified else Weight.LOOK
        older = wording.OLDER_CALL if api == "v2" else ""
        yield Finding(weight, f"{name}: {wording.account(one.about)}{older}")
        if one.about.calls_left is not None:
            yield Finding(Weight.GOOD, f"{name}: {wording.calls_left(one.about, one.at)}")
        priced = any(each.id for each in given.templates.values())
        if given.monthly_budget and priced and not one.about.zbs:
            yield Finding(Weight.WRONG, f"{name}: {wording.NO_ZBS}")


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the database knows of one account."""

    account: StoredOa
    told: list[zalo_about.ToldOa]
    moves: Traffic
    spent: int
    quota: Today | None
    unknown: int


def _standing(given: ZaloOaSettings, store: Store, now: datetime) -> _Standing | None:
    """None before anybody logged in."""
    with store.read() as work:
        endpoint = find_endpoint(work, ChannelName.ZALO_OA, given.oa_id)
        found = zalo_oa.find(work, endpoint) if endpoint is not None else None
        if endpoint is None or found is None:
            return None
        ended = figures.figures(work, now).finished
        return _Standing(
            found,
            [one for one in zalo_about.accounts(work) if one.endpoint == endpoint],
            traffic(work, endpoint),
            spending.spent(work, endpoint, now),
            phone_quota.today(work, endpoint, now),
            ended.get((endpoint, OutboxStatus.UNKNOWN), 0),
        )


def _of(given: ZaloOaSettings, name: str, store: Store, now: datetime) -> Iterator[Finding]:
    stands = _standing(given, store, now)
    if stands is None:
        yield Finding(Weight.WRONG, f"{name}: chưa đăng nhập, chạy: motcua zalo login")
        return
    account = stands.account
    if account.trouble is not None:
        yield Finding(Weight.WRONG, f"{name}: {wording.why(account.trouble)}: motcua zalo login")
    elif account.pair.expires_at <= now:
        yield Finding(Weight.LOOK, f"{name}: mã truy cập đã hết hạn; serve sẽ làm mới khi chạy.")
    else:
        yield Finding(Weight.GOOD, f"{name}: có mã truy cập còn hạn; chưa thử kết nối.")
    yield from _account(given, name, stands.told, account.message_api)
    yield Finding(Weight.GOOD, f"{name}: {wording.traffic(stands.moves)}")
    yield from _money(given, name, stands)
    if stands.unknown:
        text = f"{name}: {stands.unknown} tin trong ngày không rõ đã đến chưa, không gửi lại."
        yield Finding(Weight.LOOK, text)


def _money(given: ZaloOaSettings, name: str, stands: _Standing) -> Iterator[Finding]:
    """The month's budget, and what Zalo still takes by phone today."""
    budget, quota = given.monthly_budget, stands.quota
    if budget:
        text = f"{name}: tháng này đã chi {stands.spent:,} trên {budget:,} đồng tin mất tiền."
        weight = Weight.LOOK if stands.spent * 10 >= budget * 8 else Weight.GOOD
        yield Finding(weight, text.replace(",", "."))
    if quota is not None:
        scarce = quota.remaining * 10 <= (quota.daily or 0)
        text = wording.phone_quota(quota.daily, quota.remaining)
        yield Finding(Weight.LOOK if scarce else Weight.GOOD, f"{name}: {text}")
