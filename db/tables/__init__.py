"""SQLModel classes, one module per noun."""

from sqlalchemy.orm import configure_mappers

from db.tables.access_event import AccessEvent, AccessSeal
from db.tables.account import Account, Draft, Export, IdempotencyKey, Reveal, Session, SignInAttempt
from db.tables.adverse_event import AdverseEvent
from db.tables.area import Area, AreaStreet
from db.tables.attachment import Attachment, AttachmentRefusal
from db.tables.clinic import Clinic, FundContract
from db.tables.consent import Consent
from db.tables.deferral import Deferral
from db.tables.doctor_list import DoctorList
from db.tables.dose import Dose
from db.tables.dose_import import DoseImport, DoseImportRow
from db.tables.immunization import ImmunizationDue, ImmunizationPlanning
from db.tables.immunization_certificate import ImmunizationCertificate
from db.tables.immunization_session import ImmunizationSession, ImmunizationSessionPerson
from db.tables.observation import Observation
from db.tables.organised_group import OrganisedGroup, OrganisedGroupMember
from db.tables.outbox import Outbox
from db.tables.patient import FamilyLink, Merge, Patient, PatientVersion
from db.tables.region import Region, Specialty
from db.tables.reminder import Reminder, ReminderChannelState, ReminderItem, ReminderOptOut
from db.tables.staff import Employment, Qualification, Staff
from db.tables.tuberculin_test import TuberculinTest
from db.tables.vaccine import Vaccine
from db.tables.vaccine_lot import VaccineLot, VaccineLotMovement

__all__ = [
    "AccessEvent",
    "AccessSeal",
    "Account",
    "AdverseEvent",
    "Area",
    "AreaStreet",
    "Attachment",
    "AttachmentRefusal",
    "Clinic",
    "Consent",
    "Deferral",
    "DoctorList",
    "Dose",
    "DoseImport",
    "DoseImportRow",
    "Draft",
    "Employment",
    "Export",
    "FamilyLink",
    "FundContract",
    "IdempotencyKey",
    "ImmunizationCertificate",
    "ImmunizationDue",
    "ImmunizationPlanning",
    "ImmunizationSession",
    "ImmunizationSessionPerson",
    "Merge",
    "Observation",
    "OrganisedGroup",
    "OrganisedGroupMember",
    "Outbox",
    "Patient",
    "PatientVersion",
    "Qualification",
    "Region",
    "Reminder",
    "ReminderChannelState",
    "ReminderItem",
    "ReminderOptOut",
    "Reveal",
    "Session",
    "SignInAttempt",
    "Specialty",
    "Staff",
    "TuberculinTest",
    "Vaccine",
    "VaccineLot",
    "VaccineLotMovement",
]

# Rows are made past the constructor that would do it on first use.
configure_mappers()
