"""Statements of officers' groups: codes, which chat has joined, what stands there, drafts."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, select, update

from handlers.store.inserting import insert_new
from handlers.store.states import ContactState
from handlers.store.tables import (
    CaseDraftRow,
    CaseRow,
    ContactRow,
    ConversationRow,
    GroupPostRow,
    StaffGroupRow,
    table_of,
)
from handlers.store.unit_of_work import Work

_GROUP = table_of(StaffGroupRow)
_POST = table_of(GroupPostRow)
_DRAFT = table_of(CaseDraftRow)
_CONTACT = table_of(ContactRow)
_CASE = table_of(CaseRow)
_CONVERSATION = table_of(ConversationRow)
_HERE = _CONTACT.alias("here")

Row = Any
"""A result row of `staff_group`, `group_post` or `case_draft`."""

_LIVE = and_(_GROUP.c.joined_at.is_not(None), _GROUP.c.ended_at.is_(None))
_WITH_CHAT = select(_GROUP, _CONTACT.c.endpoint, _CONTACT.c.state.label("reach")).join(
    _CONTACT, _CONTACT.c.id == _GROUP.c.contact
)
_OF_UNIT = (
    _WITH_CHAT.where(
        _GROUP.c.commune == bindparam("commune"), _GROUP.c.unit == bindparam("unit"), _LIVE
    )
    .order_by(_GROUP.c.joined_at.desc(), _GROUP.c.id.desc())
    .limit(1)
)
_OF_COMMUNE = (
    select(_GROUP, _CONTACT.c.endpoint, _CONTACT.c.state.label("reach"))
    .outerjoin(_CONTACT, _CONTACT.c.id == _GROUP.c.contact)
    .where(_GROUP.c.commune == bindparam("commune"))
    .order_by(_GROUP.c.id)
)
_AT_CHAT = (
    select(_GROUP, _CONTACT.c.endpoint, _HERE.c.thread)
    .join(_CONTACT, _CONTACT.c.id == _GROUP.c.contact)
    .join(
        _HERE,
        and_(_HERE.c.endpoint == _CONTACT.c.endpoint, _HERE.c.chat == _CONTACT.c.chat),
    )
    .where(_HERE.c.id == bindparam("contact"), _LIVE)
    .order_by(_GROUP.c.id)
)
_LOST = _WITH_CHAT.where(
    _GROUP.c.commune == bindparam("commune"), _LIVE, _CONTACT.c.state == ContactState.BLOCKED
)
_WAITING = select(_GROUP).where(
    _GROUP.c.commune == bindparam("commune"),
    _GROUP.c.code_hash == bindparam("code_hash"),
    _GROUP.c.contact.is_(None),
    _GROUP.c.expires_at > bindparam("now"),
)
_JOIN = (
    update(_GROUP)
    .where(
        _GROUP.c.id == bindparam("group_id"),
        _GROUP.c.contact.is_(None),
        _GROUP.c.expires_at > bindparam("now"),
    )
    .values(contact=bindparam("joining"), joined_at=bindparam("now"), code_hash=None)
    .returning(_GROUP.c.id)
)
_END = (
    update(_GROUP)
    .where(_GROUP.c.id == bindparam("group_id"), _GROUP.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"), ended_why=bindparam("why"), code_hash=None)
    .returning(_GROUP.c.id)
)
_GENERAL = select(_CONTACT.c.id, _CONTACT.c.endpoint, _CONTACT.c.chat, _CONTACT.c.thread).where(
    _CONTACT.c.id == bindparam("contact")
)
_POSTS = select(_POST, _CONTACT.c.endpoint).join(_CONTACT, _CONTACT.c.id == _POST.c.contact)
_POSTS_OF = _POSTS.where(_POST.c.case == bindparam("case"), _POST.c.ended_at.is_(None))
_HOLD = (
    select(_CONVERSATION.c.contact)
    .where(
        _CONVERSATION.c.contact.in_(
            select(_POST.c.contact).where(_POST.c.case == bindparam("case"))
        )
    )
    .order_by(_CONVERSATION.c.contact)
    .with_for_update()
)
_BY_THREAD = (
    select(_POST, _CASE.c.commune, _CASE.c.day, _CASE.c.number)
    .join(_CASE, _CASE.c.id == _POST.c.case)
    .where(
        _POST.c.contact == bindparam("contact"),
        _POST.c.thread == bindparam("thread"),
        _POST.c.ended_at.is_(None),
    )
)
_WITHDRAW = (
    update(_POST)
    .where(_POST.c.case == bindparam("of_case"), _POST.c.contact == bindparam("of_contact"))
    .values(ended_at=bindparam("moment"))
)
_AGAIN = (
    update(_POST)
    .where(_POST.c.case == bindparam("of_case"), _POST.c.contact == bindparam("of_contact"))
    .values(ended_at=None)
)
_READ_DRAFT = select(_DRAFT).where(_DRAFT.c.id == bindparam("draft"))
_CHANGE_DRAFT = (
    update(_DRAFT)
    .where(_DRAFT.c.id == bindparam("draft"), _DRAFT.c.officer == bindparam("by"))
    .values(words=bindparam("new_words"), override=bindparam("why"), late=bindparam("because"))
)
_DROP_DRAFT = delete(_DRAFT).where(_DRAFT.c.id == bindparam("draft"))
_DROP_DRAFTS = delete(_DRAFT).where(_DRAFT.c.case == bindparam("of_case"))
_DRAFT_COLUMNS = ("id", "case", "officer", "words", "override", "late", "created_at")
_GROUP_COLUMNS = (
    "commune", "unit", "code_hash", "made_by", "created_at", "expires_at", "ended_why",
)  # fmt: skip


def add(  # noqa: PLR0913 - the columns of one row
    work: Work,
    commune: str,
    unit: str,
    code_hash: str,
    by: str,
    *,
    now: datetime,
    until: datetime,
) -> int:
    """A group that waits for its code to be typed."""
    row = {
        "commune": commune,
        "unit": unit,
        "code_hash": code_hash,
        "made_by": by,
        "created_at": now,
        "expires_at": until,
        "ended_why": "",
    }
    return int(work.run(insert_new(_GROUP, work.dialect, _GROUP_COLUMNS), row).scalar_one())


def waiting(work: Work, commune: str, code_hash: str, now: datetime) -> Row | None:
    """The group a code is for, while it holds."""
    values = {"commune": commune, "code_hash": code_hash, "now": now}
    return work.run(_WAITING, values).first()


def join(work: Work, group: int, contact: str, now: datetime) -> bool:
    """The code was typed in this chat; False when another was faster."""
    values = {"group_id": group, "joining": contact, "now": now}
    return work.run(_JOIN, values).scalar() is not None


def end(work: Work, group: int, why: str, now: datetime) -> bool:
    """The chat works on nothing any more."""
    return work.run(_END, {"group_id": group, "why": why, "now": now}).scalar() is not None


def of_unit(work: Work, commune: str, unit: str) -> Row | None:
    """The group that works on a unit's cases."""
    return work.run(_OF_UNIT, {"commune": commune, "unit": unit}).first()


