"""The domain's own enumerations, shown to clients under their own names."""

import strawberry

from domain.access import Role
from domain.address import HouseParity
from domain.adverse_event import AdverseEventSeverity
from domain.attachment import DetachmentReason
from domain.attachment_request import AttachmentChannel
from domain.attachment_rules import AttachmentReason, ListKind
from domain.available import AvailableAction
from domain.clinic import ClinicKind, Ownership
from domain.consent import ConsentDecision, RefusalGround, Signer
from domain.dose import DosePurpose, DoseRoute, DoseSite, DoseSource
from domain.dose_import import Column as DoseImportColumn
from domain.dose_import import DoseImportRowState, DoseImportState
from domain.immunization.measures import Obstacle
from domain.immunization.results import DoseStatus, SeriesStatus
from domain.immunization.source import Standing
from domain.immunization_certificate import CertificateStanding
from domain.immunization_session import SessionOutcome, SessionPlace
from domain.language import Language
from domain.observation import ObservationKind
from domain.organised_group import OrganisedGroupKind
from domain.people import Citizenship, FamilyTie, Sex
from domain.registration import WithoutIin
from domain.reminder_fate import ReminderFate, ReminderReason
from domain.reminder_opt_out import ReminderOptOutSource
from domain.reminder_rules import ReminderChannel, ReminderKind
from domain.staff import StaffCategory
from domain.tuberculin_test import Referral, TuberculinKind, TuberculinOutcome
from domain.vaccine_lot import LotMovementKind

__all__ = [
    "AdverseEventSeverity",
    "AttachmentChannel",
    "AttachmentReason",
    "AvailableAction",
    "CertificateStanding",
    "Citizenship",
    "ClinicKind",
    "ConsentDecision",
    "DetachmentReason",
    "DoseImportColumn",
    "DoseImportRowState",
    "DoseImportState",
    "DosePurpose",
    "DoseRoute",
    "DoseSite",
    "DoseSource",
    "DoseStatus",
    "FamilyTie",
    "HouseParity",
    "Language",
    "ListKind",
    "LotMovementKind",
    "ObservationKind",
    "Obstacle",
    "OrganisedGroupKind",
    "Ownership",
    "Referral",
    "RefusalGround",
    "ReminderChannel",
    "ReminderFate",
    "ReminderKind",
    "ReminderOptOutSource",
    "ReminderReason",
    "Role",
    "SeriesStatus",
    "SessionOutcome",
    "SessionPlace",
    "Sex",
    "Signer",
    "StaffCategory",
    "Standing",
    "TuberculinKind",
    "TuberculinOutcome",
    "WithoutIin",
]

strawberry.enum(AttachmentChannel, description="The way a request came in.")
strawberry.enum(AttachmentReason, description="Why a person attaches.")
strawberry.enum(AvailableAction, description="What the viewer may do with this record now.")
strawberry.enum(CertificateStanding, description="What a certificate is worth today.")
strawberry.enum(Citizenship, description="How a person belongs to Kazakhstan.")
strawberry.enum(ClinicKind, description="What sort of primary-care clinic it is.")
strawberry.enum(DetachmentReason, description="Why an attachment ended.")
strawberry.enum(FamilyTie, description="What the other person is to this one.")
strawberry.enum(HouseParity, description="Which side of the street.")
strawberry.enum(Language, description="Kazakh, Russian or English.")
strawberry.enum(ListKind, description="Whose list of people: which norm counts for it.")
strawberry.enum(Ownership, description="State or private.")
strawberry.enum(Role, description="The office in which somebody signs in; it decides what they may do.")
strawberry.enum(Sex, description="As in the identity document.")
strawberry.enum(StaffCategory, description="How the state's statistics count staff.")
strawberry.enum(WithoutIin, description="Why a person has no IIN.")
strawberry.enum(AdverseEventSeverity, description="How badly a person reacted.")
strawberry.enum(ConsentDecision, description="What the paper says.")
strawberry.enum(RefusalGround, description="Why somebody refuses, as regions count it.")
strawberry.enum(Signer, description="Who signed the paper.")
strawberry.enum(DoseImportColumn, name="DoseImportColumn", description="A column of a file of old doses.")
strawberry.enum(DoseImportRowState, description="What became of a row of a file.")
strawberry.enum(DoseImportState, description="How far a file of old doses is.")
strawberry.enum(DosePurpose, description="By the calendar, or on epidemic indications.")
strawberry.enum(DoseRoute, description="The way in which a dose is given.")
strawberry.enum(DoseSite, description="Where on the body.")
strawberry.enum(DoseSource, description="What a recorded dose rests on.")
strawberry.enum(SessionOutcome, description="What became of somebody in a session.")
strawberry.enum(SessionPlace, description="Where a session is held.")
strawberry.enum(OrganisedGroupKind, description="Kindergarten, school or college.")
strawberry.enum(ReminderChannel, description="How a message leaves the house.")
strawberry.enum(ReminderFate, description="What became of a message.")
strawberry.enum(ReminderKind, description="What messages are about, as far as people may choose.")
strawberry.enum(ReminderOptOutSource, description="Who said that a person wants no messages.")
strawberry.enum(ReminderReason, description="Why there is no message, not yet, or why it failed.")
strawberry.enum(Referral, description="Why a child goes to the TB doctor.")
strawberry.enum(ObservationKind, description="What rules of immunization ask for beside doses.")
strawberry.enum(TuberculinKind, description="Which test.")
strawberry.enum(TuberculinOutcome, description="The class of a reading.")
strawberry.enum(LotMovementKind, description="Why the stock of a lot changed.")
strawberry.enum(DoseStatus, name="DoseJudgement", description="Whether a dose counts against a disease.")
strawberry.enum(
    SeriesStatus, name="ForecastStatus", description="Where a person stands with a vaccine group."
)
strawberry.enum(
    Obstacle, name="ImmunizationObstacle", description="What stands in the way of a dose that is due."
)
strawberry.enum(Standing, name="SourceStanding", description="How sure a source of the calendar is.")
