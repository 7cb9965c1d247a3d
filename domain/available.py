"""What may be done with a record now: the button, the API and the audit trail agree on these names."""

from enum import StrEnum


class AvailableAction(StrEnum):
    UPDATE = "UPDATE"
    ATTACH = "ATTACH"
    DETACH = "DETACH"
    UNDO = "UNDO"
    MERGE = "MERGE"
    UNMERGE = "UNMERGE"
    REVEAL_IDENTITY = "REVEAL_IDENTITY"
    LINK_FAMILY = "LINK_FAMILY"
    DEACTIVATE = "DEACTIVATE"
    RESET_PASSWORD = "RESET_PASSWORD"
