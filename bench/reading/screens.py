"""The six screens: the document of each, the account that looks at it, and the variables of its requests in turn."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from bench.reading.city import City, Session
from db.queries.search import _parameters, understand
from resolvers.ids import global_id

HERE = Path(__file__).parent
PEOPLE = 200
"""How many people's cards are opened in turn."""
TEXTS, SHOWN = 20, 20
FOUND_AT_LEAST, FOUND_AT_MOST = 20, 60


@dataclass(frozen=True, slots=True)
class Screen:
    """`login` is of the most restricted role that uses the screen; `variables` are taken in turn."""

    name: str
    about: str
    login: str
    operation: str
    variables: tuple[Mapping[str, Any], ...]

    def document(self, kind: str = "screens") -> str:
        return (HERE / kind / f"{self.name}.graphql").read_text()

    @property
    def sql(self) -> str:
        return (HERE / "selects" / f"{self.name}.sql").read_text()


@dataclass(frozen=True, slots=True)
class Screens:
    """What is measured, as whom, and whose records it is about."""

    screens: tuple[Screen, ...]
    sessions: Mapping[str, Session]
    people: list[UUID]

    def session(self, screen: Screen) -> Session:
        return self.sessions[screen.login]

    def bodies(self, screen: Screen, kind: str = "screens") -> list[bytes]:
        """The requests' bodies, one after another."""
        document = screen.document(kind)
        request = {"query": document, "operationName": screen.operation}
        return [orjson.dumps(request | {"variables": variables}) for variables in screen.variables]


Variables = Callable[[City, Session], Sequence[Mapping[str, Any]]]


def people_of(city: City, session: Session, some: int) -> list[UUID]:
    """People of the clinic with relatives, the same ones on every run."""
    found = city.ask(
        "select p.id from patient p where p.clinic_id = %(clinic)s and p.merged_into is null"
        " and exists (select from family_link f where f.patient_id = p.id) order by md5(p.iin) limit %(some)s",
        clinic=session.clinic_id,
        some=some,
    )
    return [row[0] for row in found]


def of_person(person: UUID) -> Mapping[str, Any]:
    return {"id": global_id("Patient", person), "person": str(person), "nodeId": peer_id("Patient", person)}


def peer_id(type_name: str, key: UUID) -> str:
    """PostGraphile's own global id."""
    from base64 import b64encode

    return b64encode(orjson.dumps([type_name, str(key)])).decode()


def texts(city: City, session: Session) -> list[Mapping[str, Any]]:
    """Names that a page full of people of the clinic have, but not many more: family and given name, or one alone."""
    for named, enough in (("family_name || ' ' || given_name", TEXTS // 2), ("given_name", 1)):
        found = city.ask(
            f"select {named}, count(*) from patient where clinic_id = %(clinic)s and merged_into is null"
            " and family_name !~ '-' group by 1 having count(*) between %(least)s and %(most)s"
            " order by md5(min(iin)) limit %(some)s",
            clinic=session.clinic_id, least=FOUND_AT_LEAST, most=FOUND_AT_MOST, some=TEXTS,
        )  # fmt: skip
        if len(found) >= enough:
            return [of_text(name) for name, _ in found]
    raise RuntimeError("the city is too small for a page of people with one name")


def of_text(text: str) -> Mapping[str, Any]:
    """What the peer and the limit get ready-made: the look-ups that Emhana works out of the text each time."""
    asked = _parameters(understand(text), SHOWN)
    lookups = asked["lookups"]
    return {
        "text": text,
        "terms": lookups,
        "lookups": orjson.dumps(lookups).decode(),
        "family": asked["family"],
    }


def screens_of(city: City) -> Screens:
    sessions = {
        login: city.session(login) for login in ("registrar9", "nurse9", "doctor9", "head9", "auditor")
    }
    desk = sessions["registrar9"]
    people = people_of(city, desk, PEOPLE)
    cards = tuple(map(of_person, people))
    clinic = ({"clinic": str(desk.clinic_id)},)
    screens = (
        Screen(
            "search", "registrar: search result, 20 people", "registrar9", "Search", tuple(texts(city, desk))
        ),
        Screen("card", "registrar: a person's card", "registrar9", "Card", cards),
        Screen("people", "nurse: the clinic's people, 50", "nurse9", "People", clinic),
        Screen("clinics", "auditor: 30 clinics, people per doctor", "auditor", "Clinics", ({},)),
        Screen("lists", "head doctor: 100 lists with load", "head9", "Lists", ({},)),
        Screen("node", "doctor: one record by its id", "doctor9", "Node", cards),
    )
    random.Random(7).shuffle(people)
    return Screens(screens, sessions, people)
