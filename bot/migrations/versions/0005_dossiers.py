"""The copy of the register: dossiers, events, factors, apologies, confirmations, overrides."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "dossier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=True),
        sa.Column("procedure_name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("original_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("printed_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("falls_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fiscal_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fiscal_original_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fiscal_printed_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fiscal_moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fiscal_expected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lateness", sa.String(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raw_status", sa.String(), nullable=False),
        sa.Column("flags", sa.String(), nullable=False),
        sa.Column("row_hash", sa.String(), nullable=False),
        sa.Column("copied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("commune", "code", name="uq_dossier_commune_code"),
        sa.UniqueConstraint("token"),
    )
    with op.batch_alter_table("dossier") as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(
            "ix_dossier_commune_falls_due", ["commune", "falls_due_at"], unique=False
        )
        batch_op.create_index("ix_dossier_commune_status", ["commune", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_done_at"), ["done_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_submitted_at"), ["submitted_at"], unique=False)

    op.create_table(
        "register_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("copied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("register_copy") as batch_op:
        batch_op.create_index(
            "ix_register_copy_commune_copied", ["commune", "copied_at"], unique=False
        )

    op.create_table(
        "dossier_apology",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("dossier", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("new_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dossier", "new_due_at", name="uq_dossier_apology_dossier_new_due"),
    )
    op.create_table(
        "dossier_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("dossier", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("dossier_confirmation") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dossier_confirmation_dossier"), ["dossier"], unique=False
        )

    op.create_table(
        "dossier_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("dossier", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("closing", sa.Date(), nullable=True),
        sa.Column("items", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("learnt_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dossier", "at", "status", name="uq_dossier_event_dossier_at_status"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "dossier_factor",
        sa.Column("dossier", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dossier", "hash"),
    )
    op.create_table(
        "dossier_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("dossier", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("dossier_override") as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_override_dossier"), ["dossier"], unique=False)
