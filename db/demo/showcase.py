"""One family that documentation and examples can name: the same people in every demo city."""

from datetime import date

from db.demo.household import Household, Households, Person
from domain.iin import make_iin
from domain.people import FamilyTie, Sex

SERIAL = 8999


def family(households: Households) -> Household:
    """Ғалымжан, Әлия, their children Әлихан and Айзере, and a baby a few days old without an IIN."""
    galymzhan = _person(households, "Ахметов", "Ғалымжан", "Серікұлы", Sex.MALE, date(1987, 3, 12))
    aliya = _person(households, "Ахметова", "Әлия", "Нұрланқызы", Sex.FEMALE, date(1989, 7, 25))
    alikhan = _person(households, "Ахметов", "Әлихан", "Ғалымжанұлы", Sex.MALE, date(2015, 5, 9))
    aizere = _person(households, "Ахметова", "Айзере", "Ғалымжанқызы", Sex.FEMALE, date(2021, 11, 2))
    baby = _person(
        households, "Ахметов", "Санжар", "Ғалымжанұлы", Sex.MALE, date.fromordinal(households.today - 6)
    )
    baby.iin, baby.temporary_id = None, households.temporary_id()
    galymzhan.phone, aliya.phone = "+77099120387", "+77099250789"
    children = (alikhan, aizere, baby)
    ties = [(child, aliya, FamilyTie.MOTHER) for child in children]
    ties += [(child, galymzhan, FamilyTie.FATHER) for child in children]
    ties.append((galymzhan, aliya, FamilyTie.SPOUSE))
    return Household([aliya, galymzhan, *children], ties, named=True)


def _person(
    households: Households, family_name: str, given: str, patronymic: str, sex: Sex, born: date
) -> Person:
    iin = make_iin(born, sex, SERIAL)
    return Person(
        households.ids.key(),
        "KAZAKH",
        family_name,
        given,
        patronymic,
        sex,
        born.toordinal(),
        iin,
        bare_given=given,
    )
