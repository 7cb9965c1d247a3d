"""Finding people by name, phone or birth date: the terms that are stored, and what is asked of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zlib import crc32

import orjson
from sqlmodel import col, select

from db.database import Transaction
from db.statement import Slot, Statement
from db.tables.patient import Patient
from domain.access import Action, Viewer
from domain.names import NameQuery, near_keys, trigrams, typed_words, words
from domain.phones import parse_phone

WHOLE_WORD = "-"
CRC_BITS = 32
WORDS_WITH_TYPOS = 4
WORDS_OF_A_WHOLE_NAME = 3
LONGEST_TEXT = 200
CANDIDATES_FOR_EACH_SHOWN = 3
BORN_ON_ONE_DAY = 500
PHONE_DIGITS = 7
BIRTH_DATE = re.compile(r"\b(?:(\d{1,2})[./-](\d{1,2})[./-](\d{4})|(\d{4})-(\d{2})-(\d{2}))\b")
BIRTH_YEAR = re.compile(r"(?<![\d+])(?:18|19|20)\d{2}(?!\d)")


def search_tokens(clinic_number: int, *name_parts: str | None) -> list[int]:
    """What `patient.search_tokens` keeps: of each word of a name its trigrams and, marked "-", the whole."""
    return [search_token(clinic_number, term) for term in name_terms(*name_parts)]


def whole_word_tokens(clinic_number: int, *name_parts: str | None) -> list[int]:
    """Of these the whole words."""
    whole = [term for term in name_terms(*name_parts) if term.startswith(WHOLE_WORD)]
    return [search_token(clinic_number, term) for term in whole]


def search_token(clinic_number: int, term: str) -> int:
    """As the SQL function of the same name: above, the number of the clinic that answers for the person, so one look-up
    in the index stays inside one clinic; below, the term's CRC-32. When a person goes to another clinic, what is above
    is replaced.
    """
    return clinic_number << CRC_BITS | crc32(term.encode())


def name_terms(*name_parts: str | None) -> tuple[str, ...]:
    """The terms of a name; a hyphenated part also counts as one word."""
    found: dict[str, None] = {}
    for part in name_parts:
        of_part = words(part or "")
        for word in (*of_part, "".join(of_part)) if len(of_part) > 1 else of_part:
            found.update(dict.fromkeys((*trigrams(word), WHOLE_WORD + word)))
    return tuple(found)


def typo_terms(typed: str) -> list[str]:
    """The terms of a typed word and of all words one letter away (domain/names.py); of a very long one its own."""
    return [WHOLE_WORD + near for near in (*words(typed), *near_keys(typed))]


@dataclass(frozen=True, slots=True)
class Asked:
    """A text from the search box, taken apart: a phone, or a name with what narrows it."""

    name: str = ""
    phone: str | None = None
    born: tuple[date, date] | None = None


def understand(text: str) -> Asked:
    """«Ахметов 12.03.1987», «алия 1989», «8 701 123 45 67»; a date that does not exist is read as nothing."""
    rest, born = _take_birth(text[:LONGEST_TEXT])
    if sum(character.isdigit() for character in rest) >= PHONE_DIGITS and not words(rest):
        phone = parse_phone(rest.strip())
        return Asked(phone=phone) if isinstance(phone, str) else Asked()
    return Asked(rest.strip(), None, born)


def _take_birth(text: str) -> tuple[str, tuple[date, date] | None]:
    if found := BIRTH_DATE.search(text):
        day, month, year, year_first, month_second, day_third = found.groups()
        try:
            born = date(int(year or year_first), int(month or month_second), int(day or day_third))
        except ValueError:
            return BIRTH_DATE.sub(" ", text, count=1), None
        return BIRTH_DATE.sub(" ", text, count=1), (born, born)
    found = BIRTH_YEAR.search(text)
    if found and (words(text) or not any(map(str.isdigit, BIRTH_YEAR.sub("", text, 1)))):
        year_alone = int(found[0])
        return BIRTH_YEAR.sub(" ", text, 1), (date(year_alone, 1, 1), date(year_alone, 12, 31))
    return text, None


async def find_people(
    tx: Transaction, viewer: Viewer, text: str, today: date, limit: int = 20
) -> list[tuple[UUID, float]]:
    """People of the viewer's clinics whom a text from the search box may mean, best first, with a score 0–1.

    A name in any script and word order with a typo in one word (in each, when nobody is nearer); the last word may
    be unfinished.
    """
    viewer.must(Action.SEARCH_PATIENTS)
    asked = understand(text)
    if asked.phone:
        return await _by_phone(tx, asked.phone, limit)
    if asked.born and asked.born[0] > today:
        return []
    if asked.born and (asked.born[0] == asked.born[1] or not words(asked.name)):
        return await _by_birth(tx, viewer, asked, limit)
    return await _by_name(tx, viewer, asked, limit) if words(asked.name) else []


_FIELDS = ("lookups", "near", "family", "born_from", "born_to", "enough", "at_most")
_BY_NAME = Statement(
    "select id, family_name, given_name, patronymic from search_people($1, $2, $3, $4, $5, $6, $7)",
    tuple(map(Slot, _FIELDS)),
)
_BY_PHONE = Statement("select id from search_people_by_phone($1, $2)", (Slot("number"), Slot("at_most")))


async def _by_name(tx: Transaction, viewer: Viewer, asked: Asked, limit: int) -> list[tuple[UUID, float]]:
    """Names as typed first: mostly that is enough, and no word with a typo has to be thought of."""
    parameters = _parameters(asked, limit)
    if len(viewer.clinic_ids) == 1:
        as_typed = [each for each in parameters["lookups"] if "near" not in each]
        found = await _looked_up(tx, parameters | {"lookups": as_typed, "near": []})
        if len(found) >= limit:
            return _ranked(asked, found, limit)
    near = [typo_terms(word) for word in typed_words(asked.name)[:WORDS_WITH_TYPOS]]
    return _ranked(asked, await _looked_up(tx, parameters | {"near": near}), limit)


async def _looked_up(tx: Transaction, parameters: Mapping[str, Any]) -> list[Any]:
    lists = {name: orjson.dumps(parameters[name]).decode() for name in ("lookups", "near")}
    return await tx.found(_BY_NAME, **{**parameters, **lists})


def _ranked(asked: Asked, people: Sequence[Any], limit: int) -> list[tuple[UUID, float]]:
    """Those whom the name fits, the best first, else in the order given; without a name everybody fits."""
    found: dict[UUID, float] = {}
    fit = NameQuery(asked.name).fit
    for row in people:
        score = fit(row.family_name, row.given_name, row.patronymic)
        if score is not None or not asked.name:
            found.setdefault(row.id, score or 1.0)
    return sorted(found.items(), key=lambda hit: -hit[1])[:limit]


def _parameters(asked: Asked, limit: int) -> dict[str, Any]:
    named = words(asked.name)
    born_from, born_to = asked.born or (None, None)
    return {
        "lookups": _lookups(named),
        "family": named[-1],
        "born_from": born_from,
        "born_to": born_to,
        "enough": limit,
        "at_most": CANDIDATES_FOR_EACH_SHOWN * limit,
    }


def _lookups(named: Sequence[str]) -> list[dict[str, Any]]:
    """From near to far: as typed; the last word unfinished; a typo in one word; only for want of these, in each.

    `near` are the places of the words that may be mistyped. Who types a whole name and finds it is not shown names
    like it.
    """
    *finished, last = named
    whole, beginning = [WHOLE_WORD + word for word in finished], list(trigrams(last))
    mistyped = list(range(min(len(named), WORDS_WITH_TYPOS)))
    lookups: list[dict[str, Any]] = [{"must": [*whole, WHOLE_WORD + last]}, {"must": [*whole, *beginning]}]
    for at in mistyped:
        others = whole[:at] + whole[at + 1 :]
        must = others + beginning if at < len(finished) else whole
        lookups.append({"must": must, "near": [at], "unless_found": len(named) >= WORDS_OF_A_WHOLE_NAME})
    if len(named) > 1:
        lookups.append({"near": mistyped, "unless_found": True})
        lookups.append({"must": beginning, "near": mistyped[: len(finished)], "unless_found": True})
    return lookups


async def _by_phone(tx: Transaction, phone: str, limit: int) -> list[tuple[UUID, float]]:
    return [(row.id, 1.0) for row in await tx.found(_BY_PHONE, number=phone, at_most=limit)]


async def _by_birth(tx: Transaction, viewer: Viewer, asked: Asked, limit: int) -> list[tuple[UUID, float]]:
    """A day has few births: whoever was born then is compared with the name."""
    assert asked.born
    people = (
        select(col(Patient.id), col(Patient.family_name), col(Patient.given_name), col(Patient.patronymic))
        .where(col(Patient.clinic_id).in_(viewer.clinic_ids), col(Patient.birth_date).between(*asked.born))
        .where(col(Patient.merged_into).is_(None))
        .order_by(col(Patient.sort_key), col(Patient.id))
        .limit(BORN_ON_ONE_DAY if asked.name else limit)
    )
    return _ranked(asked, await tx.rows(people), limit)
