"""The minute of a day at which something was recorded; of today only what has passed."""

from datetime import datetime

from db.demo.binary import moment

OPENS, HOURS_OPEN = 9 * 3600, 9
SPREAD = 257
"""A little more than there are values of a byte."""


class Moments:
    """`now` is Almaty's."""

    def __init__(self, now: datetime) -> None:
        self.today = now.toordinal()
        self._passed = (now - now.replace(hour=0, minute=0, second=0, microsecond=0)).seconds
        self._seconds = [OPENS + byte % HOURS_OPEN * 3600 + byte * 7 % 60 * 60 for byte in range(256)]

    def of(self, ordinal: int, key: bytes) -> bytes:
        """Some minute of that working day, told by the field of an identifier."""
        if ordinal >= self.today:
            return moment(self.today, self._passed * (key[-2] + 1) // SPREAD)
        return moment(ordinal, self._seconds[key[-2]])
