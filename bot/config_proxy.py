"""The proxy of a channel: an HTTP proxy; SOCKS needs a bridge such as privoxy before it."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr


def http_proxy(proxy: SecretStr) -> SecretStr:
    """`http://host:port`, with `user:password@` where it asks for that; or none.

    Raises:
        ValueError: it is something else; what it is stays unsaid, it may hold a password.
    """
    given = proxy.get_secret_value()
    if given and not _sound(given):
        raise ValueError(
            "viết dạng http://máy:cổng hoặc http://tên:mật_khẩu@máy:cổng (http hay https); "
            "không dùng được socks5: đặt một proxy http như privoxy phía trước"
        )
    return proxy


def _sound(given: str) -> bool:
    try:
        parts = urlsplit(given)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
            and not any(map(str.isspace, given))
            and (parts.path, parts.query, parts.fragment) in (("", "", ""), ("/", "", ""))
        )
    except ValueError:
        return False


Proxy = Annotated[SecretStr, AfterValidator(http_proxy)]
