"""What one request costs the database, counted in its own log: the same way for everybody."""

import re
import time

from bench.reading.city import City
from bench.reading.contestants import POOL, Running
from bench.reading.screens import Screen, Screens

LOGGED = re.compile(r"LOG:  (?:execute [^:]*|statement): (.*(?:\n\t.*)*)")
FRAME = re.compile(r"^\s*(begin|commit|rollback|start transaction|deallocate|discard|reset)\b", re.IGNORECASE)


def statements(city: City, running: Running, screens: Screens, screen: Screen, body: bytes) -> list[str]:
    """The statements of one request without begin and commit, once its connections are warm."""
    for _ in range(2 * POOL):
        running.answer(screens, screen, body)
    with city.connect() as connection:
        connection.execute("alter system set log_statement = 'all'")
        connection.execute("select pg_reload_conf()")
        time.sleep(0.4)
        position = city.log.stat().st_size
        try:
            running.answer(screens, screen, body)
            time.sleep(0.2)
            with city.log.open("rb") as log:
                log.seek(position)
                written = log.read().decode(errors="replace")
        finally:
            connection.execute("alter system reset log_statement")
            connection.execute("select pg_reload_conf()")
            time.sleep(0.3)
    found = [" ".join(one.split()) for one in LOGGED.findall(written)]
    return [line for line in found if not FRAME.match(line) and "log_statement" not in line]
