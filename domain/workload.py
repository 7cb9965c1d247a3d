"""The load of a doctor's list against its norm."""

from dataclasses import dataclass
from datetime import date

from domain.attachment_rules import AttachmentRules, ListKind, ListNorm


@dataclass(frozen=True, slots=True)
class Workload:
    """People on a list and the norm of the day; without a norm there is no ratio, no room and no excess."""

    people: int
    norm: ListNorm | None

    @property
    def ratio(self) -> float | None:
        """1.0 is exactly the norm."""
        return self.people / self.norm.people if self.norm else None

    @property
    def over_by(self) -> int:
        return max(0, self.people - self.norm.people) if self.norm else 0

    @property
    def is_over(self) -> bool:
        return self.over_by > 0

    @property
    def room(self) -> int | None:
        """How many more fit under the norm, whichever way its boundary is read."""
        return max(0, self.norm.people - self.people) if self.norm else None


def workload(list_kind: ListKind, people: int, rules: AttachmentRules, on: date) -> Workload:
    """The load of a list on a day. Norms are dated data (order ҚР ДСМ-194/2020 and before)."""
    return Workload(people, rules.norm(list_kind, on))
