"""Settings of the Zalo bot; without a token the channel is off. Secrets come from variables."""

import re
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from bot.config_proxy import Proxy

_TOKEN: Final = re.compile(r"\d{3,}:\S{8,}")
_SECRET: Final = re.compile(r"[!-~]{8,256}")


def zalo_bot_token(token: SecretStr) -> SecretStr:
    """A token as "Zalo Bot Manager" sends it, or none.

    Raises:
        ValueError: it is something else.
    """
    if token.get_secret_value() and not _TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("phải có dạng 123456789:abc…, như Zalo Bot Manager đã gửi")
    return token


class ZaloBotSettings(BaseModel):
    """One bot of the Bot Platform."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: SecretStr = SecretStr("")
    api_url: str = "https://bot-api.zaloplatforms.com"
    """The part before `/bot<token>`; `https://bot-api.zapps.me` is the older host."""
    proxy: Proxy = SecretStr("")
    """http(s) proxy; may hold a password."""
    webhook_url: str = ""
    """Public https origin; empty: long polling."""
    webhook_secret: SecretStr = SecretStr("")
    per_second: float = Field(default=5.0, gt=0)
    """Messages a second over all chats; Zalo publishes no limit."""
    poll_seconds: int = Field(default=30, ge=1, le=60)
    monthly_messages: int = Field(default=3_000, ge=1)
    """Of the plan bought; the basic one has 3,000."""
    count_inbound: bool = True
    """Whether what people send counts as well: sources disagree."""
    people: int = Field(default=50, ge=1)
    """People one bot of the plan reaches."""
    forbidden_stops: bool = False
    """Whether 403 means a wrong token; Zalo's own table says "internal server error"."""
    styles: bool = True
    """Titles and labels bold."""
    silence_hours: int = Field(default=40, ge=0)
    """With a webhook: working hours without any message after which administrators are told; 50
    people may well be silent for a day. 0: never."""

    @field_validator("token")
    @classmethod
    def _looks_like_one(cls, token: SecretStr) -> SecretStr:
        return zalo_bot_token(token)

    @model_validator(mode="after")
    def _webhook_with_secret(self) -> Self:
        secret = self.webhook_secret.get_secret_value()
        if self.webhook_url and not _SECRET.fullmatch(secret):
            raise ValueError(
                "webhook_url cần MOTCUA_ZALO_BOT__WEBHOOK_SECRET gồm 8 đến 256 chữ, số, ký hiệu"
            )
        if self.webhook_url and not self.webhook_url.startswith("https://"):
            raise ValueError("webhook_url phải là địa chỉ https:// công khai, Zalo không nhận khác")
        return self
