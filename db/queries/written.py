"""What computed fields say, as PostgreSQL says it: each beside the function in resolvers/ that says the same."""


from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Float,
    Integer,
    Text,
    any_,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    null,
    select,
    true,
)
from sqlmodel import SQLModel

from db.queries import clinic as clinics
from db.queries import doctor_list as lists
from db.queries.expressions import uuid_array
from db.queries.page import Order, number_of_rows
from db.queries.woven import NotWritten, Parts, Scope, Written, masked, number
from db.queries.woven_page import Source, called
from db.tables import AccessEvent, Clinic
from db.tables.base import table_of
from domain.access import Action
from domain.language import Language

Row = type[SQLModel]
CLINIC = table_of(Clinic)
ADDRESS = ("locality", "street", "house", "flat")


def _given(row: Row, name: str, scope: Scope) -> Written:
    """A text, null where it is empty."""
    return func.nullif(masked(row, name, scope.viewer), "", type_=Text)


def full_name(row: Row, scope: Scope) -> Written:
    """Family name, given name and patronymic that there are; masked for who may not know."""
    parts = (_given(row, name, scope) for name in ("family_name", "given_name", "patronymic"))
    return func.concat_ws(" ", *parts, type_=Text)


def short_name(row: Row, scope: Scope) -> Written:
    """Family name and initials; masked for who may not know."""
    initials = (
        func.left(_given(row, name, scope), 1, type_=Text) + "." for name in ("given_name", "patronymic")
    )
    return func.concat_ws(" ", masked(row, "family_name", scope.viewer), *initials, type_=Text)


def name_in_language(row: Row, scope: Scope) -> Written:
    """In Russian where the row has no name of its own in the language."""
    own, russian = f"name_{scope.language}", masked(row, "name_ru", scope.viewer)
    if own not in table_of(row).c:
        return russian
    return func.coalesce(_given(row, own, scope), russian, type_=Text)


def _sees_identity(row: Row, scope: Scope) -> ColumnElement[bool]:
    if scope.viewer.can(Action.READ_IDENTITY):
        return true()
    if not scope.viewer.revealed:
        return false()
    found: ColumnElement[bool] = table_of(row).c.id == any_(uuid_array(scope.viewer.revealed))
    return found


def identity_masked(row: Row, scope: Scope) -> Written:
    """True for a person whose identity the viewer does not see."""
    return cast(~_sees_identity(row, scope), Boolean)


def birth_date(row: Row, scope: Scope) -> Written:
    """Null when identity is masked."""
    found = masked(row, "birth_date", scope.viewer)
    if scope.viewer.can(Action.READ_IDENTITY):
        return found
    return case((_sees_identity(row, scope), found))


def birth_year(row: Row, scope: Scope) -> Written:
    """Also of masked people."""
    return cast(func.date_part("year", masked(row, "birth_date", scope.viewer)), Integer)


def address(row: Row, scope: Scope) -> Parts:
    """Null when no part of the line is known."""
    parts = {name: masked(row, name, scope.viewer) for name in ADDRESS}
    filled = [func.nullif(each, "", type_=Text) for each in parts.values()]
    line = func.concat_ws(", ", *filled, type_=Text)
    return Parts(line != "", {"kato": masked(row, "kato", scope.viewer), **parts, "line": line})


def clinic_name(row: Row, scope: Scope) -> Written:
    """Of the clinic whose id is the row's `clinic_id`."""
    clinic, russian = CLINIC, CLINIC.c.name_ru
    own = func.coalesce(func.nullif(clinic.c.name_kk, ""), russian, type_=Text)
    named = select(own if scope.language == Language.KK else russian)
    return named.where(clinic.c.id == table_of(row).c.clinic_id).scalar_subquery()


def readers(_row: Row, scope: Scope, rows: Any) -> Source:
    """Who has read a person's record, newest first: what the reviewed function of that name lets the viewer know."""
    if not scope.viewer.can(Action.READ_READERS):
        raise NotWritten("who read is not the viewer's to know")
    function = func.readers_of(literal_column("patient.id"), null(), null(), number_of_rows(rows))
    return called(function, AccessEvent, Order("AT", table_of(AccessEvent).c.at, descending=True))


def accredited(row: Row, scope: Scope) -> Written:
    """Through the last day of the accreditation; false without one."""
    return func.coalesce(table_of(row).c.accredited_until >= cast(literal(scope.today, Date), Date), false())


def people_count(_row: Row, _scope: Scope) -> Written:
    """The sum over the clinic's lists."""
    return clinics.PEOPLE


def norm(_row: Row, scope: Scope) -> Written:
    """Of today; nought where the list's kind has none."""
    return func.coalesce(lists.norm_column(scope.today), 0, type_=Integer)


def room(row: Row, scope: Scope) -> Written:
    """How many may still come; nought on a closed list."""
    table, of_day = table_of(row), lists.norm_column(scope.today)
    free = func.greatest(0, of_day - table.c.people, type_=Integer)
    return case((table.c.closed | of_day.is_(None), 0), else_=free)


def over_norm(row: Row, scope: Scope) -> Written:
    """More people than the norm of today; false where no norm is known."""
    return func.coalesce(table_of(row).c.people > lists.norm_column(scope.today), false())


def ratio(row: Row, scope: Scope) -> Written:
    """People per place of the norm; nought where there is no norm."""
    of_day = lists.norm_column(scope.today)
    return number(func.coalesce(cast(table_of(row).c.people, Float) / of_day, 0.0, type_=Float))


def expired(row: Row, scope: Scope) -> Written:
    """From the day after the last on which it may be given; false without such a day."""
    return func.coalesce(table_of(row).c.expires_on < cast(literal(scope.today, Date), Date), false())


def refused_on(row: Row, _scope: Scope) -> Written:
    """The day of the request that was refused."""
    return table_of(row).c.refused_on
