"""Lots of vaccine in a clinic's refrigerator."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import vaccine_lot as resolved
from resolvers.account import names as account_names
from schema.clinic import Clinic
from schema.enums import AvailableAction, LotMovementKind
from schema.inputs import given
from schema.listing import OrderDirection, listing, ordered
from schema.node import Connection, Node
from schema.presenting import computed, context_of, gathered, many, one, presents
from schema.refusal import InvalidInput, Refused
from schema.vaccine import Vaccine


@presents("vaccine_lot_movement", description="Doses that came into a lot or left it.")
class VaccineLotMovement(Node):
    kind: LotMovementKind
    change: int = strawberry.field(description="Above zero they came, below they went.")
    reason: str | None
    moved_at: datetime
    moved_by: str | None = gathered(account_names, by="moved_by")


@presents("vaccine_lot", description="One lot of one product in one clinic.")
class VaccineLot(Node):
    clinic: Clinic = one("clinic", by="clinic_id")
    vaccine: Vaccine = one("vaccine", by="vaccine_id")
    series: str = strawberry.field(description="As printed on the box.")
    expires_on: date = strawberry.field(description="The last day of use.")
    doses_left: int
    usable: bool = computed(resolved.usable, "Neither expired nor empty today.")
    movements: list[VaccineLotMovement] = many("vaccine_lot_movement", by="lot_id", order=("id",))
    received_at: datetime
    received_by: str | None = gathered(account_names, by="received_by")
    available_actions: list[AvailableAction] = computed(resolved.available_actions)
    version: int


@strawberry.input(description="Lots that meet every given condition.")
class VaccineLotFilter:
    clinic_id: strawberry.ID | None = UNSET
    vaccine_id: strawberry.ID | None = UNSET
    series: str | None = strawberry.field(default=UNSET, description="Exactly so, in any case.")
    usable: bool | None = strawberry.field(default=UNSET, description="Neither expired nor empty today.")


@strawberry.enum
class VaccineLotOrderField(Enum):
    EXPIRES_ON = "EXPIRES_ON"
    RECEIVED_AT = "RECEIVED_AT"


@strawberry.input(description="By which key, in which direction.")
class VaccineLotOrder:
    field: VaccineLotOrderField
    direction: OrderDirection = OrderDirection.ASC


@strawberry.type
class VaccineLotQueries:
    @strawberry.field(description="The lots of your clinic, the first to expire first.")
    async def vaccine_lots(
        self,
        info: Info[Any, Any],
        filter: VaccineLotFilter | None = None,
        order_by: VaccineLotOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[VaccineLot]:
        return await listing(
            info, "vaccine_lot", given(filter), ordered(order_by), (first, after, last, before)
        )


@strawberry.input(description="Doses of a lot that came into the refrigerator.")
class ReceiveLotInput:
    vaccine_id: strawberry.ID
    series: str = strawberry.field(description="As printed on the box.")
    expires_on: date = strawberry.field(description="The last day of use.")
    doses: int
    reason: str | None = strawberry.field(default=UNSET, description="The delivery note, say.")


@strawberry.input(description="Doses that will not be used, and why.")
class WriteOffDosesInput:
    lot_id: strawberry.ID
    doses: int
    reason: str


@strawberry.input(description="By how many doses the book is wrong, and why.")
class CorrectStockInput:
    lot_id: strawberry.ID
    change: int = strawberry.field(description="Above zero there are more than the book says.")
    reason: str


ReceiveLotResult = Annotated[VaccineLot | InvalidInput | Refused, strawberry.union("ReceiveLotResult")]
CorrectStockResult = Annotated[VaccineLot | InvalidInput | Refused, strawberry.union("CorrectStockResult")]
WriteOffDosesResult = Annotated[VaccineLot | InvalidInput | Refused, strawberry.union("WriteOffDosesResult")]


@strawberry.type
class VaccineLotMutations:
    @strawberry.mutation(description="Record that doses of a lot came; a lot that is there already grows.")
    async def receive_lot(self, info: Info[Any, Any], input: ReceiveLotInput) -> ReceiveLotResult:
        return await resolved.receive(context_of(info), given(input))

    @strawberry.mutation(description="Take doses out of a lot that nobody will be given.")
    async def write_off_doses(self, info: Info[Any, Any], input: WriteOffDosesInput) -> WriteOffDosesResult:
        return await resolved.write_off(context_of(info), given(input))

    @strawberry.mutation(description="Correct the stock of a lot after counting it.")
    async def correct_stock(self, info: Info[Any, Any], input: CorrectStockInput) -> CorrectStockResult:
        return await resolved.correct(context_of(info), given(input))
