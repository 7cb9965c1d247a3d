"""The people who work in the demo's clinics: as many of each category as the source texts count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random

from db.demo import names
from db.demo.ids import Ids, Numbers
from db.demo.places import ClinicPlace
from domain.attachment_rules import ListKind
from domain.names import sort_key
from domain.people import Sex
from domain.staff import StaffCategory

DOCTOR_OF = {ListKind.GP: "GP", ListKind.THERAPIST: "THER_PHC", ListKind.PAEDIATRICIAN: "PED_PHC"}
SPECIALISTS = """HEAD_DEP OBGYN CARD NEURO OPHT ENT SURG ENDO UROL DERM INFECT ONCO TRAUM RAD USD FUNC LAB
    GASTRO PULM RHEUM NEPH PSYCH NARCO PHTHIS VACC REHAB PHYSIO STOM STOMPED ALLERG MAMM ENDOSC VKK_CHAIR"""
NURSES = "NURSE_PHC NURSE_PHC NURSE_PHC NURSE_EXT NURSE_PHC NURSE_VACC MIDWIFE FELDSHER XRAYTECH MASSAGE"
OTHERS = "REG REG CC_OP STAT PSS HLS REG CC_OP LOGO"
QUALIFICATION_HOLDS = timedelta(days=5 * 365)


@dataclass(frozen=True, slots=True)
class Post:
    category: StaffCategory
    specialty: str


@dataclass(frozen=True, slots=True)
class Hire:
    """One member of staff: rows of the tables staff, employment and qualification."""

    staff: tuple[object, ...]
    employment: tuple[object, ...]
    qualification: tuple[object, ...] | None


class Recruiter:
    """Fills the posts of clinics. `titles` are the specialties' names in Kazakh."""

    def __init__(
        self, random: Random, ids: Ids, numbers: Numbers, today: date, titles: dict[str, str]
    ) -> None:
        self.random, self.ids, self.numbers, self.today, self.titles = random, ids, numbers, today, titles

    def hire(self, clinic: ClinicPlace, named: dict[str, str]) -> Iterator[Hire]:
        """Everybody of a clinic; `named` gives some posts (by specialty code) to a name of our choice."""
        lists = list(clinic.all_lists())
        for place, post in enumerate(self._posts(clinic)):
            hire = self._hire(clinic, post, named.pop(post.specialty, None))
            if place < len(lists):
                lists[place].doctor_id = str(hire.staff[0])
            yield hire

    def _posts(self, clinic: ClinicPlace) -> Iterator[Post]:
        higher, secondary, psychologists, social, other = clinic.plan.staff
        doctors = [DOCTOR_OF[place.kind] for place in clinic.all_lists()]
        doctors += ["CHIEF", *islice(cycle(SPECIALISTS.split()), max(1, higher - len(doctors) - 1))]
        yield from (Post(StaffCategory.HIGHER, code) for code in doctors)
        yield from (Post(StaffCategory.SECONDARY, code) for code in islice(cycle(NURSES.split()), secondary))
        yield from (Post(StaffCategory.PSYCHOLOGIST, "PSYCHOL") for _ in range(psychologists))
        yield from (Post(StaffCategory.SOCIAL_WORKER, "SOCIAL") for _ in range(social))
        yield from (Post(StaffCategory.OTHER, code) for code in islice(cycle(OTHERS.split()), other))

    def _hire(self, clinic: ClinicPlace, post: Post, called: str | None) -> Hire:
        sex = Sex.FEMALE if self.random.random() < 0.8 else Sex.MALE
        people = names.pick(self.random, names.ALMATY)
        born = self.today.toordinal() - int((24 + self.random.random() * 40) * 365.25)
        father = names.new_given(self.random, people, Sex.MALE, 1960)
        given, family = (called or " ").split(" ", 1)
        given = given or names.new_given(self.random, people, sex, born // 366)
        family = family or names.in_sex(names.new_family(self.random, people), sex)
        patronymic = None if called else names.russian_patronymic(father, sex)
        staff_id, iin = self.ids.new(), self.numbers.iin(born, sex)
        started = self.today - timedelta(days=int(60 + self.random.random() ** 2 * 7000))
        title = self.titles[post.specialty]
        return Hire(
            (
                staff_id,
                clinic.id,
                iin,
                family,
                given,
                patronymic,
                sort_key(family, given, patronymic),
                True,
                1,
            ),
            (self.ids.new(), staff_id, clinic.id, title, post.category, post.specialty, started),
            self._qualification(staff_id, clinic.id, title, post),
        )

    def _qualification(
        self, staff_id: str, clinic_id: str, title: str, post: Post
    ) -> tuple[object, ...] | None:
        if post.category not in (StaffCategory.HIGHER, StaffCategory.SECONDARY):
            return None
        issued = self.today - timedelta(days=int(self.random.random() * 2000))
        number = f"D-{self.random.randrange(10**6):06}"
        return (self.ids.new(), staff_id, clinic_id, title, number, issued, issued + QUALIFICATION_HOLDS)
