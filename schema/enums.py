"""The domain's own enumerations, shown to clients under their own names."""

import strawberry

from domain import access, address, attachment, available, clinic, language, people, staff

AttachmentChannel = strawberry.enum(attachment.AttachmentChannel, description="The way a request came in.")
AttachmentReason = strawberry.enum(attachment.AttachmentReason, description="Why a person attaches.")
DetachmentReason = strawberry.enum(attachment.DetachmentReason, description="Why an attachment ended.")
ListKind = strawberry.enum(attachment.ListKind, description="Whose list of people: which norm counts for it.")
AvailableAction = strawberry.enum(
    available.AvailableAction, description="What the viewer may do with this record now."
)
Citizenship = strawberry.enum(people.Citizenship, description="How a person belongs to Kazakhstan.")
ClinicKind = strawberry.enum(clinic.ClinicKind, description="What sort of primary-care clinic it is.")
FamilyTie = strawberry.enum(people.FamilyTie, description="What the other person is to this one.")
HouseParity = strawberry.enum(address.HouseParity, description="Which side of the street.")
Language = strawberry.enum(language.Language, description="Kazakh, Russian or English.")
Ownership = strawberry.enum(clinic.Ownership, description="State or private.")
Role = strawberry.enum(
    access.Role, description="The office in which somebody signs in; it decides what they may do."
)
Sex = strawberry.enum(people.Sex, description="As in the identity document.")
StaffCategory = strawberry.enum(staff.StaffCategory, description="How the state's statistics count staff.")
