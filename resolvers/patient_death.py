"""Who has died is on nobody's list: the attachment ends on the day of death."""

from db.database import DbRole, Transaction
from db.queries import attachment_writing as writing
from db.tables import Patient
from domain.attachment import DetachmentReason
from resolvers.attachment_decision import announce
from resolvers.context import OperationContext


async def end_attachments(context: OperationContext, person: Patient) -> None:
    """End what a person has from the day of death on, in whichever clinic; the record is locked already."""
    async with context.tx.acting_as(DbRole.TRANSFER, person=str(person.id)) as one:
        await end_attachments_in(one, context, person)


async def end_attachments_in(one: Transaction, context: OperationContext, person: Patient) -> None:
    """The same inside a transfer of this person."""
    died = person.deceased_on
    if died is None:
        return
    history = await writing.history_of(one, person.id)
    open_ones = [row for row in history if row.ends_on is None or row.ends_on > died]
    await writing.lock_lists(one, [row.list_id for row in open_ones])
    ended = [
        await writing.end(
            one, row, max(row.starts_on, died), DetachmentReason.DEATH, context.viewer.account_id
        )
        for row in open_ones
    ]
    if ended:
        await announce(one, ended, "DETACHED")
        context.audit.changes["detached"] = [str(row.id) for row in ended]
