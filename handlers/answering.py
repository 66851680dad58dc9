"""What a message answers: one of ours by its id, or, without buttons, by tag and number."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers import actions, choices
from handlers.feedback.news_ports import SUBJECT
from handlers.messages import ChannelName, Inbound, InboundKind, Reply
from handlers.store.broadcast_replies import of_message
from handlers.store.inbound import subject_in_chat, subject_of
from handlers.store.paging import more_of_last
from handlers.store.pushed import Pushed, pushed
from handlers.store.under_way import subject_under_way
from handlers.store.unit_of_work import Work
from handlers.tags import tag_of, tagged
from handlers.turns import IDLE, ConversationState

NUMBERED: Final = frozenset(
    {ChannelName.ZALO_BOT, ChannelName.ZALO_OA, ChannelName.BRIDGE, ChannelName.TERMINAL}
)
"""Channels that show choices as a numbered list."""
PAGED: Final = frozenset({ChannelName.BRIDGE})
"""Channels that may show so much of a message at a time."""
MORE: Final = actions.build("next")
"""The action that asks for what follows."""
ON_SCREEN: Final = timedelta(days=1)
"""A number alone answers what we sent so lately, if nothing else asks for one."""


def addressed(
    work: Work, inbound: Inbound, channel: ChannelName, state: ConversationState, now: datetime
) -> Inbound:
    """The inbound with what it answers: the subject of a message, or the choice it names."""
    contact = inbound.address.contact
    if inbound.reply_to is not None:
        subject = subject_of(work, contact, inbound.reply_to)
        if subject is None and inbound.group:  # a topic answers what was sent to its whole group
            subject = subject_in_chat(work, contact, inbound.reply_to)
            subject = subject or subject_under_way(work, contact)
        if subject is None and not inbound.group:
            number = of_message(work, contact, inbound.reply_to)
            subject = None if number is None else f"{SUBJECT}{number}"
        inbound = replace(inbound, subject=subject)
    if channel not in NUMBERED or inbound.kind is not InboundKind.TEXT or inbound.group:
        return inbound
    if (named := tagged(inbound.text)) is not None:
        tag, number = named
        return _picked(inbound, _of_tag(pushed(work, contact, now), tag), str(number))
    if state.offered or state.step != IDLE or not choices.may_choose(inbound.text):
        return inbound
    lately = [one for one in pushed(work, contact, now) if now - one.due < ON_SCREEN]
    if len(lately) > 1 and choices.number_of(inbound.text) is not None:
        return _chosen(inbound, actions.build("which"), None)
    return _picked(inbound, lately[0] if len(lately) == 1 else None, inbound.text)


def asked_for_more(
    work: Work, inbound: Inbound, channel: ChannelName, now: datetime
) -> Reply | None:
    """More of what was said last, where a channel shows so much at a time and was asked for it."""
    wanted = channel in PAGED and inbound.kind is InboundKind.TAP and inbound.action == MORE
    return more_of_last(work, inbound.address.contact, now) if wanted else None


def _of_tag(sent: list[Pushed], tag: str) -> Pushed | None:
    return next((one for one in sent if tag_of(one.seq) == tag), None)


def _picked(inbound: Inbound, message: Pushed | None, text: str) -> Inbound:
    action = None if message is None else choices.resolve(text, message.choices)
    if message is None or action is None:
        return inbound
    return _chosen(inbound, action, message.subject)


def _chosen(inbound: Inbound, action: str, subject: str | None) -> Inbound:
    return replace(inbound, kind=InboundKind.TAP, action=action, text="", subject=subject)
