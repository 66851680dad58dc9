# ruff: noqa: ANN401 - methods of aiogram
"""The strict server's webhook: what may be set, and what is said of it."""

import re
from typing import Any

from tests.fakes.telegram.refusing import Body, bad


def hook_of(method: Any) -> Body:
    """Address and secret, if Telegram would take them; plain http only on this machine."""
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", method.url):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", method.secret_token or "-"):
        raise bad("secret token contains unallowed characters")
    return {"url": method.url, "secret": method.secret_token or ""}


def hook_info(hook: Body, waiting: int, error: tuple[int, str] | None) -> Body:
    """What getWebhookInfo answers."""
    info: Body = {
        "url": hook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": waiting,
    }
    if error is not None:
        at, said = error
        info |= {"last_error_date": at, "last_error_message": said}
    return info
