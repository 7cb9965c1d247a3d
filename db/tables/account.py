"""Who may sign in, their sessions, and what they asked to be kept: drafts, revealed identities, repeated requests."""

from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, json, later_moment, moment, new_id, one_of, texts
from domain.access import Role
from domain.language import Language


class Account(SQLModel, table=True):
    """A person's sign-in with one role; several offices are several accounts.

    `totp_secret` and `totp_pending` are sealed (db/vault.py). With `one_time_until` the password came from somebody
    else: until then it opens the door once, to choose an own one.
    """

    __tablename__ = "account"
    __table_args__ = (
        one_of("role", Role),
        one_of("language", Language),
        Index("uq_account_login", text("lower(login)"), unique=True),
        CheckConstraint(
            "role in ('AUDITOR','FUND_OFFICER','PATIENT','INTEGRATION','DISPLAY','SYSTEM') or clinic_id is not null",
            name="clinic_of_role",
        ),
    )

    id: UUID = new_id()
    login: str
    name: str
    role: Role = choice()
    clinic_id: UUID | None = Field(default=None, foreign_key="clinic.id", index=True)
    regions: list[str] = texts()
    staff_id: UUID | None = Field(default=None, foreign_key="staff.id")
    patient_id: UUID | None = Field(default=None, foreign_key="patient.id")
    language: Language = choice(default=Language.KK)
    password_hash: str
    totp_secret: str | None = None
    totp_last_step: int | None = None
    totp_pending: str | None = Field(default=None, sa_type=Text)
    totp_pending_at: datetime | None = later_moment()
    second_factor_since: datetime | None = later_moment()
    recovery_hashes: list[str] = texts()
    one_time_until: datetime | None = later_moment()
    active: bool = True
    failed_sign_ins: int = 0
    last_failed_at: datetime | None = later_moment()
    last_sign_in_at: datetime | None = later_moment()
    is_demo: bool = False
    created_at: datetime = moment()
    created_by: UUID | None = None
    version: int = 1


class Session(SQLModel, table=True):
    """A signed-in browser, or with a `scope` a client's token; only the token's SHA-256 is kept."""

    __tablename__ = "session"

    id: UUID = new_id()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    token_hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    created_at: datetime = moment()
    last_seen_at: datetime = moment()
    authenticated_at: datetime = moment()
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))
    revoked_at: datetime | None = later_moment()
    address: str | None = None
    user_agent: str | None = None
    scope: str | None = None


class SignInAttempt(SQLModel, table=True):
    """Failures per account and per address, from which the delay grows."""

    __tablename__ = "sign_in_attempt"

    key: str = Field(primary_key=True)
    failures: int = 0
    last_at: datetime = moment()


class Draft(SQLModel, table=True):
    """A form half filled in, kept on the server for one person and one form."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("account_id", "form"),)

    id: UUID = new_id()
    account_id: UUID = Field(foreign_key="account.id")
    form: str
    content: str = Field(sa_column=Column(Text, nullable=False))
    saved_at: datetime = moment()
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))


class Reveal(SQLModel, table=True):
    """One person's identity opened to one account of the Fund, for one purpose, until a moment."""

    __tablename__ = "reveal"

    id: UUID = new_id()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id")
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    reason: str
    revealed_at: datetime = moment()
    until: datetime = Field(sa_type=DateTime(timezone=True))


class IdempotencyKey(SQLModel, table=True):
    """A mutation's answer, kept under the client's key in the mutation's own transaction."""

    __tablename__ = "idempotency_key"

    account_id: UUID = Field(primary_key=True)
    key: str = Field(primary_key=True)
    request_hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    response: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    status: int = 200
    created_at: datetime = moment()


class Export(SQLModel, table=True):
    """A file of exactly the rows that somebody filtered, for that person alone, for an hour."""

    __tablename__ = "export"

    id: UUID = new_id()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    what: str
    criteria: dict[str, Any] = json()
    row_count: int
    file_name: str
    sha256: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime = moment()
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))
