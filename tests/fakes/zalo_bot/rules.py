"""What Zalo's documents say a call may hold."""

import ipaddress

from tests.fakes.zalo_bot.faults import Body, ZaloError

FIELDS = {
    "getMe": set[str](),
    "getUpdates": {"timeout"},
    "setWebhook": {"url", "secret_token"},
    "deleteWebhook": set[str](),
    "getWebhookInfo": set[str](),
    "sendMessage": {"chat_id", "text", "parse_mode", "text_styles"},
    "sendPhoto": {"chat_id", "photo", "caption"},
    "sendSticker": {"chat_id", "sticker"},
    "sendChatAction": {"chat_id", "action"},
}
STYLES = {
    *("b", "i", "u", "s", "f_13", "f_15", "f_18", "f_20", "lst_1", "lst_2"),
    *("c_050a19", "c_15a85f", "c_f7b503", "c_f27806", "c_db342e"),
    *(f"ind_{n}" for n in range(1, 6)),
}


def check_text(body: Body) -> None:
    """Refuse words and styles that Zalo would refuse."""
    text = body.get("text")
    if not isinstance(text, str) or not text.strip() or not 1 <= units(text) <= 2_000:
        raise ZaloError(400, "Bad Request: text of 1 to 2000")
    if body.get("parse_mode") not in {None, "markdown", "html"}:
        raise ZaloError(400, "Bad Request: parse_mode")
    for one in body.get("text_styles", []):
        start, length = one["start"], one["len"]
        if not 0 <= start < start + length <= units(text) or not set(one["st"]) <= STYLES:
            raise ZaloError(400, "Bad Request: text_styles")


def units(text: str) -> int:
    """The length of a text as Zalo counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def public(host: str) -> bool:
    """Whether a host is to be found from everywhere."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and host != "localhost"
