"""The load of a doctor's list."""

from datetime import date

import pytest

from db.reference import attachment_rules
from domain.attachment import ListKind
from domain.workload import Workload, workload

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("people", "ratio", "over_by", "room"),
    [
        (0, 0.0, 0, 1700),
        (850, 0.5, 0, 850),
        (1700, 1.0, 0, 0),
        (1701, 1701 / 1700, 1, 0),
        (3400, 2.0, 1700, 0),
    ],
)
def test_a_list_is_measured_against_the_norm_of_the_day(
    people: int, ratio: float, over_by: int, room: int
) -> None:
    load = workload(ListKind.GP, people, attachment_rules(), TODAY)
    assert (load.ratio, load.over_by, load.room) == (ratio, over_by, room)
    assert load.is_over is (over_by > 0)


def test_the_norm_of_2018_was_another() -> None:
    assert workload(ListKind.GP, 2000, attachment_rules(), date(2018, 6, 1)).ratio == 1.0


def test_without_a_norm_there_is_nothing_to_exceed() -> None:
    assert workload(ListKind.GP, 5000, attachment_rules(), date(2000, 1, 1)) == Workload(5000, None)
    assert (Workload(5000, None).ratio, Workload(5000, None).room, Workload(5000, None).over_by) == (
        None,
        None,
        0,
    )
