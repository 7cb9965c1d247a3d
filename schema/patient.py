"""People: the record, finding, registering and correcting it."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import access_event, attachment, family_link, immunization, merge, organised_group, person
from resolvers import patient as resolved
from resolvers.account import names as account_names
from resolvers.declared import DECLARED
from schema.access_event import AccessEvent
from schema.address import Address, AddressInput
from schema.attachment import Attachment
from schema.clinic import Clinic
from schema.consent import Consent
from schema.deferral import Deferral
from schema.dose import Dose
from schema.enums import AvailableAction, Citizenship, Language, Sex, WithoutIin
from schema.family_link import FamilyLink
from schema.immunization import ImmunizationDue, PatientImmunization
from schema.immunization_certificate import ImmunizationCertificate
from schema.inputs import given
from schema.listing import listing, ordered
from schema.merge import Merge
from schema.node import Connection, Node
from schema.observation import Observation
from schema.organised_group import OrganisedGroup
from schema.override import OverrideInput
from schema.patient_filters import PatientFilter, PatientOrder
from schema.presenting import computed, connection, context_of, gathered, many, one, presents
from schema.refusal import DuplicatePerson, InvalidInput, Refused, StaleVersion
from schema.reminder import ReminderOptOut
from schema.scalars import IIN, PhoneNumber
from schema.tuberculin_test import TuberculinTest


@presents(person.AgeInWords, description="Completed years, months and days, and as people say it.")
class Age:
    years: int
    months: int
    days: int
    words: str


@presents(person.Warning, description="Plain words for the head of the record; kept with it.")
class PatientWarning:
    code: str
    message: str
    since: datetime | None


@presents("patient", description="A person on record. Who sees identity masked has `identityMasked` true.")
class Patient(Node):
    iin: IIN | None
    temporary_id: str | None = strawberry.field(description="Instead of an IIN, until there is one.")
    family_name: str
    given_name: str
    patronymic: str | None
    full_name: str = computed(person.full_name, needs=person.NAME_PARTS)
    short_name: str = computed(person.short_name, needs=person.NAME_PARTS)
    sex: Sex
    birth_date: date | None = computed(
        person.birth_date, "Null when identity is masked.", needs=("id", "birth_date")
    )
    birth_year: int = computed(person.birth_year, needs=("birth_date",))
    age: Age = computed(person.age_in_words, needs=("id", "birth_date", "deceased_on"))
    citizenship: Citizenship
    contract_until: date | None = strawberry.field(
        description="Last day of the contract of a temporary foreigner."
    )
    language: Language = strawberry.field(description="In which letters and reminders reach the person.")
    phones: list[PhoneNumber]
    email: str | None
    address: Address | None = computed(person.address, needs=("kato", "locality", "street", "house", "flat"))
    deceased_on: date | None
    warnings: list[PatientWarning] = computed(person.warnings, needs=("warnings",))
    identity_masked: bool = computed(person.identity_masked, needs=("id",))
    clinic: Clinic = one("clinic", by="clinic_id", description="The clinic that answers for the record.")
    attachments: Connection[Attachment] = connection(
        "attachment", by="patient_id", order="STARTS_ON", descending=True
    )
    doses: Connection[Dose] = connection(
        "dose", by="patient_id", order="GIVEN_ON", descending=True, description="Voided ones too."
    )
    due_immunizations: list[ImmunizationDue] = many(
        "immunization_due", by="patient_id", order=("due_on", "vaccine_group")
    )
    deferrals: list[Deferral] = many("deferral", by="patient_id", order=("since",))
    consents: list[Consent] = many("consent", by="patient_id", order=("written_on",))
    tuberculin_tests: list[TuberculinTest] = many("tuberculin_test", by="patient_id", order=("made_on",))
    immunization_certificates: list[ImmunizationCertificate] = many(
        "immunization_certificate", by="patient_id", order=("issued_at",), description="Revoked ones too."
    )
    observations: list[Observation] = many(
        "observation",
        by="patient_id",
        order=("recorded_at",),
        description="What rules ask for; for nurses and doctors of the clinic and the person, else empty.",
    )
    organised_group: OrganisedGroup | None = gathered(
        organised_group.of_patients, description="The class of today."
    )
    family: list[FamilyLink] = gathered(family_link.family_of, default=list)
    reminder_opt_outs: list[ReminderOptOut] = many(
        "reminder_opt_out",
        by="patient_id",
        order=("recorded_at",),
        description="Wishes to get no reminders, those taken back too.",
    )
    merges: list[Merge] = gathered(merge.merges_of, default=list)
    merged_into: Annotated["Patient", strawberry.lazy("schema.patient")] | None = one(
        "patient", by="merged_into"
    )
    available_actions: list[AvailableAction] = computed(
        resolved.available_actions, needs=("id", "clinic_id", "merged_into", "deceased_on")
    )
    registered_at: datetime
    registered_by: str | None = gathered(account_names, by="registered_by")
    version: int

    @strawberry.field(
        description="The attachment that holds on a day; today's when not said.",
        metadata={DECLARED: attachment.HELD},
    )
    async def attachment(self, info: Info[Any, Any], as_of: date | None = None) -> Attachment | None:
        return await attachment.of_patient(self.id, context_of(info), as_of)

    @strawberry.field(
        description="Doses judged and forecasts explained, as known on a day; null where identity is masked."
    )
    async def immunization(
        self, info: Info[Any, Any], as_of: date | None = None
    ) -> PatientImmunization | None:
        return await immunization.of_patient(self.id, context_of(info), as_of)

    @strawberry.field(
        description="Who has read this record, newest first.",
        metadata={DECLARED: access_event.READERS},
    )
    async def readers(
        self, info: Info[Any, Any], first: int | None = None, after: str | None = None
    ) -> Connection[AccessEvent]:
        return await access_event.readers(context_of(info), self.id, first, after)


@strawberry.input(description="A new person, as in the identity document.")
class RegisterPatientInput:
    family_name: str
    given_name: str
    sex: Sex
    birth_date: date
    iin: str | None = UNSET
    without_iin: WithoutIin | None = strawberry.field(
        default=UNSET, description="Needed when there is no IIN."
    )
    patronymic: str | None = UNSET
    citizenship: Citizenship = Citizenship.CITIZEN
    contract_until: date | None = UNSET
    language: Language = Language.KK
    phones: list[str] | None = UNSET
    email: str | None = UNSET
    address: AddressInput | None = UNSET
    mother_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="A newborn's mother: clinic and address come from her."
    )
    override: OverrideInput | None = strawberry.field(
        default=UNSET, description="Register although somebody alike is on record."
    )


@strawberry.input(description="Corrections to a record; only what is given changes.")
class UpdatePatientInput:
    id: strawberry.ID
    version: int = strawberry.field(description="The version you saw; a newer one on record is refused.")
    iin: str | None = UNSET
    family_name: str | None = UNSET
    given_name: str | None = UNSET
    patronymic: str | None = UNSET
    sex: Sex | None = UNSET
    birth_date: date | None = UNSET
    citizenship: Citizenship | None = UNSET
    contract_until: date | None = UNSET
    language: Language | None = UNSET
    phones: list[str] | None = UNSET
    email: str | None = UNSET
    address: AddressInput | None = UNSET
    deceased_on: date | None = UNSET
    reason: str | None = strawberry.field(
        default=UNSET, description="Needed when name, birth date, sex or IIN change."
    )
    override: OverrideInput | None = UNSET


RegisterPatientResult = Annotated[
    Patient | InvalidInput | DuplicatePerson | Refused, strawberry.union("RegisterPatientResult")
]
UpdatePatientResult = Annotated[
    Patient | InvalidInput | DuplicatePerson | StaleVersion | Refused,
    strawberry.union("UpdatePatientResult"),
]


@strawberry.type
class PatientQueries:
    @strawberry.field(
        description="People of your clinic or your regions. `asOf` asks for the lists of another day."
    )
    async def patients(
        self,
        info: Info[Any, Any],
        filter: PatientFilter | None = None,
        order_by: PatientOrder | None = None,
        as_of: date | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Patient]:
        criteria = given(filter)
        return await listing(
            info, "patient", criteria, ordered(order_by), (first, after, last, before), as_of
        )


@strawberry.type
class PatientMutations:
    @strawberry.mutation(description="Register a person. Somebody alike on record is shown first.")
    async def register_patient(
        self, info: Info[Any, Any], input: RegisterPatientInput
    ) -> RegisterPatientResult:
        return await resolved.register(context_of(info), given(input))

    @strawberry.mutation(description="Correct a record; what it said before stays on record.")
    async def update_patient(self, info: Info[Any, Any], input: UpdatePatientInput) -> UpdatePatientResult:
        return await resolved.update(context_of(info), given(input, "Patient"))
