"""The rules of the engine by name: every reason that it gives carries one of these."""

from enum import Enum


class Rule(Enum):
    """Identifier and source. `CDSi` is CDC's logic specification 4.6; `RK` are Kazakhstan's extensions."""

    ORGANIZE_UNKNOWN_VACCINE = ("organize/unknown-vaccine", "CDSi 4.2")
    ORGANIZE_NO_ANTIGEN = ("organize/no-antigen-at-this-age", "CDSi 4.2")
    ORGANIZE_FUTURE = ("organize/after-assessment", "CDSi 4.2")
    DOSE_EXPIRED = ("dose/expired-lot", "CDSi 6.1")
    DOSE_FLAWED = ("dose/condition", "CDSi 6.1")
    DOSE_UNDOCUMENTED = ("dose/undocumented", "RK handbook 2.3")
    DOSE_EPIDEMIC = ("dose/epidemic", "RK handbook 2.1")
    SKIP = ("target/skipped", "CDSi 6.2")
    WITHDRAWN = ("target/not-in-force", "RK calendar versions")
    SERIES_EXHAUSTED = ("series/already-complete", "CDSi 4.4")
    INADVERTENT = ("dose/inadvertent", "CDSi 6.3")
    AGE_TOO_YOUNG = ("age/too-young", "CDSi 6.4")
    AGE_GRACE = ("age/grace-period", "CDSi 6.4")
    AGE_TOO_OLD = ("age/too-old", "CDSi 6.4")
    INTERVAL_TOO_SOON = ("interval/too-soon", "CDSi 6.5")
    INTERVAL_GRACE = ("interval/grace-period", "CDSi 6.5")
    INTERVAL_ALLOWED = ("interval/allowable", "CDSi 6.6")
    CONFLICT = ("conflict/too-soon-after-other-vaccine", "CDSi 6.7")
    VACCINE_NOT_USABLE = ("vaccine/not-preferable-or-allowable", "CDSi 6.8-6.9")
    VACCINE_WRONG_AGE = ("vaccine/wrong-age-for-product", "CDSi 6.8-6.9")
    VACCINE_WRONG_PRODUCT = ("vaccine/wrong-trade-name", "CDSi 6.8")
    VACCINE_ALLOWABLE = ("vaccine/allowable", "CDSi 6.9")
    VACCINE_LOW_VOLUME = ("vaccine/low-volume", "CDSi 6.8")
    TEST_MISSING = ("test/missing", "RK handbook 2.4")
    IMMUNE_HISTORY = ("immunity/history", "CDSi 7.2")
    IMMUNE_BIRTH = ("immunity/birth-date", "CDSi 7.2")
    CONTRAINDICATED = ("contraindication/antigen", "CDSi 7.3")
    CONTRAINDICATED_VACCINES = ("contraindication/every-vaccine", "CDSi 7.3")
    COMPLETE = ("need/complete", "CDSi 7.4")
    HISTORY_ENOUGH = ("need/history-enough", "CDSi 7.4")
    SEASON_OVER = ("need/season-over", "CDSi 7.4")
    AGED_OUT = ("need/aged-out", "CDSi 7.4")
    CANNOT_FINISH = ("need/cannot-finish", "CDSi 7.4")
    NEEDED = ("need/dose-due", "CDSi 7.4")
    TEST_POSITIVE = ("test/positive", "RK handbook 2.4")
    FROM_BIRTH = ("date/birth", "CDSi 7.5")
    FROM_MINIMUM_AGE = ("date/minimum-age", "CDSi 7.4 FORECASTDTCAN-1")
    FROM_MINIMUM_INTERVAL = ("date/minimum-interval", "CDSi 7.4 FORECASTDTCAN-1")
    FROM_CONFLICT = ("date/conflict-end", "CDSi 7.4 FORECASTDTCAN-1")
    FROM_SEASON = ("date/season-start", "CDSi 7.4 FORECASTDTCAN-1")
    FROM_INADVERTENT = ("date/inadvertent-dose", "CDSi 7.4 FORECASTDTCAN-1")
    FROM_LAST_DOSE = ("date/last-dose", "CDSi 7.4 FORECASTDTCAN-1")
    FROM_TEST = ("date/test-read", "RK handbook 2.4")
    FROM_PROGRAMME = ("date/programme-start", "RK programme")
    FROM_INDICATION = ("date/indication-begin", "CDSi 5 (convention D)")
    FROM_EARLIEST = ("date/earliest", "CDSi 7.5")
    FROM_RECOMMENDED_AGE = ("date/recommended-age", "CDSi 7.5")
    FROM_RECOMMENDED_INTERVAL = ("date/recommended-interval", "CDSi 7.5")
    FROM_LATEST_AGE = ("date/latest-recommended-age", "CDSi 7.5")
    FROM_LATEST_INTERVAL = ("date/latest-recommended-interval", "CDSi 7.5")
    FROM_MAXIMUM_AGE = ("date/maximum-age", "CDSi 7.5")

    def __init__(self, code: str, source: str) -> None:
        self.code = code
        self.source = source
