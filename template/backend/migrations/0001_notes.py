"""Make the table notes."""

import sqlalchemy as sa
from alembic import op

revision: str = "0001_notes"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Bring the database to this form."""
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_title"), "notes", ["title"])
    op.create_index(op.f("ix_notes_status"), "notes", ["status"])
    op.create_index(op.f("ix_notes_due"), "notes", ["due"])
    op.create_index(op.f("ix_notes_created_at"), "notes", ["created_at"])
    op.create_index(op.f("ix_notes_updated_at"), "notes", ["updated_at"])


def downgrade() -> None:
    """Bring it back to the form before."""
    op.drop_table("notes")
