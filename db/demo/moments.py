"""The minute of a day at which something was recorded; of today only what has passed."""

from datetime import datetime

from db.demo.binary import bigint, microseconds

OPENS, EVERY, OF_A_DAY = 9 * 3600, 33 * 60, 16
"""So many moments of a day are told apart, by seconds."""
A_DAY = microseconds(1, 0) - microseconds(0, 0)
TIMES = [microseconds(0, OPENS + nth * EVERY) for nth in range(OF_A_DAY)]


class Moments:
    """`now` is Almaty's."""

    def __init__(self, now: datetime) -> None:
        self.today = now.toordinal()
        self._passed = (now - now.replace(hour=0, minute=0, second=0, microsecond=0)).seconds

    def of(self, ordinal: int, key: bytes) -> bytes:
        """A field with some minute of that working day, told by the field of an identifier."""
        nth = key[-2] % OF_A_DAY
        if ordinal >= self.today:
            return bigint(microseconds(self.today, self._passed * nth // OF_A_DAY))
        return bigint(ordinal * A_DAY + TIMES[nth])
