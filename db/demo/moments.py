"""The minute of a day at which something was recorded; of today only what has passed."""

from datetime import datetime

from db.demo.binary import moment

OPENS, EVERY = 9 * 3600, 33 * 60
BITS, OF_A_DAY, LAST_OF_A_DAY = 4, 16, 15
"""So many moments of a day are told apart."""


class Moments(dict[int, bytes]):
    """Fields by day and moment, each made once. `now` is Almaty's."""

    def __init__(self, now: datetime) -> None:
        self.today = now.toordinal()
        self._passed = (now - now.replace(hour=0, minute=0, second=0, microsecond=0)).seconds

    def of(self, ordinal: int, key: bytes) -> bytes:
        """Some minute of that working day, told by the field of an identifier."""
        return self[ordinal << BITS | key[-2] & LAST_OF_A_DAY]

    def __missing__(self, place: int) -> bytes:
        ordinal, nth = divmod(place, OF_A_DAY)
        if ordinal >= self.today:
            field = moment(self.today, self._passed * nth // OF_A_DAY)
        else:
            field = moment(ordinal, OPENS + nth * EVERY)
        self[place] = field
        return field
