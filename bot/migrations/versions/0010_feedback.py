"""Cases of feedback, their events, their files, and reporters under seal."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.add_column(
            sa.Column("keeping", sa.String(), nullable=False, server_default="inbound")
        )
    op.create_table(
        "feedback_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=True),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("dossier", sa.Integer(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("officer", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("about_officer", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("first_due", moment, nullable=False),
        sa.Column("forward_due", moment, nullable=False),
        sa.Column("answer_due", moment, nullable=False),
        sa.Column("first_reply_at", moment, nullable=True),
        sa.Column("waiting_since", moment, nullable=True),
        sa.Column("pauses", sa.String(), nullable=False),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("reopened_at", moment, nullable=True),
        sa.Column("closed_at", moment, nullable=True),
        sa.Column("late_reason", sa.String(), nullable=True),
        sa.Column("joined_to", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("criterion", sa.String(), nullable=True),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.Column("published_at", moment, nullable=True),
        sa.Column("public_question", sa.String(), nullable=True),
        sa.Column("public_answer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["about_officer"], ["officer.id"]),
        sa.ForeignKeyConstraint(["commune"], ["commune.key"]),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
        sa.ForeignKeyConstraint(["joined_to"], ["feedback_case.id"]),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "commune", "day", "number", name="uq_feedback_case_commune_day_number"
        ),
    )
    op.create_index("ix_feedback_case_commune_state", "feedback_case", ["commune", "state"])
    op.create_index("ix_feedback_case_contact", "feedback_case", ["contact"])
    op.create_index("ix_feedback_case_received_at", "feedback_case", ["received_at"])
    op.create_table(
        "feedback_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["feedback_case.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_feedback_event_case", "feedback_event", ["case"])
    op.create_index("ix_feedback_event_at", "feedback_event", ["at"])
    op.create_table(
        "feedback_party",
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["feedback_case.id"]),
        sa.PrimaryKeyConstraint("case"),
    )
    op.create_index("ix_feedback_party_created_at", "feedback_party", ["created_at"])
    op.create_table(
        "feedback_file",
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("attachment", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["feedback_case.id"]),
        sa.PrimaryKeyConstraint("case", "attachment"),
    )
    op.create_index("ix_feedback_file_at", "feedback_file", ["at"])
