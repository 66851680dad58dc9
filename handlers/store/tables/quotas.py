"""How much of a channel's plan is used: counted here, since the channel does not tell."""

from datetime import datetime

from sqlmodel import Field

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row


class ChannelPlanRow(Row, table=True):
    """What the plan bought for an endpoint allows, as the settings say."""

    __tablename__ = "channel_plan"
    __table_args__ = ({"info": keep("numbers only")},)

    endpoint: str = Field(primary_key=True, foreign_key="endpoint.id")
    messages: int
    """A month."""
    people: int
    inbound: bool
    """Whether what people send counts as well."""


class ChannelMonthRow(Row, table=True):
    """Messages of one month in Viet Nam."""

    __tablename__ = "channel_month"
    __table_args__ = ({"info": keep("numbers only")},)

    endpoint: str = Field(primary_key=True, foreign_key="endpoint.id")
    month: str = Field(primary_key=True)
    """`2026-11`."""
    taken: int = 0
    sent: int = 0
    """What may have arrived is counted too."""


class ChannelPersonRow(Row, table=True):
    """Somebody who wrote to a bot alone, also one it turned away: of such its plan reaches so many.

    Not a contact: the provider counts also whom we forgot, or never talked to.
    """

    __tablename__ = "channel_person"
    __table_args__ = (
        {"info": keep("a mark too short to name anybody, for a count", Rule("seen_at", 730))},
    )

    endpoint: str = Field(primary_key=True, foreign_key="endpoint.id")
    mark: str = Field(primary_key=True)
    """32 bits of a hash of the chat's id."""
    seen_at: datetime = Field(index=True)
