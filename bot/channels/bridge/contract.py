"""The bodies of the contract, as types: read strictly, so that a misspelt field is told.

`docs/bridge.openapi.yaml` is made from these; `docs/bridge.md` explains them.
"""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, StringConstraints

from bot.channels.bridge.limits import FILES_IN, TEXT_IN

NAME: Final = r"^[0-9A-Za-z+._:@-]+$"
"""Ids and addresses: letters and figures without marks, and + . _ : @ -"""
MESSAGE: Final = r"^[0-9]{1,18}-[0-9]{1,4}-[0-9]{1,4}-[0-9a-f]{8}$"
LAST_MOMENT: Final = 4_102_444_800
"""The year 2100."""

EventId = Annotated[
    str,
    StringConstraints(pattern=NAME, min_length=1, max_length=128),
    Field(description="The gateway's own id of the event; brought again, it changes nothing."),
]
Person = Annotated[
    str,
    StringConstraints(pattern=NAME, min_length=1, max_length=64),
    Field(description="Who wrote: always spelt the same, a phone number as +84912345678."),
]
MessageId = Annotated[
    str,
    StringConstraints(pattern=MESSAGE, max_length=40),
    Field(description="The `id` of an outbound message."),
]


def _whole(value: object) -> object:
    """A whole number as JSON knows it: 5.0 is one, and some languages write it so."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Moment = Annotated[int, Field(ge=0, le=LAST_MOMENT), BeforeValidator(_whole)]
Size = Annotated[int, Field(ge=0, le=2**40), BeforeValidator(_whole)]
Words = Annotated[str, StringConstraints(max_length=TEXT_IN)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class _Event(_Body):
    id: EventId
    sender: Person = Field(alias="from")
    sent_at: Moment | None = Field(
        default=None, description="When it was written: seconds since 1970."
    )
    group: bool = Field(
        default=False,
        description="It came from a chat of several people, where nothing personal is shown.",
    )


class TextEvent(_Event):
    """Somebody wrote words: a question, the number of a choice, a short command."""

    kind: Literal["text"]
    text: Words = Field(min_length=1)
    reply_to: MessageId | None = Field(
        default=None, description="The message it answers, where the gateway knows."
    )


class TapEvent(_Event):
    """Somebody chose a button."""

    kind: Literal["tap"]
    action: Annotated[str, StringConstraints(pattern=r"^[!-~]+$", max_length=64)] = Field(
        description="The `action` of the choice, as it came."
    )


class StartEvent(_Event):
    """Somebody opened the chat for the first time, perhaps by a link."""

    kind: Literal["start"]
    text: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,64}$", max_length=64)] = ""


class SentFile(_Body):
    """A file somebody sent, where it can be fetched."""

    url: Annotated[
        str, StringConstraints(pattern=r"^https?://[!-~]+$", min_length=10, max_length=2_000)
    ] = Field(
        description="https on a public machine, or of the origin the gateway itself is reached at."
    )
    name: Annotated[str, StringConstraints(max_length=200)] = ""
    mime: Annotated[str, StringConstraints(max_length=100)] = ""
    size: Size = 0


class FilesEvent(_Event):
    """Somebody sent pictures or files, perhaps with words."""

    kind: Literal["files"]
    files: list[SentFile] = Field(min_length=1, max_length=FILES_IN)
    text: Words = ""


class WordlessEvent(_Event):
    """What has no words: left for good, came back, or sent what a gateway cannot carry."""

    kind: Literal["left", "returned", "unsupported"]


class InboundEvent(
    RootModel[
        Annotated[
            TextEvent | TapEvent | StartEvent | FilesEvent | WordlessEvent,
            Field(discriminator="kind"),
        ]
    ]
):
    """Something a person did."""


class DeliveryReport(_Body):
    """What became of an outbound message. A later `delivered` corrects a `failed`."""

    message: MessageId
    status: Literal["delivered", "failed"]
    reason: Literal["unreachable", "expired", "refused", "other"] = Field(
        default="other",
        description=(
            "Of a failure. `unreachable`: no such number, switched off for good or barred: nothing "
            "more is started with this person until they write. `expired`: not handed over in time."
        ),
    )


class Choice(_Body):
    """A choice, for gateways with buttons; the words list it with its number as well."""

    number: int
    label: str
    action: str


class OutboundMessage(_Body):
    """One message to one person."""

    id: MessageId = Field(description="The same at every try; also the Idempotency-Key.")
    to: Person
    text: str = Field(description="Within the limits of the gateway's settings.")
    part: int = Field(ge=1)
    parts: int = Field(ge=1, description="How many messages this answer has.")
    segments: int | None = Field(default=None, description="SMS segments of the text.")
    push: bool = Field(description="We write first: nobody is waiting for this message.")
    choices: list[Choice] = Field(default=[], description="Only where the settings say `buttons`.")


class OutboundAnswer(_Body):
    """What a gateway answers once it has taken a message; more fields are let be."""

    model_config = ConfigDict(extra="ignore")

    status: Literal["accepted", "duplicate"] = Field(
        description="`duplicate`: its key was seen before, and nothing was sent again."
    )


class Taken(_Body):
    """What became of a call."""

    status: Literal["stored", "duplicate", "ignored", "noted"] = Field(
        description=(
            "`stored`: it will be answered. `duplicate`: it was brought before. `ignored`: a "
            "sample commune talks to its guests only. `noted`: of a report."
        )
    )


class Trouble(_Body):
    """One error."""

    code: str = Field(description="A word to act on; docs/bridge.md lists them.")
    message: str = Field(description="What is wrong and what to do, for a developer.")
    fields: list[str] = Field(default=[], description="Where in the body, for `invalid`.")


class Problem(_Body):
    """A call that was not taken."""

    error: Trouble
