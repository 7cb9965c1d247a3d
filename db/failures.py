"""What a failure of the database means to whoever asked: repeat, come back later, too slow, bad text."""

from enum import Enum, auto

import psycopg
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Failure(Enum):
    """`CONFLICT` may be retried as a whole; `OTHER` is our own mistake."""

    CONFLICT = auto()
    UNAVAILABLE = auto()
    TOO_SLOW = auto()
    BAD_TEXT = auto()
    NOT_FOUND = auto()
    OTHER = auto()


LOCK_TAKEN = "55P03"
_OF_SQLSTATE = {
    "40001": Failure.CONFLICT,
    "40P01": Failure.CONFLICT,
    "26000": Failure.CONFLICT,  # prepared statements were dropped: the next attempt prepares them
    LOCK_TAKEN: Failure.UNAVAILABLE,
    "57014": Failure.TOO_SLOW,
    "22007": Failure.BAD_TEXT,
    "22008": Failure.BAD_TEXT,
    "22021": Failure.BAD_TEXT,
    "22P02": Failure.BAD_TEXT,
    "22P05": Failure.BAD_TEXT,
}
# Connection lost, out of resources, operator intervention, system error.
_CLASSES_UNAVAILABLE = ("08", "53", "57", "58")


def failure_of(error: BaseException | None) -> Failure | None:
    """The database's failure behind an exception, however deep it is wrapped; None when it is not one."""
    while error is not None:
        if isinstance(error, PoolTimeout):
            return Failure.UNAVAILABLE
        if isinstance(error, NoResultFound):
            return Failure.NOT_FOUND
        if isinstance(error, DBAPIError):
            return _failure_of_driver(error.orig, lost=error.connection_invalidated)
        if isinstance(error, psycopg.Error):
            return _failure_of_driver(error)
        error = error.__cause__
    return None


def sqlstate_of(error: BaseException | None) -> str | None:
    """The five letters of PostgreSQL, safe to log: unlike the message, they contain no data."""
    while error is not None:
        if isinstance(error, DBAPIError):
            return getattr(error.orig, "sqlstate", None)
        if isinstance(error, psycopg.Error):
            return error.sqlstate
        error = error.__cause__
    return None


def constraint_of(error: BaseException | None) -> str | None:
    """The name of the constraint or unique index that a statement broke."""
    while error is not None:
        if isinstance(error, DBAPIError):
            return getattr(getattr(error.orig, "diag", None), "constraint_name", None)
        error = error.__cause__
    return None


def _failure_of_driver(error: BaseException | None, *, lost: bool = False) -> Failure:
    state = getattr(error, "sqlstate", None)
    if state is None:
        lost = lost or type(error).__name__ in {"OperationalError", "PoolTimeout"}
        return Failure.UNAVAILABLE if lost else Failure.OTHER
    if state in _OF_SQLSTATE:
        return _OF_SQLSTATE[state]
    return Failure.UNAVAILABLE if state[:2] in _CLASSES_UNAVAILABLE else Failure.OTHER
