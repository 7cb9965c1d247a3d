"""Vaccines and vaccine groups in the viewer's language."""

from dataclasses import dataclass

from db import tables
from db.reference.immunization import kazakhstan_calendar
from domain.access import Action
from domain.immunization.planning import groups_of
from resolvers.context import OperationContext
from resolvers.immunization import VaccineKind, group_name, vaccine_name


@dataclass(frozen=True, slots=True)
class VaccineGroupName:
    """A vaccine group and the codes of its kinds of vaccine."""

    code: str
    name: str
    codes: tuple[str, ...]


def name(row: tables.Vaccine, context: OperationContext) -> str:
    return str(getattr(row, f"name_{context.language.value}"))


def groups(context: OperationContext) -> list[VaccineGroupName]:
    context.viewer.must(Action.READ_REFERENCE)
    calendar = kazakhstan_calendar()
    members = {cvx: groups_of(calendar, cvx) for cvx in calendar.vaccines}
    return [
        VaccineGroupName(
            group,
            group_name(group, context.language),
            tuple(cvx for cvx, belongs in members.items() if group in belongs),
        )
        for group in calendar.groups
    ]


def kinds(context: OperationContext) -> list[VaccineKind]:
    context.viewer.must(Action.READ_REFERENCE)
    return [VaccineKind(cvx, vaccine_name(cvx, context.language)) for cvx in kazakhstan_calendar().vaccines]
