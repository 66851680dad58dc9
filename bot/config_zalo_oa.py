"""Settings of the Zalo Official Account. Secrets come from variables only."""

from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from bot.config_proxy import Proxy
from handlers.messages import CODE_FACT
from handlers.news_topics import Topic
from handlers.notice_kinds import NoticeKind
from handlers.template_facts import FIELD_NAME, OF_BROADCASTS
from handlers.wording.zalo_templates import SHIPPED

FACTS: Final = frozenset(
    {"ma", "thu_tuc", "phuong", "noi_nhan", "dia_chi", "dien_thoai", "ngay_hen", "han_bo_sung"}
)
"""What a notice can fill a template's fields with (`handlers.wording.notices.form`)."""
OF_NEWS: Final = frozenset(f"{OF_BROADCASTS}.{topic}" for topic in Topic)
"""Templates of broadcasts, by topic: filled with whatever fields its text may have."""


class TemplateSettings(BaseModel):
    """One template Zalo has approved."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = ""
    """As Zalo gave it on approval; empty: not approved yet, and not sent."""
    fields: dict[str, str] = {}
    """The template's field: the notice's fact. Left out: those of the shipped draft."""
    price_uid: int | None = Field(default=None, ge=0)
    price_phone: int | None = Field(default=None, ge=0)

    @property
    def has_code(self) -> bool:
        """Whether who gets it can ask if it is the ward's."""
        return CODE_FACT in self.fields.values()


def _facts_known(kind: str, named: set[str]) -> None:
    """A broadcast's own fields are its officer's to name; a notice's facts are a closed list.

    Raises:
        ValueError: one names what nothing can ever stand for.
    """
    if kind in OF_NEWS:
        strange = sorted(one for one in named if not FIELD_NAME.fullmatch(one))
        known = "chữ thường không dấu, số, dấu _"
    else:
        strange = sorted(named - FACTS - {CODE_FACT})
        known = ", ".join(sorted(FACTS | {CODE_FACT}))
    if strange:
        raise ValueError(f"không có dữ kiện {', '.join(strange)}; dùng: {known}")


def _with_fields(kind: str, given: TemplateSettings) -> TemplateSettings:
    """The fields of the shipped draft, where the settings name none."""
    draft = SHIPPED.get(NoticeKind(kind)) if kind in SHIPPED else None
    if draft is None or "fields" in given.model_fields_set:
        return given
    return given.model_copy(update={"fields": dict(draft.fields)})


class _OfAccount(BaseModel):
    """What each account has for itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    app_id: str = ""
    oa_id: str = ""
    redirect_uri: str = ""
    """Where the consent page leads, exactly as the console has it."""
    monthly_budget: int = Field(default=0, ge=0)
    """Đồng a month for pushes that cost; 0: none is sent."""
    daily_budget: int = Field(default=0, ge=0)
    """Đồng a day of it; what is beyond waits for the next day. 0: the day has no limit."""
    templates: dict[str, TemplateSettings] = {}
    """By kind of notice: `ready`, `supplement`, `apology`, or another of docs/notices.md; of
    broadcasts by topic: `broadcast.tax`."""

    @field_validator("app_id", "oa_id")
    @classmethod
    def _is_a_number(cls, given: str) -> str:
        if given and not given.isdecimal():
            raise ValueError("phải là dãy số trong trang quản trị ứng dụng của Zalo")
        return given

    @field_validator("templates")
    @classmethod
    def _kinds(cls, given: dict[str, TemplateSettings]) -> dict[str, TemplateSettings]:
        kinds = (*NoticeKind, *sorted(OF_NEWS))
        strange = sorted(set(given) - set(kinds))
        if strange:
            raise ValueError(f"không có loại tin {', '.join(strange)}; dùng: {', '.join(kinds)}")
        for kind, one in given.items():
            _facts_known(kind, set(one.fields.values()))
        found = {kind: _with_fields(kind, one) for kind, one in given.items()}
        bare = [kind for kind, one in found.items() if one.id and not one.has_code]
        if bare:
            raise ValueError(
                f"mẫu {', '.join(bare)} thiếu {CODE_FACT}: tin chủ động gửi phải có mã kiểm tra; "
                "thêm tham số ấy vào mẫu và vào `fields`"
            )
        return found


class ZaloOaSettings(_OfAccount):
    """One Official Account and the app that speaks for it; without an app id the channel is off."""

    app_secret: SecretStr = SecretStr("")
    """Of the app: for tokens."""
    oa_secret_key: SecretStr = SecretStr("")
    """Of the console's webhook page: for signatures. It is not the app secret."""
    api_url: str = "https://openapi.zalo.me"
    oauth_url: str = "https://oauth.zaloapp.com"
    template_url: str = "https://business.openapi.zalo.me"
    proxy: Proxy = SecretStr("")
    """http(s) proxy; may hold a password."""
    per_minute: int = Field(default=100, ge=1)
    """Messages a minute, as the account's package allows."""
    buttons: bool = False
    """Buttons beside the numbers; whether Zalo takes them is not documented."""
    message_price: int = Field(default=55, ge=0)
    """Đồng of a message 48 hours to 7 days after a person's last word, beyond the package."""
    step_back_minutes: int = Field(default=60, ge=1)
    """How long the bot is silent in a chat after a clerk answered there by hand."""
    silence_hours: int | None = Field(default=None, ge=0)
    """Working hours without any event after which administrators are told. Left out: as many as a
    working day has; 0: never."""

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


class FurtherZaloOaSettings(_OfAccount):
    """The account of a further commune; without an `oa_id` it has none.

    What it leaves out is the main commune's, but for templates and money: those are each
    account's own.
    """

    per_minute: int | None = Field(default=None, ge=1)
    buttons: bool | None = None
    message_price: int | None = Field(default=None, ge=0)
    step_back_minutes: int | None = Field(default=None, ge=1)
    silence_hours: int | None = Field(default=None, ge=0)

    def account(
        self, main: ZaloOaSettings, app_secret: SecretStr, oa_secret_key: SecretStr
    ) -> ZaloOaSettings:
        """The whole settings; in the main commune's app, or in an app of its own.

        Raises:
            ValueError: there is no app, or its secrets are missing; says what to set.
        """
        if not self.oa_id:
            return ZaloOaSettings()
        own = bool(self.app_id) and self.app_id != main.app_id
        given = {"app_secret": app_secret, "oa_secret_key": oa_secret_key}
        if not self.app_id and not main.app_id:
            raise ValueError("zalo_oa cần app_id: xã, phường chính không có ứng dụng Zalo nào")
        if own and not all(one.get_secret_value() for one in given.values()):
            raise ValueError(
                "ứng dụng Zalo riêng cần cả MOTCUA_COMMUNES__ZALO_OA_APP_SECRETS__<MÃ> và "
                "MOTCUA_COMMUNES__ZALO_OA_SECRET_KEYS__<MÃ>"
            )
        named = self.model_dump(exclude_none=True, exclude={"app_id", "redirect_uri"})
        redirect = self.redirect_uri or ("" if own else main.redirect_uri)
        app = {"app_id": self.app_id, **given} if own else {}
        return main.model_copy(
            update={**named, "templates": self.templates, "redirect_uri": redirect, **app}
        )


def forms_of(given: ZaloOaSettings) -> dict[str, frozenset[str]]:
    """The facts an account's templates for broadcasts need, by kind."""
    ours = given.templates.items() if given.on else ()
    found = {kind: one for kind, one in ours if kind in OF_NEWS and one.id}
    return {kind: frozenset(one.fields.values()) for kind, one in found.items()}
