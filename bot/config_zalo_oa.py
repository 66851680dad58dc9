"""Settings of the Zalo Official Account. Secrets come from variables only."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator


class ZaloOaSettings(BaseModel):
    """One Official Account and the app that speaks for it; without an app id the channel is off."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    app_id: str = ""
    oa_id: str = ""
    app_secret: SecretStr = SecretStr("")
    """Of the app: for tokens."""
    oa_secret_key: SecretStr = SecretStr("")
    """Of the console's webhook page: for signatures. It is not the app secret."""
    redirect_uri: str = ""
    """Where the consent page leads, exactly as the console has it."""
    api_url: str = "https://openapi.zalo.me"
    oauth_url: str = "https://oauth.zaloapp.com"
    template_url: str = "https://business.openapi.zalo.me"
    proxy: SecretStr = SecretStr("")
    """http(s) proxy; may hold a password."""
    per_minute: int = Field(default=100, ge=1)
    """Messages a minute, as the account's package allows."""
    buttons: bool = False
    """Buttons beside the numbers; whether Zalo takes them is not documented."""
    step_back_minutes: int = Field(default=60, ge=1)
    """How long the bot is silent in a chat after a clerk answered there by hand."""

    @field_validator("app_id", "oa_id")
    @classmethod
    def _is_a_number(cls, given: str) -> str:
        if given and not given.isdecimal():
            raise ValueError("phải là dãy số trong trang quản trị ứng dụng của Zalo")
        return given

    @field_validator("api_url", "oauth_url", "template_url")
    @classmethod
    def _no_slash(cls, given: str) -> str:
        return given.rstrip("/")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = [
            name
            for name, given in (
                ("OA_ID", self.oa_id),
                ("APP_SECRET", self.app_secret.get_secret_value()),
                ("OA_SECRET_KEY", self.oa_secret_key.get_secret_value()),
            )
            if not given
        ]
        if self.app_id and missing:
            names = ", ".join(f"MOTCUA_ZALO_OA__{name}" for name in missing)
            raise ValueError(f"có app_id thì cần cả {names}")
        return self

    @property
    def on(self) -> bool:
        """Whether the channel is used."""
        return bool(self.app_id)
