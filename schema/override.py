"""Going on against a rule that advises."""

import strawberry


@strawberry.input(description="Go on although a rule advises against it; the reason stays on record.")
class OverrideInput:
    reason: str
