"""Query, Mutation and Subscription, put together from the nouns."""

import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from schema.access_event import AccessEventQueries
from schema.account import AccountMutations, AccountQueries
from schema.adverse_event import AdverseEventMutations
from schema.area import AreaQueries
from schema.attachment import AttachmentMutations, AttachmentQueries, AttachmentSubscriptions
from schema.attachment_options import AttachmentOptionsQueries
from schema.attachment_refusal import AttachmentRefusalQueries
from schema.clinic import ClinicQueries
from schema.consent import ConsentMutations
from schema.coverage import CoverageQueries
from schema.deferral import DeferralMutations
from schema.doctor_list import DoctorListQueries
from schema.dose import DoseMutations, DoseQueries
from schema.dose_import import DoseImportMutations, DoseImportQueries
from schema.draft import DraftMutations, DraftQueries
from schema.duplicate import DuplicateQueries
from schema.export import ExportMutations
from schema.family_link import FamilyLinkMutations
from schema.immunization import ImmunizationQueries
from schema.immunization_certificate import ImmunizationCertificateMutations
from schema.immunization_session import (
    ImmunizationSessionMutations,
    ImmunizationSessionQueries,
    ImmunizationSessionSubscriptions,
)
from schema.merge import MergeMutations
from schema.observation import ObservationMutations
from schema.organised_group import OrganisedGroupMutations, OrganisedGroupQueries
from schema.patient import PatientMutations, PatientQueries
from schema.recent_action import RecentActionQueries
from schema.record import RecordQueries
from schema.refusal import RefusalOnRecord
from schema.region import RegionQueries
from schema.reminder import ReminderMutations, ReminderQueries
from schema.reveal import RevealMutations
from schema.scalars import SCALARS
from schema.search import SearchQueries
from schema.second_factor import SecondFactorMutations
from schema.session import SessionMutations, SessionQueries
from schema.staff import StaffQueries
from schema.tuberculin_test import TuberculinTestMutations
from schema.vaccine import VaccineQueries
from schema.vaccine_lot import VaccineLotMutations, VaccineLotQueries

Query = merge_types(
    "Query",
    (
        SessionQueries,
        RecordQueries,
        SearchQueries,
        PatientQueries,
        DuplicateQueries,
        AttachmentQueries,
        AttachmentRefusalQueries,
        AttachmentOptionsQueries,
        ClinicQueries,
        DoctorListQueries,
        AreaQueries,
        StaffQueries,
        RegionQueries,
        RecentActionQueries,
        ReminderQueries,
        AccountQueries,
        AccessEventQueries,
        DraftQueries,
        DoseQueries,
        DoseImportQueries,
        ImmunizationQueries,
        VaccineQueries,
        VaccineLotQueries,
        OrganisedGroupQueries,
        ImmunizationSessionQueries,
        CoverageQueries,
    ),
)

Mutation = merge_types(
    "Mutation",
    (
        SessionMutations,
        SecondFactorMutations,
        PatientMutations,
        AttachmentMutations,
        MergeMutations,
        FamilyLinkMutations,
        ReminderMutations,
        RevealMutations,
        AccountMutations,
        ExportMutations,
        DraftMutations,
        DoseMutations,
        DoseImportMutations,
        VaccineLotMutations,
        TuberculinTestMutations,
        ObservationMutations,
        OrganisedGroupMutations,
        ImmunizationSessionMutations,
        DeferralMutations,
        ConsentMutations,
        AdverseEventMutations,
        ImmunizationCertificateMutations,
    ),
)

for mutation in Mutation.__strawberry_definition__.fields:  # type: ignore[attr-defined]
    mutation.extensions.append(RefusalOnRecord())

Subscription = merge_types("Subscription", (AttachmentSubscriptions, ImmunizationSessionSubscriptions))

schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=True),
)
