"""The load of doctors' lists: the norm of the day, room, excess, and the areas that each list serves."""

from db.queries import doctor_list as lists
from db.queries import written
from db.tables import DoctorList
from domain.attachment_rules import ListNorm
from domain.refusal import Citation
from domain.workload import Workload
from resolvers.context import OperationContext
from resolvers.declared import also

LOAD = ("kind", "people")


def workload(row: DoctorList, context: OperationContext) -> Workload:
    return lists.load(row, context.today)


@also(written.norm)
def norm(row: DoctorList, context: OperationContext) -> int:
    """People that the list should have today; 0 where no norm is in force."""
    today = workload(row, context).norm
    return today.people if today else 0


@also(written.room)
def room(row: DoctorList, context: OperationContext) -> int:
    """How many more fit under today's norm; none on a closed list."""
    return 0 if row.closed else workload(row, context).room or 0


@also(written.over_norm)
def over_norm(row: DoctorList, context: OperationContext) -> bool:
    return workload(row, context).is_over


@also(written.ratio)
def ratio(row: DoctorList, context: OperationContext) -> float:
    """1.0 is exactly the norm."""
    return workload(row, context).ratio or 0.0


def norm_rule(row: DoctorList, context: OperationContext) -> Citation | None:
    """Where today's norm comes from."""
    today = workload(row, context).norm
    return _citation(today) if today else None


def _citation(norm: ListNorm) -> Citation:
    return Citation("ҚР ДСМ-194/2020, 13.11.2020", "", norm.source, norm.verified)
