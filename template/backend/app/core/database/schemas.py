"""What the schemas of all tables have in common."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class RowData(BaseModel):
    """What comes in. A value of another type is refused, never converted: no "5" for 5."""

    model_config = ConfigDict(strict=True)


class RowDetail(BaseModel):
    """What goes out, read from a row. `version` is what its ETag says, `label` what it is called."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    version: int
    label: str
    created_at: datetime
    updated_at: datetime
