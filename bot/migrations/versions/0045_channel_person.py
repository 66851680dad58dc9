"""Who wrote to a bot alone, as marks that name nobody: its plan reaches so many people."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_KNOWN = """
SELECT contact.endpoint, contact.chat, contact.seen_at FROM contact
JOIN channel_plan ON channel_plan.endpoint = contact.endpoint
WHERE contact.chat IS NOT NULL
AND contact.id NOT IN (SELECT contact FROM staff_group WHERE contact IS NOT NULL)
"""


def upgrade() -> None:
    """Apply this step."""
    table = op.create_table(
        "channel_person",
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["endpoint"], ["endpoint.id"]),
        sa.PrimaryKeyConstraint("endpoint", "mark"),
    )
    op.create_index("ix_channel_person_seen_at", "channel_person", ["seen_at"])
    columns = {"endpoint": sa.String(), "chat": sa.String()}
    known = sa.text(_KNOWN).columns(seen_at=sa.DateTime(timezone=True), **columns)
    rows = {(row.endpoint, _mark(row.endpoint, row.chat)): row.seen_at
            for row in op.get_bind().execute(known)}  # fmt: skip
    if rows:
        op.bulk_insert(
            table,
            [{"endpoint": of, "mark": mark, "seen_at": at} for (of, mark), at in rows.items()],
        )


def _mark(endpoint: str, chat: str) -> str:
    return hashlib.sha256(f"{endpoint}\n{chat}".encode()).hexdigest()[:8]
