"""The files of reference data: complete, sourced, without gaps, overlaps or paths of somebody's machine."""

from datetime import date, timedelta
from importlib.resources import files
from itertools import groupby, pairwise
from typing import Any

import pytest

from db.reference import attachment_rules, read
from domain.attachment_rules import AttachmentReason, ListKind
from domain.dated import Dated, holds, in_force

DATED = [
    "attachment_norms",
    "free_choice_limits",
    "attachment_list_ages",
    "attachment_reasons",
    "immunization_forms",
]


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(name)["rows"]
    return found


@pytest.mark.parametrize("name", [*DATED, "attachment_campaigns"])
def test_every_row_names_its_source_and_whether_it_is_verified(name: str) -> None:
    for row in rows(name):
        assert row["source"].strip(), row
        assert isinstance(row["verified"], bool), row
        assert row["verified"] or "unverified" in row["source"] or "discussion" in row["source"], row


@pytest.mark.parametrize("name", DATED)
def test_rules_of_one_kind_follow_one_another_without_gap_or_overlap(name: str) -> None:
    def kind(row: dict[str, Any]) -> tuple[str, str, int]:
        return row.get("list_kind", ""), row.get("reason", ""), row.get("under_age", 0)

    for _, of_one_kind in groupby(sorted(rows(name), key=kind), key=kind):
        for earlier, later in pairwise(sorted(of_one_kind, key=lambda row: row["valid_from"])):
            ended, began = date.fromisoformat(earlier["valid_to"]), date.fromisoformat(later["valid_from"])
            assert began - ended == timedelta(days=1)


def test_campaigns_are_in_order_and_count_from_the_next_year() -> None:
    campaigns = attachment_rules().campaigns
    assert [c.year for c in campaigns] == list(range(2018, 2026))
    for campaign in campaigns:
        assert campaign.opens_on < campaign.closes_on < campaign.effective_on == date(campaign.year + 1, 1, 1)


def test_every_reason_and_every_list_has_a_rule_today() -> None:
    rules, today = attachment_rules(), date(2026, 11, 22)
    assert all(rules.reason(reason, today) for reason in AttachmentReason)
    assert all(rules.norm(kind, today) and rules.list_age(kind, today) for kind in ListKind)


def test_every_reason_has_a_name_in_three_languages() -> None:
    for row in rows("attachment_reasons"):
        assert len({row["name_kk"], row["name_ru"], row["name_en"]}) == 3


def test_the_twenty_regions_have_kato_codes() -> None:
    regions = read("regions")["regions"]
    assert len({region["kato"] for region in regions}) == 20
    assert all(region["kato"] == region["code"] + "0000000" for region in regions)


def test_specialties_have_codes_of_their_own() -> None:
    specialties = read("specialties")["specialties"]
    assert len({specialty["code"] for specialty in specialties}) == len(specialties) == 57


def test_no_file_names_a_path_of_a_machine() -> None:
    for file in files("db.reference").iterdir():
        if file.name.endswith(".json"):
            assert not any(path in file.read_text() for path in ("/work/", "/tmp/", "/home/")), file.name


def test_a_rule_holds_from_its_first_to_its_last_day() -> None:
    class Rule:
        valid_from, valid_to = date(2026, 1, 1), date(2026, 12, 31)

    rule: Dated = Rule()
    assert [holds(rule, date(2025, 12, 31)), holds(rule, date(2026, 1, 1))] == [False, True]
    assert [holds(rule, date(2026, 12, 31)), holds(rule, date(2027, 1, 1))] == [True, False]
    assert in_force([rule], date(2026, 6, 1)) == (rule,)
