"""${message}."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision: str = ${repr(up_revision)}
down_revision: str | Sequence[str] | None = ${repr(down_revision)}
branch_labels: str | Sequence[str] | None = ${repr(branch_labels or None)}
depends_on: str | Sequence[str] | None = ${repr(depends_on or None)}


def upgrade() -> None:
    """Bring the database to this form."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Bring it back to the form before."""
    ${downgrades if downgrades else "pass"}
