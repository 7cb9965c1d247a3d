"""Made-up households: who lives together, how they are named and related."""

from dataclasses import dataclass, field
from random import Random

from db.demo import name_tables, names
from db.demo.ids import Ids, Numbers
from domain.people import Citizenship, FamilyTie, Sex

YEAR = 365.2425
GROWN_UP = int(16 * YEAR)
BETWEEN_BIRTHS = 400
WITHOUT_NUMBER_FOR_DAYS = 20
UNKNOWN_IN_KAZAKHSTAN = "709"  # a mobile code that no operator is known to use (from memory)
# Members, looked up once: it takes a while, and happens for everybody.
MALE, FEMALE = Sex.MALE, Sex.FEMALE
MOTHER, FATHER, SPOUSE = FamilyTie.MOTHER, FamilyTie.FATHER, FamilyTie.SPOUSE
SIZES = (1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 6, 6, 7)


@dataclass(slots=True)
class Person:
    """Days are ordinals; `id` is a field of COPY's binary format."""

    id: bytes
    people: str
    family: str
    given: str
    patronymic: str | None
    sex: Sex
    born: int
    iin: str | None
    temporary_id: str | None = None
    bare_given: str = ""
    language: str = "kk"
    phone: str | None = None
    citizenship: Citizenship = Citizenship.CITIZEN
    contract_until: int | None = None
    died: int | None = None


@dataclass(slots=True)
class Household:
    """`ties` say what the second person is to the first; `named` is the family that documentation names."""

    members: list[Person] = field(default_factory=list)
    ties: list[tuple[Person, Person, FamilyTie]] = field(default_factory=list)
    named: bool = False


FOREIGN = (
    (Citizenship.PERMANENT_FOREIGNER, "LATIN"), (Citizenship.TEMPORARY_WITH_CONTRACT, "BORDER"),
    (Citizenship.KANDAS, "KAZAKH"), (Citizenship.STATELESS, "BORDER"),
    (Citizenship.PERMANENT_FOREIGNER, "BORDER"),
    (Citizenship.REFUGEE, "LATIN"), (Citizenship.TEMPORARY_WITH_CONTRACT, "LATIN"),
)  # fmt: skip
EVERY_SO_MANY_IS_FOREIGN = 60


