"""SQLModel classes, one module per noun."""

from sqlalchemy.orm import configure_mappers

from db.tables.access_event import AccessEvent, AccessSeal
from db.tables.account import Account, Draft, Export, IdempotencyKey, Reveal, Session, SignInAttempt
from db.tables.area import Area, AreaStreet
from db.tables.attachment import Attachment, AttachmentRefusal
from db.tables.clinic import Clinic, FundContract
from db.tables.doctor_list import DoctorList
from db.tables.outbox import Outbox
from db.tables.patient import FamilyLink, Merge, Patient, PatientVersion
from db.tables.region import Region, Specialty
from db.tables.staff import Employment, Qualification, Staff

__all__ = [
    "AccessEvent",
    "AccessSeal",
    "Account",
    "Area",
    "AreaStreet",
    "Attachment",
    "AttachmentRefusal",
    "Clinic",
    "DoctorList",
    "Draft",
    "Employment",
    "Export",
    "FamilyLink",
    "FundContract",
    "IdempotencyKey",
    "Merge",
    "Outbox",
    "Patient",
    "PatientVersion",
    "Qualification",
    "Region",
    "Reveal",
    "Session",
    "SignInAttempt",
    "Specialty",
    "Staff",
]

# Rows are made past the constructor that would do it on first use.
configure_mappers()
