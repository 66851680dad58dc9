"""What `motcua notices due` lists: notices, reminders and officers' letters, each with its why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from bot.config import Settings
from handlers.notice_kinds import ABOUT
from handlers.notices.planning import Planned
from handlers.notices.sweeping import Look, Recall, looks, recalls
from handlers.officer_letters import Letter
from handlers.officer_rounds import letters_due
from handlers.store import contacts, queueing
from handlers.store.unit_of_work import Store
from handlers.ward import Ward, ward_of
from knowledge.dossiers.rulebook import rules_in_force

Row = dict[str, Any]
SENT: Final = "gửi"
LATE: Final = "bỏ: đã quá lúc còn ích"
HELD: Final = {
    "rule": "giữ lại: hồ sơ đang vướng quy định, chờ người quyết",
    "old_copy": "giữ lại: bản chép từ phần mềm một cửa quá cũ",
}
_WARD: Final = "quy định của phường"
_LISTS: Final = {
    "digest:morning": ("Danh sách việc buổi sáng", "ngày làm việc, từ giờ staff.digest_at"),
    "digest:closing": ("Việc phải xong trong ngày", "giờ làm việc cuối của ngày làm việc"),
    "digest:undelivered": ("Tin không đến được cần xem", "cùng danh sách buổi sáng"),
    "duty:more": ("Những việc nữa vừa trái quy định hoặc đến lượt", "ngoài năm thẻ của một lượt"),
    "digest:further": ("Phần tiếp của danh sách trong ngày", "danh sách dài hơn một tin"),
    "digest:calls": ("Người dân cần gọi điện", "cùng danh sách buổi sáng"),
}


def rows_due(store: Store, settings: Settings, now: datetime) -> tuple[list[Row], int]:
    """Everything that would be written at `now`, and how many follows would be looked at."""
    ward = ward_of(settings.commune, mode=settings.registry.mode)
    with store.read() as work:
        followed = looks(work, ward, now)
        reminded = recalls(work, ward, now)
    if reminded:  # their words need the records, which take a second to load
        reminded = _with_records(store, settings, now)
    rows = [row for look in followed for row in _of_look(look)]
    rows += [row for recall in reminded for row in _of_recall(recall)]
    return [*rows, *_to_officers(store, ward, now)], len(followed)


def _with_records(store: Store, settings: Settings, now: datetime) -> list[Recall]:
    from bot.knowledge import knowledge_of

    ward = ward_of(settings.commune, knowledge_of(settings, store).at)
    with store.read() as work:
        return recalls(work, ward, now)


def _of_look(look: Look) -> list[Row]:
    verdict = look.verdict
    listed = [(one, SENT) for one in verdict.send]
    listed += [(one, HELD[why]) for one, why in verdict.held]
    listed += [(one, LATE) for one in verdict.late]
    code = look.dossier.code if look.dossier else ""
    to = {"code": code, "follow": look.follow.id, "channel": look.follow.to.channel}
    return [{**to, "outcome": outcome, **_planned(one)} for one, outcome in listed]


def _of_recall(recall: Recall) -> list[Row]:
    one = recall.reminder
    to = {"code": one.code, "reminder": one.id, "channel": one.to.channel, "outcome": SENT}
    return [{**to, **_planned(planned)} for planned in recall.send]


def _planned(one: Planned) -> Row:
    about = ABOUT[one.kind]
    return {
        "kind": one.kind,
        "says": about.says,
        "why": about.why,
        "basis": about.basis,
        "moment": one.moment.isoformat(timespec="minutes"),
        "at": one.at.isoformat(timespec="minutes"),
        "expires_at": one.expires_at.isoformat(timespec="minutes"),
    }


def _to_officers(store: Store, ward: Ward, now: datetime) -> list[Row]:
    letters = [one for one in letters_due(store, ward, now) if one.to.endpoint is not None]
    with store.read() as work:
        written = queueing.known(work, [one.key for one in letters])
        channels = {
            one.key: contacts.endpoint_of(work, str(one.to.endpoint)).channel for one in letters
        }
    fresh = [one for one in letters if one.key not in written]
    return [_letter(one, channels[one.key], now) for one in fresh]


def _letter(letter: Letter, channel: str, now: datetime) -> Row:
    first, second, *_ = letter.key.split(":")
    says, why, basis = _told(f"{first}:{second}", second)
    return {
        "code": letter.to.officer.name,
        "officer": letter.to.id,
        "channel": channel,
        "outcome": SENT,
        "kind": f"{first}:{second}",
        "says": says,
        "why": why,
        "basis": basis,
        "at": now.isoformat(timespec="minutes"),
    }


def _told(kind: str, rule: str) -> Sequence[str]:
    if kind in _LISTS:
        return (*_LISTS[kind], _WARD)
    found = rules_in_force().rules.get(rule)
    return (found.label, f"quy tắc {rule}", found.basis) if found else (kind, rule, _WARD)
