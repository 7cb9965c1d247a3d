"""Kindergarten groups and school classes of a clinic's children, by the year of birth."""

from collections.abc import Iterator
from dataclasses import dataclass

from db.demo.ids import Ids
from domain.names import sort_key
from domain.organised_group import in_order

PEOPLE = 25
CLASSES_OF_A_YEAR = 3
LETTERS = "АӘБВГҒДЖЗИКҚЛМНОПРСТУФХ"
KINDERGARTENS = ("Балапан", "Қарлығаш", "Күншуақ", "Айгөлек", "Бөбек", "Ақбота", "Шапағат", "Еркемай")
YEARS_IN_KINDERGARTEN = {2: "Бөбек тобы", 3: "Кіші топ", 4: "Ортаңғы топ", 5: "Ересек топ"}
GRADES = range(1, 12)


@dataclass(slots=True)
class Class:
    """A group with its id and its line's values."""

    id: str
    kind: str
    name: str
    class_name: str
    people: int = 0


class Classes:
    """The classes of one clinic; of all its places every `step`-th from `first`."""

    def __init__(
        self, clinic_id: str, number: int, ids: Ids, school_began: int, first: int = 0, step: int = 1
    ) -> None:
        self.clinic_id, self.number, self.ids, self.school_began = clinic_id, number, ids, school_began
        self._first, self._step = first - step, step
        self.made: list[Class] = []
        self._open: dict[int, Class] = {}
        self._places: dict[int, int] = {}

    def of(self, birth_year: int, goes_to_kindergarten: bool) -> Class | None:
        """The class of a child born in a year; none for who stays at home."""
        age = self.school_began - birth_year
        if age - 5 in GRADES:
            return self._class(age, "SCHOOL")
        return (
            self._class(age, "KINDERGARTEN")
            if age in YEARS_IN_KINDERGARTEN and goes_to_kindergarten
            else None
        )

    def _class(self, age: int, kind: str) -> Class:
        found = self._open.get(age)
        if found is None or found.people >= PEOPLE:
            found = self._open[age] = self._new(age, kind)
        found.people += 1
        return found

    def _new(self, age: int, kind: str) -> Class:
        place = self._places[age] = self._places.get(age, self._first) + self._step
        if kind == "SCHOOL":
            name = f"№ {self.number * 10 + place // CLASSES_OF_A_YEAR} мектеп"
            class_name = f"{age - 5} «{LETTERS[place % CLASSES_OF_A_YEAR]}»"
        else:
            garden, again = divmod(place, len(KINDERGARTENS))[::-1]
            name = f"«{KINDERGARTENS[garden]}» балабақшасы" + (f" № {again + 1}" if again else "")
            class_name = YEARS_IN_KINDERGARTEN[age]
        made = Class(self.ids.new(), kind, name, class_name)
        self.made.append(made)
        return made

    def rows(self) -> Iterator[tuple[object, ...]]:
        for one in self.made:
            key = sort_key(one.name, in_order(one.class_name))
            yield one.id, self.clinic_id, one.kind, one.name, one.class_name, key, False, 1


GROUP = "id clinic_id kind name class_name sort_key closed version"
MEMBER = "group_id patient_id clinic_id record_clinic_id since"
