"""Family and guardians: one link read from both sides, and what two people cannot be to each other."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from domain.people import FamilyTie, Sex

PARENTS: Mapping[Sex, FamilyTie] = MappingProxyType(
    {Sex.FEMALE: FamilyTie.MOTHER, Sex.MALE: FamilyTie.FATHER}
)
_INVERSES = {
    FamilyTie.MOTHER: FamilyTie.CHILD,
    FamilyTie.FATHER: FamilyTie.CHILD,
    FamilyTie.GUARDIAN: FamilyTie.WARD,
    FamilyTie.WARD: FamilyTie.GUARDIAN,
    FamilyTie.GRANDPARENT: FamilyTie.GRANDCHILD,
    FamilyTie.GRANDCHILD: FamilyTie.GRANDPARENT,
}
_STORED_FROM_THE_OTHER_SIDE = frozenset({FamilyTie.CHILD, FamilyTie.WARD, FamilyTie.GRANDCHILD})
_MUTUAL = frozenset({FamilyTie.SPOUSE, FamilyTie.SIBLING, FamilyTie.OTHER})
_OLDER = frozenset({FamilyTie.MOTHER, FamilyTie.FATHER, FamilyTie.GRANDPARENT})


class FamilyProblemCode(StrEnum):
    """Why two people cannot be linked so."""

    SEX = "FAMILY_TIE_SEX"
    YOUNGER = "FAMILY_TIE_AGE"
    SINCE_IN_FUTURE = "FAMILY_SINCE_IN_FUTURE"
    UNTIL_IN_FUTURE = "FAMILY_UNTIL_IN_FUTURE"
    UNTIL_BEFORE_SINCE = "FAMILY_UNTIL_BEFORE_SINCE"
    ONESELF = "FAMILY_WITH_ONESELF"
    KNOWN = "FAMILY_ALREADY_LINKED"
    ANOTHER_PARENT = "FAMILY_ANOTHER_PARENT"


class Relative(Protocol):
    """What is known of a person that a tie depends on."""

    @property
    def sex(self) -> Sex: ...
    @property
    def birth_date(self) -> date: ...


def inverse(tie: FamilyTie, sex: Sex) -> FamilyTie:
    """What somebody of this sex is to the person who is the `tie` of them."""
    return PARENTS[Sex(sex)] if tie == FamilyTie.CHILD else _INVERSES.get(tie, tie)


def is_stored_from_the_other_side(tie: FamilyTie) -> bool:
    """A child's link to the parent is stored, never the parent's to the child: one fact, one row."""
    return tie in _STORED_FROM_THE_OTHER_SIDE


def is_mutual(tie: FamilyTie) -> bool:
    """Whether the tie reads the same from both sides, as between spouses."""
    return tie in _MUTUAL


def family_problems(
    tie: FamilyTie, person: Relative, relative: Relative, since: date | None, on: date
) -> Iterator[tuple[str, FamilyProblemCode]]:
    """The wrong fields of "`relative` is the `tie` of `person`"; a parent or grandparent is older."""
    if tie in PARENTS.values() and PARENTS[Sex(relative.sex)] != tie:
        yield "tie", FamilyProblemCode.SEX
    older, younger = (person, relative) if inverse(tie, person.sex) in _OLDER else (relative, person)
    if {tie, inverse(tie, person.sex)} & _OLDER and older.birth_date >= younger.birth_date:
        yield "tie", FamilyProblemCode.YOUNGER
    if since is not None and since > on:
        yield "since", FamilyProblemCode.SINCE_IN_FUTURE


def end_problems(since: date | None, until: date, on: date) -> Iterator[tuple[str, FamilyProblemCode]]:
    """The wrong fields of the end of a link; a guardianship may have ended days ago, by a court."""
    if until > on:
        yield "until", FamilyProblemCode.UNTIL_IN_FUTURE
    if since is not None and until < since:
        yield "until", FamilyProblemCode.UNTIL_BEFORE_SINCE
