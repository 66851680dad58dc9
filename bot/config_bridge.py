"""Settings of the gateways of the bridge: limits in the file, secrets in variables only."""

import ipaddress
import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from bot.channels.bridge.limits import GatewayLimits, Push, Unit
from bot.channels.bridge.signature import Keys
from knowledge.unreadable import why_not

NAME: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
SECRET_LEAST: Final = 32
"""Letters of a secret: 128 bits and more, however it was made."""


class GatewaySettings(BaseModel):
    """One gateway: where it takes messages, and what it accepts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    """Where messages are posted: https, or http on this very machine."""
    text: int = Field(default=1_000, ge=160, le=20_000)
    unit: Unit = Unit.UTF16
    segments: int = Field(default=3, ge=1, le=10)
    marks: bool = True
    buttons: bool = False
    links: bool = True
    push: Push = Push.ALWAYS
    window_hours: int = Field(default=0, ge=0, le=720)
    per_second: float = Field(default=5.0, gt=0, le=1_000)
    price: int = Field(default=0, ge=0)
    monthly_budget: int = Field(default=0, ge=0)
    idempotent: bool = False

    @field_validator("url")
    @classmethod
    def _is_safe(cls, url: str) -> str:
        parts = urlsplit(url)
        local = parts.scheme == "http" and _is_loopback(parts.hostname or "")
        if not parts.hostname or parts.username or not (parts.scheme == "https" or local):
            raise ValueError("phải là địa chỉ https:// đầy đủ, không có tên và mật khẩu bên trong")
        return url

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.push is Push.WINDOW and self.window_hours == 0:
            raise ValueError("push: window cần window_hours, số giờ sau tin cuối của người dân")
        if self.unit is Unit.SMS and self.marks and self.segments == 1:
            # 70 letters: after the code and how to go on next to nothing of the message is left.
            raise ValueError("segments: 1 chỉ có 70 chữ có dấu; đặt segments: 2, hoặc marks: false")
        return self

    @property
    def limits(self) -> GatewayLimits:
        """The same as the channel takes it."""
        given = self.model_dump(exclude={"url", "window_hours"})
        return GatewayLimits(window=timedelta(hours=self.window_hours), **given)


class BridgeSecrets(BaseModel):
    """Secrets of the gateways by name, each as a variable or in a file a variable names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    secrets: dict[str, SecretStr] = {}
    secret_files: dict[str, str] = {}
    old_secrets: dict[str, SecretStr] = {}
    """Still taken and signed with, while the gateway changes to the new one."""
    old_secret_files: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class NamedGateway:
    """A gateway as the program takes it."""

    name: str
    url: str
    limits: GatewayLimits
    keys: Keys = field(repr=False)


@dataclass(frozen=True, slots=True)
class BridgeMistake:
    """What is wrong with a gateway's secret, and the variable to put right."""

    variable: str
    message: str


def gateways_of(
    given: dict[str, GatewaySettings], secrets: BridgeSecrets
) -> tuple[tuple[NamedGateway, ...], tuple[BridgeMistake, ...]]:
    """The gateways with their secrets, and every mistake of these."""
    mistakes: list[BridgeMistake] = []
    found = []
    for name, one in given.items():
        new = _secret(name, secrets.secrets, secrets.secret_files, "", mistakes)
        old = _secret(name, secrets.old_secrets, secrets.old_secret_files, "OLD_", mistakes)
        if not new and not mistakes:
            mistakes.append(
                BridgeMistake(_variable(name), "cổng này chưa có mật khẩu; đặt biến này")
            )
        found.append(NamedGateway(name, one.url, one.limits, Keys(new, old)))
    return tuple(found), tuple(mistakes)


def checked_names(given: dict[str, GatewaySettings]) -> dict[str, GatewaySettings]:
    """Names as they can stand in an address and in a variable.

    Raises:
        ValueError: one cannot.
    """
    for name in given:
        if not NAME.fullmatch(name) or len(name) > 32:
            raise ValueError(f"tên cổng `{name}` chỉ gồm chữ thường không dấu, số, dấu _ ở giữa")
    return given


def _secret(
    name: str,
    given: dict[str, SecretStr],
    files: dict[str, str],
    which: str,
    mistakes: list[BridgeMistake],
) -> str:
    if name in files:
        variable = f"MOTCUA_BRIDGE__{which}SECRET_FILES__{name.upper()}"
        try:
            secret = Path(files[name]).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            mistakes.append(BridgeMistake(variable, f"không đọc được: {why_not(error)}"))
            return ""
    else:
        variable = _variable(name, which)
        secret = given.get(name, SecretStr("")).get_secret_value()
    if secret and len(secret) < SECRET_LEAST:
        text = f"mật khẩu phải có ít nhất {SECRET_LEAST} chữ, ví dụ: openssl rand -hex 32"
        mistakes.append(BridgeMistake(variable, text))
    return secret


def _variable(name: str, which: str = "") -> str:
    return f"MOTCUA_BRIDGE__{which}SECRETS__{name.upper()}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
