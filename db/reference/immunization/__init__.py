"""Calendars of immunization as files: Kazakhstan's, and CDC's with whose cases the engine is examined.

`cdsi-4.64.json` is CDC's CDSi supporting data 4.64-508 of 10 November 2025, a lossless JSON of its XML:
a work of the US government, in the public domain.
"""

import json
from functools import cache
from importlib.resources import files

from domain.immunization.calendar import Calendar
from domain.immunization.loader import load

CDC = "cdsi-4.64.json"
KAZAKHSTAN = "kazakhstan.json"


@cache
def cdc_calendar() -> Calendar:
    """CDC's schedule, for the exam and for people vaccinated by it."""
    return load(json.loads(_text(CDC)))


@cache
def kazakhstan_calendar(switches: frozenset[str] = frozenset()) -> Calendar:
    """The National calendar; `switches` turn on the rows on which sources disagree."""
    return load(json.loads(_text(KAZAKHSTAN)), switches)


def _text(name: str) -> str:
    return files(__package__ or "").joinpath(name).read_text(encoding="utf-8")
