"""Vaccines that clinics use: products by trade name, each of a kind that the calendar knows by its CVX code."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, new_id, one_of
from domain.dose import DoseRoute


class Vaccine(SQLModel, table=True):
    """Reference data; which product stands for which code is unverified where `verified` says so."""

    __tablename__ = "vaccine"
    __table_args__ = (UniqueConstraint("cvx", "trade_name"), one_of("route", DoseRoute))

    id: UUID = new_id()
    cvx: str = Field(index=True)
    trade_name: str
    maker: str | None = None
    name_kk: str
    name_ru: str
    name_en: str
    dose_ml: float | None = None
    route: DoseRoute | None = choice(default=None, nullable=True)
    valid_from: date
    valid_to: date | None = None
    source: str
    verified: bool = False
