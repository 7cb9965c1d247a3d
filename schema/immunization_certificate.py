"""Certificates of vaccinations."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import immunization_certificate as resolved
from resolvers.account import names as account_names
from schema.clinic import Clinic
from schema.enums import AvailableAction, CertificateStanding
from schema.inputs import given
from schema.node import Node
from schema.presenting import computed, context_of, gathered, one, presents
from schema.refusal import InvalidInput, Refused, StaleVersion


@presents(resolved.CertifiedDose, description="A dose as a certificate names it.")
class CertifiedDose:
    given_on: date
    vaccine: str
    series: str | None
    against: list[str] = strawberry.field(description="The diseases against which it counted at issue.")


@presents(
    "immunization_certificate",
    description="A paper that states which doses counted on the day of issue. What it states never changes; "
    "print it at `/files/immunization-certificates/{id}?language=kk`. A code on it leads to a page for "
    "strangers, which shows only whether it is valid.",
)
class ImmunizationCertificate(Node):
    clinic: Clinic = one("clinic", by="clinic_id", description="Who issued it, and may revoke it.")
    calendar: str = strawberry.field(description="The version of the calendar by which doses were judged.")
    doses: list[CertifiedDose] = computed(
        resolved.doses, "What it states; empty where identity is masked."
    )
    standing: CertificateStanding = gathered(
        resolved.standings, description="The same as on the page behind the code."
    )
    issued_on: date
    valid_until: date | None = strawberry.field(description="The last day; null when it has none.")
    issued_at: datetime
    issued_by: str | None = gathered(account_names, by="issued_by")
    revoked_at: datetime | None
    revoked_by: str | None = gathered(account_names, by="revoked_by")
    revoke_reason: str | None
    available_actions: list[AvailableAction] = computed(resolved.available_actions)
    version: int


@strawberry.input(description="Whose certificate.")
class IssueImmunizationCertificateInput:
    patient_id: strawberry.ID
    valid_until: date | None = strawberry.field(
        default=UNSET, description="The last day on which it is valid; without one it has no end."
    )


@strawberry.input(description="Which certificate is worth nothing any more, as you saw it, and why.")
class RevokeImmunizationCertificateInput:
    certificate_id: strawberry.ID
    version: int
    reason: str


IssueImmunizationCertificateResult = Annotated[
    ImmunizationCertificate | InvalidInput | Refused, strawberry.union("IssueImmunizationCertificateResult")
]
RevokeImmunizationCertificateResult = Annotated[
    ImmunizationCertificate | StaleVersion | Refused, strawberry.union("RevokeImmunizationCertificateResult")
]


@strawberry.type
class ImmunizationCertificateMutations:
    @strawberry.mutation(
        description="Issue a certificate of the doses that count today, judged by the calendar in force."
    )
    async def issue_immunization_certificate(
        self, info: Info[Any, Any], input: IssueImmunizationCertificateInput
    ) -> IssueImmunizationCertificateResult:
        return await resolved.issue(context_of(info), given(input))

    @strawberry.mutation(description="Revoke a certificate of your clinic for good; its page says so at once.")
    async def revoke_immunization_certificate(
        self, info: Info[Any, Any], input: RevokeImmunizationCertificateInput
    ) -> RevokeImmunizationCertificateResult:
        return await resolved.revoke(context_of(info), given(input))
