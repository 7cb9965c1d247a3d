"""Switching off any one rule must fail a test; a rule that nobody would miss is not a rule."""

import inspect
from types import ModuleType

import pytest

from domain.immunization import (
    dose,
    earliest,
    forecast,
    groups,
    headline,
    measures,
    needs,
    relevance,
    rows,
    scoring,
    selection,
    skipping,
)
from domain.immunization.reading import CalendarError
from tests.domain.immunization.ablations import ABLATIONS, Ablation, switched_off, witness

RULE_MODULES = (
    dose, earliest, forecast, groups, headline, measures, needs, relevance, rows, scoring, selection,
    skipping,
)  # fmt: skip
FAILURES = (AssertionError, pytest.fail.Exception, CalendarError, AttributeError, IndexError, StopIteration)
ORDER_OF_RULES = {
    "dose:judge", "dose:fine", "forecast:forecast", "forecast:need", "forecast:dates_of", "groups:group_forecasts",
    "groups:best_members", "groups:merge", "groups:merged_dates", "groups:group_earliest",
    "headline:headline", "headline:dose_statuses", "headline:seen", "measures:plan", "measures:plans",
    "needs:antigen_facts",
    "relevance:relevant_series", "scoring:points", "scoring:by_progress", "scoring:earliest", "selection:select", "selection:winner",
}  # fmt: skip
"""Functions that only say in which order rules apply; `scoring` questions are switched off in their lists."""
QUESTIONS = {
    "scoring:most_valid_doses", "scoring:all_valid_on_product_path", "scoring:completable",
    "scoring:closest_to_completion", "scoring:finishes_earliest", "scoring:starts_earliest",
    "scoring:not_on_product_path",
}  # fmt: skip


@pytest.mark.parametrize("ablation", ABLATIONS, ids=lambda one: one.name)
def test_without_a_rule_its_test_fails(ablation: Ablation) -> None:
    test = witness(ablation.witness)
    test()
    with switched_off(ablation), pytest.raises(FAILURES):
        test()
    test()


@pytest.mark.parametrize("module", RULE_MODULES, ids=lambda one: one.__name__)
def test_every_function_of_a_rule_module_is_switched_off_once(module: ModuleType) -> None:
    place = module.__name__.rpartition(".")[2]
    functions = {
        f"{place}:{name}"
        for name, one in vars(module).items()
        if inspect.isfunction(one) and one.__module__ == module.__name__ and not name.startswith("_")
    }
    assert functions - {one.place for one in ABLATIONS} - ORDER_OF_RULES - QUESTIONS == set()
