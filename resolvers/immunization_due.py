"""Lists of who is due for what."""

from typing import Any

from db import tables
from db.queries.cut import Window
from db.queries.page import Page
from domain.immunization.measures import Obstacle
from resolvers import lists
from resolvers.context import OperationContext
from resolvers.immunization import VaccineKind, group_name, vaccine_name

DAYS = ("due_until", "act_until", "overdue")


async def due(
    context: OperationContext,
    criteria: dict[str, Any],
    order: tuple[str, bool] | None,
    window: tuple[int | None, str | None, int | None, str | None],
) -> Page:
    """A page of the list, by default until today."""
    return await lists.listed(
        context, "immunization_due", narrowed(context, criteria), order, Window(*window)
    )


def narrowed(context: OperationContext, criteria: dict[str, Any]) -> dict[str, Any]:
    """The filter, until today unless other days are asked for."""
    said = any(criteria.get(name) is not None for name in DAYS)
    return criteria if said else criteria | {"due_until": context.today}


def name(row: tables.ImmunizationDue, context: OperationContext) -> str:
    return group_name(row.vaccine_group, context.language)


def overdue(row: tables.ImmunizationDue, context: OperationContext) -> bool:
    return row.past_due_on is not None and row.past_due_on < context.today


def obstacles(row: tables.ImmunizationDue, _context: OperationContext) -> list[Obstacle]:
    return [Obstacle[name] for name in row.obstacles]


def vaccines(row: tables.ImmunizationDue, context: OperationContext) -> list[VaccineKind]:
    return [VaccineKind(cvx, vaccine_name(cvx, context.language)) for cvx in row.vaccines]
