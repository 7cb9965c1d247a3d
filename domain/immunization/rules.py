"""The rules of the engine by name: every reason that it gives carries one of these."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Identifier and source. `CDSi` is CDC's logic specification 4.6; `RK` are Kazakhstan's extensions."""

    code: str
    source: str


class Rules:
    """Every rule; a plain class, because looking a member up in an Enum costs more than the rule."""

    ORGANIZE_UNKNOWN_VACCINE = Rule("organize/unknown-vaccine", "CDSi 4.2")
    ORGANIZE_NO_ANTIGEN = Rule("organize/no-antigen-at-this-age", "CDSi 4.2")
    ORGANIZE_FUTURE = Rule("organize/after-assessment", "CDSi 4.2")
    DOSE_EXPIRED = Rule("dose/expired-lot", "CDSi 6.1")
    DOSE_FLAWED = Rule("dose/condition", "CDSi 6.1")
    DOSE_UNDOCUMENTED = Rule("dose/undocumented", "RK handbook 2.3")
    DOSE_EPIDEMIC = Rule("dose/epidemic", "RK handbook 2.1")
    SKIP = Rule("target/skipped", "CDSi 6.2")
    WITHDRAWN = Rule("target/not-in-force", "RK calendar versions")
    SERIES_EXHAUSTED = Rule("series/already-complete", "CDSi 4.4")
    INADVERTENT = Rule("dose/inadvertent", "CDSi 6.3")
    AGE_TOO_YOUNG = Rule("age/too-young", "CDSi 6.4")
    AGE_GRACE = Rule("age/grace-period", "CDSi 6.4")
    AGE_TOO_OLD = Rule("age/too-old", "CDSi 6.4")
    INTERVAL_TOO_SOON = Rule("interval/too-soon", "CDSi 6.5")
    INTERVAL_GRACE = Rule("interval/grace-period", "CDSi 6.5")
    INTERVAL_ALLOWED = Rule("interval/allowable", "CDSi 6.6")
    CONFLICT = Rule("conflict/too-soon-after-other-vaccine", "CDSi 6.7")
    VACCINE_NOT_USABLE = Rule("vaccine/not-preferable-or-allowable", "CDSi 6.8-6.9")
    VACCINE_WRONG_AGE = Rule("vaccine/wrong-age-for-product", "CDSi 6.8-6.9")
    VACCINE_WRONG_PRODUCT = Rule("vaccine/wrong-trade-name", "CDSi 6.8")
    VACCINE_ALLOWABLE = Rule("vaccine/allowable", "CDSi 6.9")
    VACCINE_LOW_VOLUME = Rule("vaccine/low-volume", "CDSi 6.8")
    TEST_MISSING = Rule("test/missing", "RK handbook 2.4")
    IMMUNE_HISTORY = Rule("immunity/history", "CDSi 7.2")
    IMMUNE_BIRTH = Rule("immunity/birth-date", "CDSi 7.2")
    CONTRAINDICATED = Rule("contraindication/antigen", "CDSi 7.3")
    CONTRAINDICATED_VACCINES = Rule("contraindication/every-vaccine", "CDSi 7.3")
    COMPLETE = Rule("need/complete", "CDSi 7.4")
    HISTORY_ENOUGH = Rule("need/history-enough", "CDSi 7.4")
    SEASON_OVER = Rule("need/season-over", "CDSi 7.4")
    AGED_OUT = Rule("need/aged-out", "CDSi 7.4")
    CANNOT_FINISH = Rule("need/cannot-finish", "CDSi 7.4")
    NEEDED = Rule("need/dose-due", "CDSi 7.4")
    TEST_POSITIVE = Rule("test/positive", "RK handbook 2.4")
    FROM_BIRTH = Rule("date/birth", "CDSi 7.5")
    FROM_MINIMUM_AGE = Rule("date/minimum-age", "CDSi 7.4 FORECASTDTCAN-1")
    FROM_MINIMUM_INTERVAL = Rule("date/minimum-interval", "CDSi 7.4 FORECASTDTCAN-1")
    FROM_CONFLICT = Rule("date/conflict-end", "CDSi 7.4 FORECASTDTCAN-1")
    FROM_SEASON = Rule("date/season-start", "CDSi 7.4 FORECASTDTCAN-1")
    FROM_INADVERTENT = Rule("date/inadvertent-dose", "CDSi 7.4 FORECASTDTCAN-1")
    FROM_LAST_DOSE = Rule("date/last-dose", "CDSi 7.4 FORECASTDTCAN-1")
    FROM_TEST = Rule("date/test-read", "RK handbook 2.4")
    FROM_PROGRAMME = Rule("date/programme-start", "RK programme")
    FROM_EARLIEST = Rule("date/earliest", "CDSi 7.5")
    FROM_RECOMMENDED_AGE = Rule("date/recommended-age", "CDSi 7.5")
    FROM_RECOMMENDED_INTERVAL = Rule("date/recommended-interval", "CDSi 7.5")
    FROM_LATEST_AGE = Rule("date/latest-recommended-age", "CDSi 7.5")
    FROM_LATEST_INTERVAL = Rule("date/latest-recommended-interval", "CDSi 7.5")
    FROM_MAXIMUM_AGE = Rule("date/maximum-age", "CDSi 7.5")


ALL_RULES: dict[str, Rule] = {one.code: one for one in vars(Rules).values() if isinstance(one, Rule)}
