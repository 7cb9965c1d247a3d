"""What a merge gives the survivor is what can be taken back, whatever happened meanwhile."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.merge import ADDRESS, columns_of, gifts, without_gifts

NUMBERS = [f"+7701000000{digit}" for digit in range(4)]
text = st.one_of(st.none(), st.sampled_from(["x", "y", "z"]))
records = st.fixed_dictionaries(
    {
        "iin": text,
        "patronymic": text,
        "phones": st.lists(st.sampled_from(NUMBERS), unique=True, max_size=3),
        "email": text,
        "address": st.fixed_dictionaries({name: text for name in ADDRESS}),
        "deceased_on": st.one_of(st.none(), st.just("2026-01-01")),
    }
)


def after(survivor: dict[str, Any], given_fields: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    return survivor | {name: new for name, (_, new) in given_fields.items()}


@given(records, records)
def test_what_is_given_can_be_taken_back_whole(survivor: dict[str, Any], merged: dict[str, Any]) -> None:
    given_fields = gifts(survivor, merged)
    back, changed = without_gifts(after(survivor, given_fields), given_fields)
    assert after(survivor, given_fields) | back == survivor
    assert changed == set()


@given(records, records)
def test_nothing_that_the_survivor_has_is_overwritten(
    survivor: dict[str, Any], merged: dict[str, Any]
) -> None:
    now = after(survivor, gifts(survivor, merged))
    for name, value in survivor.items():
        if name == "phones":
            assert now[name][: len(value)] == value
        elif name == "address":
            assert now[name] == value or not any(value.values())
        elif value:
            assert now[name] == value


@given(records, records)
def test_given_twice_is_given_once(survivor: dict[str, Any], merged: dict[str, Any]) -> None:
    assert gifts(after(survivor, gifts(survivor, merged)), merged) == {}


@given(records, records, records)
def test_what_people_have_changed_since_stays(
    survivor: dict[str, Any], merged: dict[str, Any], edited: dict[str, Any]
) -> None:
    given_fields = gifts(survivor, merged)
    back, changed = without_gifts(edited, given_fields)
    left = edited | back
    for name, (before, new) in given_fields.items():
        if name == "phones":
            own = [number for number in edited[name] if number in before or number not in new]
            assert left[name] == (before if edited[name] == new else own)
        else:
            assert left[name] == (before if edited[name] == new else edited[name])
    assert gifts(left, merged, changed).keys().isdisjoint(changed)


def test_an_address_is_taken_as_a_whole_or_not_at_all() -> None:
    nothing = dict.fromkeys(ADDRESS)
    survivor = values(address=nothing | {"street": "Абай"})
    merged = values(address=nothing | {"street": "Сейфуллин", "house": "3"})
    assert gifts(survivor, merged) == {}
    assert gifts(values(address=nothing), merged)["address"][1] == merged["address"]


def test_columns_are_as_the_database_takes_them() -> None:
    columns = columns_of(values(deceased_on="2026-01-31", email="a@example.kz"))
    assert columns["deceased_on"].isoformat() == "2026-01-31"
    assert columns["email"] == "a@example.kz"
    assert set(ADDRESS) < columns.keys()


def values(**given_fields: Any) -> dict[str, Any]:
    nothing: dict[str, Any] = {
        "iin": None,
        "patronymic": None,
        "phones": [],
        "email": None,
        "address": dict.fromkeys(ADDRESS),
        "deceased_on": None,
    }
    return nothing | given_fields
