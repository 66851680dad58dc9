"""What one message holds: words, files, a place, or something we cannot read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.files.names import safe_name
from handlers.messages import InboundKind, IncomingFile

SERVICE: Final = frozenset(
    {
        "boost_added", "channel_chat_created", "chat_background_set", "chat_owner_changed",
        "chat_owner_left", "chat_shared", "checklist_tasks_added", "checklist_tasks_done",
        "community_chat_added", "community_chat_joined", "community_chat_removed",
        "connected_website", "delete_chat_photo", "direct_message_price_changed",
        "forum_topic_closed", "forum_topic_created", "forum_topic_edited", "forum_topic_reopened",
        "general_forum_topic_hidden", "general_forum_topic_unhidden", "gift",
        "gift_upgrade_sent", "giveaway", "giveaway_completed", "giveaway_created",
        "giveaway_winners", "group_chat_created", "left_chat_member", "managed_bot_created",
        "message_auto_delete_timer_changed", "new_chat_members", "new_chat_photo",
        "new_chat_title", "paid_message_price_changed", "passport_data", "pinned_message",
        "poll_option_added", "poll_option_deleted", "proximity_alert_triggered",
        "refunded_payment", "successful_payment", "suggested_post_approval_failed",
        "suggested_post_approved", "suggested_post_declined", "suggested_post_paid",
        "suggested_post_refunded", "supergroup_chat_created", "unique_gift", "user_shared",
        "users_shared", "video_chat_ended", "video_chat_participants_invited",
        "video_chat_scheduled", "video_chat_started", "web_app_data", "write_access_allowed",
    }
)  # fmt: skip
"""Notes of Telegram itself about a chat: nobody said anything."""


@dataclass(frozen=True, slots=True)
class Content:
    """The part of a message that is for us."""

    kind: InboundKind
    text: str = ""
    files: tuple[IncomingFile, ...] = ()
    words_only: bool = False
    """Words beside a film, a recording and the like."""


def content_of(message: Mapping[str, Any]) -> Content | None:
    """What a message holds; None for a service message."""
    if "text" in message:
        return Content(InboundKind.TEXT, _words(message["text"]))
    caption = _words(message.get("caption", ""))
    files = _files(message)
    if files:
        return Content(InboundKind.FILES, caption, files)
    if caption:
        return Content(InboundKind.TEXT, caption, words_only=True)
    if "location" in message:
        return Content(InboundKind.PLACE, _place(message["location"]))
    return None if SERVICE & message.keys() else Content(InboundKind.UNSUPPORTED)


def _words(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError("text is no string")
    return text


def _files(message: Mapping[str, Any]) -> tuple[IncomingFile, ...]:
    # An animation comes with a `document` of the same file, for old clients.
    if "document" in message and "animation" not in message:
        one = message["document"]
        name = safe_name(str(one.get("file_name") or ""), "tep")
        mime = str(one.get("mime_type") or "application/octet-stream")
        return (_file(one, name, mime),)
    if message.get("photo"):
        best = max(message["photo"], key=lambda size: int(size["width"]) * int(size["height"]))
        return (
            _file(best, f"anh-{safe_name(str(best['file_unique_id']), 'x')}.jpg", "image/jpeg"),
        )
    return ()


def _file(one: Mapping[str, Any], name: str, mime: str) -> IncomingFile:
    return IncomingFile(str(one["file_id"]), name, mime, int(one.get("file_size") or 0))


def _place(location: Mapping[str, Any]) -> str:
    """Latitude and longitude to about a metre."""
    return f"{float(location['latitude']):.5f},{float(location['longitude']):.5f}"
