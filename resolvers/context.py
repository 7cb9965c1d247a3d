"""What one operation knows: its viewer, its transaction, the day, and what it has shown."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from db.database import Transaction
from db.queries.sign_in import Tried
from db.vault import Vault
from domain.access import Viewer
from domain.language import Language

if TYPE_CHECKING:  # a worker answers nobody: half a second of its start would be GraphQL
    from strawberry.dataloader import DataLoader


@dataclass(slots=True)
class AuditNote:
    """What will stand in the audit trail: the people shown, why, what was changed, whose door was tried.

    People are kept as the sixteen bytes of their ids: a list of a hundred is sorted and written in no time.
    """

    keys: set[bytes] = field(default_factory=set)
    purpose: str | None = None
    outcome: str = "OK"
    changes: dict[str, Any] = field(default_factory=dict)
    tried: Tried | None = None

    @property
    def patient_ids(self) -> set[UUID]:
        return {UUID(bytes=key) for key in self.keys}

    def refused(self) -> None:
        self.outcome = "REFUSED"

    def showed(self, patient_ids: Iterable[UUID | None]) -> None:
        self.keys.update([patient_id.bytes for patient_id in patient_ids if patient_id is not None])


@dataclass(slots=True)
class SessionChange:
    """A token for the browser's cookie to be set, or to be cleared when `token` is null."""

    token: str | None


@dataclass(slots=True)
class OperationContext:
    """Made anew for each operation and each subscription event; `now` and `today` are the only clock of resolvers.

    With `planned` the schema's lists and records are only asked for: the reading engine reads them.
    """

    viewer: Viewer
    tx: Transaction
    now: datetime
    today: date
    language: Language
    vault: Vault
    address: str | None = None
    user_agent: str | None = None
    development: bool = False
    session_lifetime: timedelta = timedelta(hours=12)
    session_idle: timedelta = timedelta(minutes=15)
    session_token: str | None = None
    audit: AuditNote = field(default_factory=AuditNote)
    loaders: dict[Any, "DataLoader[Any, Any]"] = field(default_factory=dict)
    session_change: SessionChange | None = None
    planned: bool = False

    @property
    def own_clinic(self) -> UUID:
        """The clinic that the viewer works for; only for acts of those who work for one."""
        assert self.viewer.clinic_id is not None, "who may record works for a clinic"
        return self.viewer.clinic_id

    def set_session_token(self, token: str) -> None:
        self.session_change = SessionChange(token)

    def clear_session(self) -> None:
        self.session_change = SessionChange(None)
