"""Settles made-up households in the demo's clinics, a batch of rows at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from db.demo import names, rows, showcase
from db.demo.binary import identifier, json
from db.demo.city import ALMATY_KATO
from db.demo.copying import Rows
from db.demo.household import YEAR, Household, Households, Person
from db.demo.immunization import Immunizations
from db.demo.moments import Moments
from db.demo.places import ClinicPlace, Houses, ListPlace, is_open
from db.demo.timeline import Stay, Timelines, close
from domain.people import Citizenship

PIECE = 500
ADULT = int(18 * YEAR)
OLD = int(60 * YEAR)
PER_MILLE = 1000
OUTSIDERS, DIED, MISSPELT = 110, 25, 400
# What befalls a person, by a throw of 0–999; nothing of it to those whom documentation names.
UNATTACHED, TWICE, REFUSED, WRONG_NUMBER, LEAVING = (
    range(12),
    range(12, 16),
    range(16, 19),
    range(19, 22),
    range(22, 30),
)
NOTHING = PER_MILLE


class Population:
    """Everybody on some of the doctors' lists, list by list.

    `patient_id` is whom the patient's login shows, where the first list is among these; `refused` are pairs of a
    patient and the stay they had when they asked elsewhere.
    """

    def __init__(
        self,
        clinics: Sequence[ClinicPlace],
        households: Households,
        timelines: Timelines,
        immunizations: Immunizations,
        moments: Moments,
    ) -> None:
        self.clinics = [clinic for clinic in clinics if is_open(clinic)]
        self.random, self.ids, self.today = households.random, households.ids, households.today
        self.households, self.timelines, self.immunizations = households, timelines, immunizations
        self.lines = {clinic.id: rows.Lines(clinic, moments) for clinic in self.clinics}
        self.patient_id: str | None = None
        self.refused: list[tuple[bytes, Stay]] = []
        self._piece: Rows = defaultdict(list)

    def pieces(self, first: int, step: int) -> Iterator[Rows]:
        """Rows to copy, of every `step`-th list from `first`; a piece has whole households."""
        places = [place for clinic in self.clinics for place in clinic.lists]
        for place in places[first::step]:
            neighbours = [c for c in self.clinics if c.plan.kato == place.clinic.plan.kato]
            self._lines = self.lines[place.clinic.id]
            for home in self._homes(place):
                self._settle(home, place, neighbours)
                if len(self._piece["patient"]) >= PIECE:
                    yield self._full_piece()
        yield self._full_piece()

    def _full_piece(self) -> Rows:
        full, self._piece = self._piece, defaultdict(list)
        return full

    def _homes(self, place: ListPlace) -> Iterator[Household]:
        if place is self.clinics[0].lists[0] and place.wanted > 5:
            home = showcase.family(self.households)
            self.patient_id = identifier(home.members[0].id)
            yield home
        peoples = names.ALMATY if place.clinic.plan.kato == ALMATY_KATO else names.STEPPE
        while (room := self._room(place)) > 0:
            yield self.households.new(room, peoples)

    def _room(self, place: ListPlace) -> int:
        return place.wanted - place.open - (place.children.open if place.children else 0)

    def _happens(self, per_mille: int) -> bool:
        return self.random.random() * PER_MILLE < per_mille

    def _settle(self, home: Household, place: ListPlace, neighbours: Sequence[ClinicPlace]) -> None:
        nearly_full = place.exact and place.open >= place.wanted - 10
        resident = home.named or nearly_full or not self._happens(OUTSIDERS)
        address = self._address(place if resident else self._other(place, neighbours))
        for person in home.members:
            luck = NOTHING if home.named else int(self.random.random() * PER_MILLE)
            stays = self._stays(person, place, resident, neighbours, luck)
            self._register(person, stays, address, luck)
            if luck in TWICE and person.born < self.today - ADULT:
                self._add(self._again(person), address, self.today - self._days(200, person))
        for person, relative, tie in home.ties:
            link = self._lines.family(self.ids.key(), person, relative, tie)
            self._piece["family_link"].append(link)

    def _register(self, person: Person, stays: Sequence[Stay], address: bytes, luck: int) -> None:
        registered = (
            min([stay.requested for stay in stays]) if stays else self.today - self._days(400, person)
        )
        warnings = self._contradict(person) if luck in WRONG_NUMBER and person.iin else rows.NO_WARNINGS
        self._add(person, address, registered, warnings)
        for stay in stays:
            self._piece["attachment"].append(self._lines.attachment(stay, person.id))

    def _add(
        self, person: Person, address: bytes, registered: int, warnings: bytes = rows.NO_WARNINGS
    ) -> None:
        self._piece["patient"].append(self._lines.patient(person, address, registered, warnings))
        self.immunizations.add(person, self._lines, self._piece)

    def _days(self, most: int, person: Person) -> int:
        return int(self.random.random() * min(most, self.today - person.born))

    def _stays(
        self, person: Person, place: ListPlace, resident: bool, neighbours: Sequence[ClinicPlace], luck: int
    ) -> list[Stay]:
        if luck in UNATTACHED:
            return []
        if place.children and person.born > self.today - ADULT:
            place = place.children
        stays = self.timelines.stays(person.born, place, resident, neighbours)
        current = stays[-1]
        self._end(person, current)
        if luck in LEAVING and current.end is None and len(neighbours) > 1:
            stays.extend(self._future(person, current, neighbours))
        if current.end is None:
            norm = self.timelines.norm(place.kind, self.today)
            current.over_norm = norm is not None and place.open >= norm.people
            place.open += 1
        if luck in REFUSED and len(neighbours) > 1:
            self.refused.append((person.id, current))
        return stays

    def _end(self, person: Person, current: Stay) -> None:
        """Death, and the end of a foreigner's contract, end an attachment (handbook 5.7)."""
        if person.born < self.today - OLD and self._happens(DIED):
            person.died = self.today - int(self.random.random() * (self.today - current.start))
            if person.died > current.start:
                close(current, person.died, "DEATH", person.died)
            else:
                person.died = None
        elif person.contract_until and person.contract_until < self.today:
            end = max(person.contract_until + 1, current.start)
            close(current, end, "CONTRACT_ENDED", end)

    def _future(self, person: Person, current: Stay, neighbours: Sequence[ClinicPlace]) -> list[Stay]:
        if person.citizenship is not Citizenship.CITIZEN:
            return []
        coming = self.timelines.next_stay(current, neighbours)
        coming.place.open += 1
        return [coming]

    def _address(self, place: ListPlace) -> bytes:
        houses: Houses = place.houses[int(self.random.random() * len(place.houses))]
        flat = str(1 + int(self.random.random() * 90)) if self.random.random() < 0.8 else None
        words = (houses.street, houses.street_key, str(houses.any(self.random)), flat)
        return b"".join([rows.WORD[word] for word in words])

    def _other(self, place: ListPlace, neighbours: Sequence[ClinicPlace]) -> ListPlace:
        lists = neighbours[int(self.random.random() * len(neighbours))].lists
        other = lists[int(self.random.random() * len(lists))]
        return other if other is not place else lists[0]

    def _contradict(self, person: Person) -> bytes:
        """The IIN's date is not the document's: a warning and no error (decree No. 853 of 2013)."""
        person.born -= 1
        return json('[{"code": "IIN_BIRTH_DATE_DIFFERS"}]')

    def _again(self, person: Person) -> Person:
        """The same person registered once more, in other letters, without the IIN: work for a merge."""
        twin = Person(
            self.ids.key(),
            person.people,
            names.in_russian_letters(person.family),
            names.in_russian_letters(person.given),
            person.patronymic,
            person.sex,
            person.born,
            None,
            self.households.temporary_id(),
            phone=person.phone,
            language=person.language,
        )
        if self._happens(MISSPELT):
            twin.given, twin.patronymic = twin.given[:-2] + twin.given[-1] + twin.given[-2], None
        return twin
