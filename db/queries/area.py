"""Catchment areas: how lists of them are narrowed."""

from db.queries.conditions import Filters, equals
from db.queries.visible import table_of
from db.tables import Area, AreaStreet

AREA, STREET = table_of(Area), table_of(AreaStreet)

AREA_FILTERS: Filters = {"clinic_id": equals(AREA.c.clinic_id), "kind": equals(AREA.c.kind)}
