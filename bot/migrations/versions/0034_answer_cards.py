"""Cards made from officers' answers, and what the gate said of phrases and cards."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment, none = sa.DateTime(timezone=True), sa.text("''")
    op.create_table(
        "answer_card",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in (
            "commune", "title", "phrases", "body", "kept", "answered_by",
        )),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("replaces", sa.Integer()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("tried_at", moment),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_answer_card_commune_state", "answer_card", ["commune", "state"])
    op.add_column("procedure_alias", sa.Column("tried_at", moment))
    verdict = sa.Column("verdict", sa.String(), nullable=False, server_default=none)
    op.add_column("procedure_alias", verdict)
