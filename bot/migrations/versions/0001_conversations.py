"""Communes, contacts, inbox, conversations, outbox and their records."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("audit") as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_at"), ["at"], unique=False)

    op.create_table(
        "commune",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "counter",
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("commune", "day", "name"),
    )
    op.create_table(
        "job_run",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", "slot"),
    )
    op.create_table(
        "told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(), nullable=True),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("style", sa.String(), nullable=False),
        sa.Column("asked_back", sa.Boolean(), nullable=False),
        sa.Column("abandoned", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("told") as batch_op:
        batch_op.create_index(batch_op.f("ix_told_at"), ["at"], unique=False)
        batch_op.create_index("ix_told_code_part", ["code", "part"], unique=False)
        batch_op.create_index(batch_op.f("ix_told_contact"), ["contact"], unique=False)
        batch_op.create_index(batch_op.f("ix_told_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "commune_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("by_whom", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune"],
            ["commune.key"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("commune_act") as batch_op:
        batch_op.create_index(batch_op.f("ix_commune_act_commune"), ["commune"], unique=False)

    op.create_table(
        "endpoint",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune"],
            ["commune.key"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel", "account", name="uq_endpoint_channel_account"),
    )
    op.create_table(
        "channel_rate",
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("per_second", sa.Float(), nullable=False),
        sa.Column("burst", sa.Float(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["endpoint"],
            ["endpoint.id"],
        ),
        sa.PrimaryKeyConstraint("endpoint", "scope"),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=True),
        sa.Column("thread", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("consent", sa.String(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune"],
            ["commune.key"],
        ),
        sa.ForeignKeyConstraint(
            ["endpoint"],
            ["endpoint.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("endpoint", "chat", "thread", name="uq_contact_endpoint_chat_thread"),
    )
    with op.batch_alter_table("contact") as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_seen_at"), ["seen_at"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("inbound", sa.Integer(), nullable=True),
        sa.Column("ref", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact"],
            ["contact.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_contact"), ["contact"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact"],
            ["contact.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("consent") as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_contact"), ["contact"], unique=False)

    op.create_table(
        "conversation",
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("draft", sa.String(), nullable=True),
        sa.Column("offered", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapsed", sa.Boolean(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact"],
            ["contact.id"],
        ),
        sa.PrimaryKeyConstraint("contact"),
    )
    with op.batch_alter_table("conversation") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_conversation_expires_at"), ["expires_at"], unique=False
        )

    op.create_table(
        "inbound",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact"],
            ["contact.id"],
        ),
        sa.ForeignKeyConstraint(
            ["endpoint"],
            ["endpoint.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("endpoint", "external_id", name="uq_inbound_endpoint_external_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("inbound") as batch_op:
        batch_op.create_index(batch_op.f("ix_inbound_contact"), ["contact"], unique=False)
        batch_op.create_index(batch_op.f("ix_inbound_received_at"), ["received_at"], unique=False)
        batch_op.create_index(
            "ix_inbound_waiting",
            ["contact", "id"],
            unique=False,
            sqlite_where=sa.text("status = 'stored'"),
            postgresql_where=sa.text("status = 'stored'"),
        )

    op.create_table(
        "officer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("superior", sa.Integer(), nullable=True),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune"],
            ["commune.key"],
        ),
        sa.ForeignKeyConstraint(
            ["contact"],
            ["contact.id"],
        ),
        sa.ForeignKeyConstraint(
            ["superior"],
            ["officer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("commune", "name", name="uq_officer_commune_name"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("lease", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parts_sent", sa.Integer(), nullable=False),
        sa.Column("provider_ids", sa.String(), nullable=False),
        sa.Column("after_crash", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact"],
            ["contact.id"],
        ),
        sa.ForeignKeyConstraint(
            ["endpoint"],
            ["endpoint.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contact", "seq", name="uq_outbox_contact_seq"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.create_index(
            "ix_outbox_due",
            ["endpoint", "priority", "due"],
            unique=False,
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        )
        batch_op.create_index(batch_op.f("ix_outbox_finished_at"), ["finished_at"], unique=False)
        batch_op.create_index(
            "ix_outbox_lease",
            ["endpoint", "lease"],
            unique=False,
            sqlite_where=sa.text("status = 'sending'"),
            postgresql_where=sa.text("status = 'sending'"),
        )
        batch_op.create_index(
            "ix_outbox_open",
            ["contact", "priority", "seq"],
            unique=False,
            sqlite_where=sa.text("status in ('queued', 'sending')"),
            postgresql_where=sa.text("status in ('queued', 'sending')"),
        )
        batch_op.create_index(
            "ix_outbox_withheld",
            ["contact"],
            unique=False,
            sqlite_where=sa.text("status = 'withheld'"),
            postgresql_where=sa.text("status = 'withheld'"),
        )

    op.create_table(
        "sent_message",
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact"],
            ["contact.id"],
        ),
        sa.PrimaryKeyConstraint("contact", "provider_id"),
    )
    with op.batch_alter_table("sent_message") as batch_op:
        batch_op.create_index("ix_sent_message_subject", ["contact", "subject"], unique=False)

    op.create_table(
        "transcript",
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inbound_id", sa.Integer(), nullable=True),
        sa.Column("reply", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact"],
            ["contact.id"],
        ),
        sa.PrimaryKeyConstraint("contact", "seq"),
        sa.UniqueConstraint("contact", "key", name="uq_transcript_contact_key"),
    )
    with op.batch_alter_table("transcript") as batch_op:
        batch_op.create_index(batch_op.f("ix_transcript_at"), ["at"], unique=False)
