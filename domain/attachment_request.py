"""What a person who wants to attach asks for, and what must be known to decide it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.attachment_rules import AttachmentReason, ListKind
from domain.dated import Dated
from domain.people import Citizenship, age


class AttachmentChannel(StrEnum):
    """The way a request came in."""

    DESK = "DESK"
    EGOV = "EGOV"
    CAMPAIGN = "CAMPAIGN"
    DEFAULT = "DEFAULT"
    NEWBORN = "NEWBORN"
    REGISTER = "REGISTER"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRequest:
    """What the person asks for. `override` is a head doctor's word against rules that only advise."""

    clinic_id: UUID
    list_id: UUID
    list_kind: ListKind
    reason: AttachmentReason
    channel: AttachmentChannel = AttachmentChannel.DESK
    home_visit_waiver: bool = False
    override: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentFacts:
    """What is known on the day of the decision.

    `lives_in_area`: the address belongs to an area (участок) of this list. `people_on_list` does not count
    this person; `youngest_on_list` counts those under the age of a norm that has one, None when nobody
    counted. `insured_until` is the last day of a temporary foreigner's contract. `clinic_contracts` are the
    clinic's contracts with the Fund.
    """

    birth_date: date
    citizenship: Citizenship
    lives_in_area: bool
    people_on_list: int
    youngest_on_list: int | None = None
    lives_in_unit: bool = True
    insured_until: date | None = None
    is_merged: bool = False
    deceased_on: date | None = None
    is_pregnant: bool = False
    current_clinic_id: UUID | None = None
    current_list_id: UUID | None = None
    free_choices_this_year: int = 0
    clinic_is_primary_care: bool = True
    clinic_contracts: Sequence[Dated] = ()
    doctor_is_available: bool = True

    @property
    def contract_until(self) -> date | None:
        """The last day that a contract allows, None for those who need none (handbook 5.6)."""
        return self.insured_until if self.needs_contract else None

    @property
    def needs_contract(self) -> bool:
        return self.citizenship is Citizenship.TEMPORARY_WITH_CONTRACT

    def years(self, on: date) -> int:
        """Completed years; none yet for a child whose birth is registered in advance."""
        return age(self.birth_date, max(on, self.birth_date)).years
