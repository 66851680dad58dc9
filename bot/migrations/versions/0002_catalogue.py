"""Versions of the catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "catalogue_import",
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("files", sa.String(), nullable=False),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("batch"),
    )
    op.create_table(
        "catalogue_meta",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shipped_hash", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "overlay_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("commune", "code", "version", name="uq_overlay_version_commune_code"),
    )
    op.create_table(
        "procedure_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("phrase", sa.String(), nullable=False),
        sa.Column("phrase_key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code", "phrase_key", name="uq_procedure_alias_code_key"),
    )
    with op.batch_alter_table("procedure_alias") as batch_op:
        batch_op.create_index(batch_op.f("ix_procedure_alias_code"), ["code"], unique=False)

    op.create_table(
        "procedure_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("form_code", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "commune", "code", "name_key", name="uq_procedure_form_commune_code_key"
        ),
    )
    op.create_table(
        "procedure_recheck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_version", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("procedure_recheck") as batch_op:
        batch_op.create_index(batch_op.f("ix_procedure_recheck_code"), ["code"], unique=False)

    op.create_table(
        "procedure_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rank", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("announcement", sa.String(), nullable=True),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("replaced_by", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["catalogue_import.batch"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code", "version", name="uq_procedure_version_code_version"),
    )
    with op.batch_alter_table("procedure_version") as batch_op:
        batch_op.create_index(batch_op.f("ix_procedure_version_batch"), ["batch"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_procedure_version_content_hash"), ["content_hash"], unique=False
        )
        batch_op.create_index("ix_procedure_version_state_code", ["state", "code"], unique=False)
