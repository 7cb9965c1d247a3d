"""Every code that the domain and the resolvers name has words, and there are no words without a code."""

import re
from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules

import domain
import resolvers
from domain.duplicate import BITS
from domain.immunization.measures import Obstacle
from domain.messages import MESSAGES
from domain.reminder_fate import ReminderReason
from resolvers.recent_action import ActionKind


def code_enums() -> set[type[StrEnum]]:
    """Every enumeration of codes with words, in whatever module it is."""
    modules = [
        import_module(f"{package.__name__}.{found.name}")
        for package in (domain, resolvers)
        for found in iter_modules(package.__path__)
        if found.name != "immunization"
    ]
    return {
        value
        for module in modules
        for name, value in vars(module).items()
        if re.search("(Refusal|Problem)(Code)?$|Warning$", name) and issubclass(value, StrEnum)
    }


def test_all_enumerations_of_codes_are_looked_at() -> None:
    names = {enum.__name__ for enum in code_enums()}
    assert names >= {"RefusalCode", "IinProblemCode", "BinProblemCode", "IinWarning", "PhoneProblemCode"}
    assert names >= {"MrzProblemCode", "PersonProblemCode", "FamilyProblemCode", "AttachmentProblemCode"}
    assert "ImmunizationProblemCode" in names


def test_every_code_has_words_and_all_words_a_code() -> None:
    codes = {code.value for enum in code_enums() for code in enum}
    matches = {f"MATCH_{field}_{kind}" for field, kind in BITS}
    done = {f"DONE_{kind}" for kind in ActionKind}
    why = {f"WHY_{reason}" for reason in ReminderReason}
    obstacles = {f"OBSTACLE_{obstacle.name}" for obstacle in Obstacle}
    assert set(MESSAGES) == codes | matches | done | why | obstacles | {"NOTICE_LEFT"}
