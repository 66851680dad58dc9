"""Erasing a person's words: rows null at once, the write-ahead log emptied after the commit."""

from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, bindparam, delete, or_, select, update

from handlers.messages import FileState
from handlers.store import case_cards, cases, follow_codes, joins, publications, together
from handlers.store.attachments import keys_of, keys_of_inbound
from handlers.store.outbox import drop_pushes
from handlers.store.states import ContactState, InboundStatus
from handlers.store.tables import (
    AttachmentRow,
    BroadcastRecipientRow,
    ContactPhoneRow,
    ContactRow,
    ConversationRow,
    FollowRow,
    InboundRow,
    NoticeRow,
    OfficerRow,
    OutboxRow,
    ReminderRow,
    SentFileRow,
    SentMessageRow,
    SetAsideRow,
    SubscriptionRow,
    ToldRow,
    TranscriptRow,
    ZaloReceiptRow,
    table_of,
)
from handlers.store.unit_of_work import Work

_CONTACT = table_of(ContactRow)
_INBOUND = table_of(InboundRow)
_OUTBOX = table_of(OutboxRow)
_CONVERSATION = table_of(ConversationRow)
_TOLD = table_of(ToldRow)
_LINE = table_of(TranscriptRow)
_SENT = table_of(SentMessageRow)
_FILE = table_of(AttachmentRow)
_FOLLOW = table_of(FollowRow)
_REMINDER = table_of(ReminderRow)
_NOTICE = table_of(NoticeRow)
_SENT_FILE = table_of(SentFileRow)
_OFFICER = table_of(OfficerRow)
_PHONE = table_of(ContactPhoneRow)
_RECIPIENT = table_of(BroadcastRecipientRow)
_SUBSCRIPTION = table_of(SubscriptionRow)
_RECEIPT = table_of(ZaloReceiptRow)
_ASIDE = table_of(SetAsideRow)
_of: BindParameter[str] = bindparam("of_contact")
_their_chat = select(_CONTACT.c.chat).where(_CONTACT.c.id == _of).scalar_subquery()
_their_endpoint = select(_CONTACT.c.endpoint).where(_CONTACT.c.id == _of).scalar_subquery()
MOST_CASES: Final = 1_000_000
"""All of them: whoever asks for deletion leaves none behind."""

_STATEMENTS = (
    update(_INBOUND)
    .where(_INBOUND.c.contact == _of)
    .values(payload=None, status=InboundStatus.ERASED),
    update(_OUTBOX)
    .where(_OUTBOX.c.contact == _of, _OUTBOX.c.status.not_in(("queued", "sending", "held")))
    .values(body=None),
    update(_OUTBOX)
    .where(_OUTBOX.c.contact == _of, _OUTBOX.c.status.in_(("queued", "sending", "held")))
    .values(body=None, status="expired", reason="erased", lease=None, holder=None),
    update(_CONVERSATION)
    .where(_CONVERSATION.c.contact == _of)
    # The version moves, so that a turn being decided just now is decided again, without words.
    .values(
        step="idle",
        draft=None,
        offered=None,
        subject=None,
        lapsed=False,
        version=_CONVERSATION.c.version + 1,
    ),
    update(_TOLD).where(_TOLD.c.contact == _of).values(contact=None),
    update(_FILE)
    .where(_FILE.c.contact == _of)
    .values(ref=None, name=None, sha256=None, reason=None, state=FileState.ERASED),
    # What Telegram keeps of a file is named by an id that would show it again.
    delete(_SENT_FILE).where(_SENT_FILE.c.key.startswith(_of + "/")),
    delete(_LINE).where(_LINE.c.contact == _of),
    delete(_SENT).where(_SENT.c.contact == _of),
    delete(_FOLLOW).where(_FOLLOW.c.contact == _of),
    delete(_REMINDER).where(_REMINDER.c.contact == _of),
    # Its key names the contact, so the row goes; that a notice was sent stays in the counters.
    delete(_NOTICE).where(_NOTICE.c.contact == _of),
    delete(_PHONE).where(_PHONE.c.contact == _of),
    delete(_RECIPIENT).where(_RECIPIENT.c.contact == _of),
    delete(_SUBSCRIPTION).where(_SUBSCRIPTION.c.contact == _of),
    delete(_RECEIPT).where(_RECEIPT.c.contact == _of),
    delete(_ASIDE).where(
        _ASIDE.c.endpoint == _their_endpoint,
        or_(_ASIDE.c.chat == _their_chat, _ASIDE.c.speaker == _their_chat),
    ),
    update(_INBOUND).where(_INBOUND.c.speaker == _of).values(speaker=None),
    # An officer who erased their chat is known by it no more, and may be linked anew.
    update(_OFFICER).where(_OFFICER.c.contact == _of).values(contact=None),
)
_MARK = (
    update(_CONTACT)
    .where(_CONTACT.c.id == _of)
    .values(state=ContactState.ERASED, consent=None, person=None, erased_at=bindparam("erased_now"))
)
_WIPE = update(_INBOUND).where(_INBOUND.c.id == bindparam("inbound_id")).values(payload=None)
_WIPE_FILES = (
    update(_FILE)
    .where(_FILE.c.inbound == bindparam("inbound_id"))
    .values(ref=None, name=None, sha256=None, reason=None, state=FileState.ERASED)
)


def erase_person(work: Work, contact: str, now: datetime) -> None:
    """Null every word, draft, file name and record of this contact; nothing waiting leaves.

    The bytes of its files go once this is committed.
    """
    work.forgot.append(contact)
    work.freed += keys_of(work, contact)
    drop_pushes(work, contact, "erased", now)
    for row in cases.of_contact(work, contact, limit=MOST_CASES):
        case_cards.forget(work, row, now)
        publications.take_down(work, row.id, now, by="citizen")
    withdrawn = cases.open_of(work, contact)
    cases.forget_sender(work, contact, now)
    for case in withdrawn:
        together.part(work, case, now)
    follow_codes.forget(work, contact, now)
    joins.forget(work, contact)
    for statement in _STATEMENTS:
        work.run(statement, {"of_contact": contact})
    work.run(_MARK, {"of_contact": contact, "erased_now": now})
    work.erased = True


def wipe_inbound(work: Work, inbound_id: int) -> None:
    """Null the words and files of one inbound: a routed complaint is not kept (F-11)."""
    work.freed += keys_of_inbound(work, inbound_id)
    work.run(_WIPE, {"inbound_id": inbound_id})
    work.run(_WIPE_FILES, {"inbound_id": inbound_id})
    work.erased = True


def wipe_words(work: Work, inbound_id: int) -> None:
    """Null the words of one inbound and keep its files: a case holds what may stay of them."""
    work.run(_WIPE, {"inbound_id": inbound_id})
    work.erased = True


_SINCE = select(_INBOUND.c.id).where(
    _INBOUND.c.contact == _of,
    _INBOUND.c.received_at >= bindparam("since"),
    _INBOUND.c.payload.is_not(None),
    _INBOUND.c.status != InboundStatus.STORED,
)


def wipe_since(work: Work, contact: str, since: datetime) -> None:
    """Null everything a chat sent since a moment that was handled: a draft that is not kept."""
    values = {"of_contact": contact, "since": since}
    for inbound_id in work.run(_SINCE, values).scalars():
        wipe_inbound(work, int(inbound_id))


def wipe_words_since(work: Work, contact: str, since: datetime) -> None:
    """Null the words of everything a chat sent since a moment that was handled; files stay."""
    values = {"of_contact": contact, "since": since}
    for inbound_id in work.run(_SINCE, values).scalars():
        wipe_words(work, int(inbound_id))
