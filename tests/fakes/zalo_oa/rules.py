"""What the strict server holds to, written down from the documentation and not from our code."""

from datetime import datetime, time, timedelta, timezone
from typing import Any

APP_ID = "360846524940903967"
APP_SECRET = "app-secret-of-the-tests"  # noqa: S105 - of the fake
OA_KEY = "oa-secret-key-of-the-tests"
OA_ID = "388613280878808645"
REDIRECT = "https://phuong.example.vn/zalo"
TEXT_UNITS = 2_000
BUTTONS = 5
FREE = timedelta(hours=48)
PAID = timedelta(days=7)
ACCESS_SECONDS = 90_000
REFRESH_LIFE = timedelta(days=90)
"""Three months, taken as short as they may be."""
CODE_LIFE = timedelta(minutes=10)
PER_MINUTE = 4_000
"""Calls of one app."""
IMAGE_BYTES = 1_000_000
FILE_BYTES = 5_000_000
ASSET_LIFE = timedelta(days=7)
UPLOADS_A_MONTH = 5_000
AWAY = timedelta(days=45)
"""After so long offline a person is not reached."""
PROMOTION = 3
"""The tag of a template that is barred at night."""
NIGHT = (time(22), time(6))
THERE = timezone(timedelta(hours=7))
"""Zalo states no zone: Viet Nam's is assumed."""
TRACKING = 48
MESSAGE = ({"recipient", "message"}, {"user_id"}, {"text", "attachment", "quote_message_id"})
"""Fields of a consultation's body, of its recipient and its message."""
BY_UID = {"user_id", "template_id", "template_data"}
BY_PHONE = {"phone", "template_id", "template_data", "tracking_id", "mode", "sending_mode"}
"""Fields of the template calls; of another field nobody knows what Zalo does: it is a mistake."""
PAYLOADS = {
    "oa.open.url": {"url"},
    "oa.open.phone": {"phone_code"},
    "oa.open.sms": {"phone_code", "content"},
}
"""Types of buttons, and the fields of their payload; that of a query is its key."""
LOOK_UP = 10
"""Messages of one look-up call."""
MESSAGES = {
    0: "Success",
    -32: "Rate limit",
    -100: "Asset expired",
    -118: "Zalo account not existed",
    -124: "Access token invalid",
    -131: "Template not approved",
    -132: "Template data invalid",
    -133: "This template is not sent at night",
    -144: "Daily template quota exceeded",
    -147: "Template quota exceeded",
    -108: "Phone number invalid",
    -200: "Send message failed",
    -201: "Params is invalid",
    -210: "Params is missing",
    -211: "Out of quota of this feature",
    -213: "User has not followed the OA",
    -216: "Access token is invalid",
    -218: "Out of quota for this user",
    -220: "Access token has expired or been removed",
    -227: "User is banned or has been inactive for more than 45 days",
    -230: "User has not interacted with the OA in the past 7 days",
    -234: "Promotional messages are not sent at night",
    -235: "This API does not support this type of OA",
    -240: "MessageV2 API has been shut down",
}


def is_between(when: datetime, hours: tuple[time, time]) -> bool:
    """Whether it is that time of the day in Viet Nam; the hours may span midnight."""
    at, (begins, ends) = when.astimezone(THERE).time(), hours
    return begins <= at < ends if begins < ends else at >= begins or at < ends


def asks_who(payload: dict[str, Any]) -> bool:
    """Whether it is the form for contact details: one element, whole, its picture on the web."""
    elements = payload.get("elements") or [{}]
    whole = set(elements[0]) == {"title", "subtitle", "image_url"} and all(elements[0].values())
    address = str(elements[0].get("image_url"))
    return (
        payload.get("template_type") == "request_user_info"
        and len(elements) == 1
        and whole
        and address.startswith("https://")
    )


def is_button(given: object) -> bool:
    """Whether it is a button as documented: title, a known type, and what belongs to it."""
    if not isinstance(given, dict) or set(given) != {"title", "type", "payload"}:
        return False
    payload, kind = given["payload"], given["type"]
    if not isinstance(given["title"], str) or not given["title"]:
        return False
    if kind in {"oa.query.show", "oa.query.hide"}:
        return isinstance(payload, str) and payload.startswith("#") and len(payload) <= 1_000
    return isinstance(payload, dict) and kind in PAYLOADS and set(payload) == PAYLOADS[kind]


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
