"""The seals of the audit trail: signed heads that show whether anybody has changed what was on record."""