def of_commune(work: Work, commune: str) -> list[Row]:
    """Every group ever made, in order."""
    return list(work.run(_OF_COMMUNE, {"commune": commune}).all())


def at_chat(work: Work, contact: str) -> list[Row]:
    """The groups a chat is, or the chat a topic belongs to; `thread` is the topic."""
    return list(work.run(_AT_CHAT, {"contact": contact}).all())


def unreachable(work: Work, commune: str) -> list[Row]:
    """Groups in office whose chat cannot be written to."""
    return list(work.run(_LOST, {"commune": commune}).all())


def chat_of(work: Work, contact: str) -> Row | None:
    """Endpoint, chat and thread of a contact."""
    return work.run(_GENERAL, {"contact": contact}).first()


def post(work: Work, case: int, contact: str, name: str, now: datetime) -> bool:
    """A case stands in a group from now on; False if it did already."""
    row = {"case": case, "contact": contact, "name": name, "closed": False, "at": now}
    statement = insert_new(_POST, work.dialect, ("case", "contact", "name", "closed", "at"))
    if work.run(statement, row).first() is not None:
        return True
    work.run(_AGAIN, {"of_case": case, "of_contact": contact})
    return False


def posts_of(work: Work, case: int) -> list[Row]:
    """Where a case stands."""
    return list(work.run(_POSTS_OF, {"case": case}).all())


def hold(work: Work, case: int) -> None:
    """Take the groups a case stands in before the case itself, as who writes in them does.

    An act ends by writing to these groups: taken in the other order, two acts at once would wait
    for each other. On SQLite there is one writer anyhow.
    """
    if work.dialect == "postgresql":
        work.run(_HOLD, {"case": case})


def withdraw(work: Work, case: int, contact: str, now: datetime) -> None:
    """A case stands in this group no more."""
    work.run(_WITHDRAW, {"of_case": case, "of_contact": contact, "moment": now})


def by_thread(work: Work, contact: str, thread: str) -> Row | None:
    """The case a topic of a group is about."""
    return work.run(_BY_THREAD, {"contact": contact, "thread": thread}).first()


def keep_draft(  # noqa: PLR0913 - the columns of one row
    work: Work,
    draft: str,
    case: int,
    officer: int,
    words: str,
    now: datetime,
    *,
    override: str = "",
    late: str = "",
) -> None:
    """Keep an answer being written, or what its writer changed."""
    row = {
        "id": draft,
        "case": case,
        "officer": officer,
        "words": words,
        "override": override,
        "late": late,
        "created_at": now,
    }
    if work.run(insert_new(_DRAFT, work.dialect, _DRAFT_COLUMNS), row).first() is None:
        values = {"new_words": words, "why": override, "because": late}
        work.run(_CHANGE_DRAFT, {"draft": draft, "by": officer, **values})


def draft(work: Work, name: str) -> Row | None:
    """An answer being written."""
    return work.run(_READ_DRAFT, {"draft": name}).first()


def drop_draft(work: Work, draft: str) -> None:
    """An answer given up."""
    work.run(_DROP_DRAFT, {"draft": draft})


def drop_drafts(work: Work, case: int) -> None:
    """The case was answered: whatever was being written for it goes."""
    work.run(_DROP_DRAFTS, {"of_case": case})
