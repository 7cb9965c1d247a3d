"""Refusals that carry more than words: what the client offers next."""

from dataclasses import dataclass, field
from typing import Any

from domain.refusal import Refusal, RefusalCode


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One wrong field; `code` is a key of domain/messages.py, `facts` fill its words."""

    path: tuple[str, ...]
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidInput(Refusal):
    code: RefusalCode = RefusalCode.INVALID_INPUT
    problems: tuple[InputProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleVersion(Refusal):
    """`current` is the row as it is now."""

    code: RefusalCode = RefusalCode.STALE_VERSION
    current: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatePerson(Refusal):
    """`candidates` are resolvers.duplicates.Candidate."""

    code: RefusalCode = RefusalCode.DUPLICATE_PERSON
    candidates: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NormExceeded(Refusal):
    """`alternatives` are doctor_list rows of the same clinic and kind with room."""

    code: RefusalCode = RefusalCode.NORM_EXCEEDED
    people: int = 0
    norm: int = 0
    alternatives: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyAttempts(Refusal):
    code: RefusalCode = RefusalCode.TOO_MANY_ATTEMPTS
    retry_after_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseNotAdvised(Refusal):
    """`advice` are resolvers.immunization.Told: what the calendar, a deferral or a refusal says against it."""

    code: RefusalCode = RefusalCode.DOSE_NOT_ADVISED
    advice: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseAlreadyRecorded(Refusal):
    """`current` is the dose that is there."""

    code: RefusalCode = RefusalCode.DOSE_ALREADY_RECORDED
    current: Any = None
