"""Days are Kazakhstan's, wherever the server stands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

# The whole country has kept UTC+5 since 1 March 2024; before that Almaty kept +6, which the zone knows.
ALMATY = ZoneInfo("Asia/Almaty")


def day_of(moment: datetime) -> date:
    """The day in Kazakhstan; `moment` must know its zone, or that of the machine is taken for it."""
    return moment.astimezone(ALMATY).date()
