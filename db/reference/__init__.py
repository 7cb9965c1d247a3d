"""Reference data shipped with the program: facts of Kazakhstan, each row with its days and its source."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from domain.attachment_rules import AttachmentRules, BoundaryReading, parse_attachment_rules
from domain.calendar import WorkingDays, parse_holidays
from domain.reminder_rules import ReminderRules, parse_reminder_rules
from domain.vaccination_card import FormNumber, parse_form_numbers

_OWN: dict[str, Path] = {}


def read(name: str) -> dict[str, Any]:
    """The content of one file, by its name without `.json`."""
    place = _OWN.get(name) or files(__name__) / f"{name}.json"
    content: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return content


@cache
def working_days() -> WorkingDays:
    """Kazakhstan's calendar of holidays and moved days off, as far as it is published."""
    return WorkingDays(parse_holidays(read("holidays")))


@cache
def attachment_rules(boundary: BoundaryReading | None = None) -> AttachmentRules:
    """All dated rules of attachment; the norm's boundary is read as the file of norms says, unless given."""
    return parse_attachment_rules(
        norms=read("attachment_norms"),
        campaigns=read("attachment_campaigns"),
        free_choice_limits=read("free_choice_limits"),
        list_ages=read("attachment_list_ages"),
        reasons=read("attachment_reasons"),
        working_days=working_days(),
        boundary=boundary or BoundaryReading(read("attachment_norms")["_meta"]["boundary"]),
    )


@cache
def immunization_forms() -> tuple[FormNumber, ...]:
    """The numbers of printed forms, by their days."""
    return parse_form_numbers(read("immunization_forms"))


@cache
def reminder_rules() -> tuple[ReminderRules, ...]:
    """The rules of reminders: the release's, or those of the installation's own file."""
    return parse_reminder_rules(read("reminder_rules"))


def bring_reminder_rules(path: Path | None) -> None:
    """Read the rules of reminders from a file of the installation from now on; raises when it is not sound."""
    _OWN.pop("reminder_rules", None)
    if path is not None:
        _OWN["reminder_rules"] = path
    reminder_rules.cache_clear()
    reminder_rules()