class Households:
    """An endless supply, the same for the same seed; of what is counted every `step`-th from `first`."""

    def __init__(
        self, random: Random, ids: Ids, numbers: Numbers, today: int, first: int = 0, step: int = 1
    ) -> None:
        self.random, self.ids, self.numbers, self.today = random, ids, numbers, today
        self.chance = random.random
        self._made, self._temporary, self._phones, self._step = 0, first, first, step

    def new(self, room: int, peoples: tuple[str, ...]) -> Household:
        """A household of at most `room` people."""
        self._made += 1
        if self._made % EVERY_SO_MANY_IS_FOREIGN == 7:
            return self._foreigner()
        size = min(room, SIZES[int(self.chance() * len(SIZES))])
        people = names.pick(self.random, peoples)
        return self._single(people) if size == 1 else self._family(people, size)

    def _single(self, people: str) -> Household:
        age = (
            18 + self.chance() * 25 if self.chance() < 0.55 else 45 + self.chance() * 45
        )
        sex = FEMALE if self.chance() < 0.5 + age / 400 else MALE
        return Household([self._adult(people, names.new_family(self.random, people), sex, self._born(age))])

    def _family(self, people: str, size: int) -> Household:
        family, age = names.new_family(self.random, people), 21 + self.chance() ** 1.3 * 58
        mother = self._adult(people, self._maiden_or(family, people), FEMALE, self._born(age))
        home, father = Household([mother]), None
        if self.chance() < 0.86:
            father = self._adult(people, family, MALE, self._born(age + self.chance() * 7 - 1.5))
            home.members.append(father)
            home.ties.append((father, mother, SPOUSE))
        for _ in range(size - len(home.members)):
            self._add_child(home, people, family, mother, father)
        return home

    def _maiden_or(self, family: str, people: str) -> str:
        return names.new_family(self.random, people) if self.chance() < 0.2 else family

    def _add_child(
        self, home: Household, people: str, family: str, mother: Person, father: Person | None
    ) -> None:
        born = mother.born + int((20 + self.chance() ** 1.4 * 20) * YEAR)
        oldest_at_home = 28 if self.chance() < 0.7 else 45
        if not self.today - oldest_at_home * YEAR < born <= self.today or self._too_close(home, born):
            return
        sex = MALE if self.chance() < 0.513 else FEMALE
        father_given = father.bare_given if father else names.new_given(self.random, people, MALE, 1975)
        child = self._named(people, family, sex, born, father_given)
        if child.bare_given in [member.bare_given for member in home.members]:
            return
        home.members.append(child)
        home.ties.append((child, mother, MOTHER))
        if father:
            home.ties.append((child, father, FATHER))
        if self.today - born > GROWN_UP:
            child.phone = self._phone()

    def _too_close(self, home: Household, born: int) -> bool:
        return min([abs(member.born - born) for member in home.members]) < BETWEEN_BIRTHS

    def _foreigner(self) -> Household:
        citizenship, people = FOREIGN[self._made // EVERY_SO_MANY_IS_FOREIGN % len(FOREIGN)]
        sex = MALE if self.chance() < 0.6 else FEMALE
        born = self._born(19 + self.chance() * 40)
        if people == "LATIN":
            family, given = (self._latin(kind) for kind in ("FAMILY", sex.value))
            person = Person(self.ids.key(), people, family, given, None, sex, born, None, bare_given=given)
            person.language = "en"
        else:
            person = self._adult(people, names.new_family(self.random, people), sex, born)
        person.phone, person.citizenship = self._phone(), citizenship
        person.iin = self.numbers.iin(born, sex) if self.chance() < 0.7 else None
        if person.iin is None:
            person.temporary_id = self.temporary_id()
        if citizenship is Citizenship.TEMPORARY_WITH_CONTRACT:
            person.contract_until = self.today + int(self.chance() * 420) - 40
        return Household([person])

    def _latin(self, kind: str) -> str:
        return names.pick(self.random, name_tables.LATIN_PEOPLE[kind].split())

    def _adult(self, people: str, family: str, sex: Sex, born: int) -> Person:
        father = names.new_given(self.random, people, MALE, int(born / YEAR) - 27)
        person = self._named(people, family, sex, born, father)
        person.phone = self._phone()
        return person

    def _named(self, people: str, family: str, sex: Sex, born: int, father: str) -> Person:
        year = int(born / YEAR)
        choices = names.given_names(people, sex, year)
        bare = given = choices[int(self.chance() * len(choices))]
        if sex is FEMALE:
            family = names.in_sex(family, sex)
        language, patronymic = "ru", names.russian_patronymic(father, sex)
        if people == "KAZAKH":
            luck = self.chance()
            if luck < (0.08 if year < 1980 else 0.35 if year < 2000 else 0.75):
                patronymic = names.kazakh_patronymic(father, sex)
            if luck >= (0.25 if year < 1975 else 0.5 if year < 2000 else 0.8):
                family, given = names.in_russian_letters(family), names.in_russian_letters(given)
                patronymic = names.in_russian_letters(patronymic)
            language = "kk" if luck < 0.75 else "ru"
        iin = self.numbers.iin(born, sex)
        person = Person(self.ids.key(), people, family, given, patronymic, sex, born, iin, None, bare, language)
        if iin is None or self.today - born < WITHOUT_NUMBER_FOR_DAYS:
            person.iin, person.temporary_id = None, self.temporary_id()
        return person

    def temporary_id(self) -> str:
        self._temporary += self._step
        return f"T{self._temporary:08}"

    def _phone(self) -> str:
        self._phones += self._step
        return f"+7{UNKNOWN_IN_KAZAKHSTAN}{self._phones * 7_919 % 10_000_000:07}"

    def _born(self, age: float) -> int:
        return self.today - int(age * YEAR)

