"""The domain's own enumerations, shown to clients under their own names."""

import strawberry

from domain.access import Role
from domain.address import HouseParity
from domain.attachment import DetachmentReason
from domain.attachment_request import AttachmentChannel
from domain.attachment_rules import AttachmentReason, ListKind
from domain.available import AvailableAction
from domain.clinic import ClinicKind, Ownership
from domain.language import Language
from domain.people import Citizenship, FamilyTie, Sex
from domain.registration import WithoutIin
from domain.staff import StaffCategory

__all__ = [
    "AttachmentChannel",
    "AttachmentReason",
    "AvailableAction",
    "Citizenship",
    "ClinicKind",
    "DetachmentReason",
    "FamilyTie",
    "HouseParity",
    "Language",
    "ListKind",
    "Ownership",
    "Role",
    "Sex",
    "StaffCategory",
    "WithoutIin",
]

strawberry.enum(AttachmentChannel, description="The way a request came in.")
strawberry.enum(AttachmentReason, description="Why a person attaches.")
strawberry.enum(AvailableAction, description="What the viewer may do with this record now.")
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
