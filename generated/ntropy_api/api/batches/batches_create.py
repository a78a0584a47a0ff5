"""``POST /v3/batches``: Submit many transactions for enrichment in the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from ...body import encode_model
from ...codec import decoder
from ...models.batch import Batch
from ...models.batch_create import BatchCreate
from ...request import Request

if TYPE_CHECKING:
    from ...json_types import TransactionInputDict
    from ...models.batch_operation import BatchOperation
    from ...models.batch_priority import BatchPriority
    from ...models.transaction_input import TransactionInput

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (Batch,)}
_BODY = decoder(BatchCreate)


def request(
    *,
    data: Sequence[TransactionInput | TransactionInputDict],
    operation: BatchOperation | Literal["POST /v3/transactions"] = "POST /v3/transactions",
    priority: BatchPriority | Literal["default", "low"] | None = None,
) -> Request[Batch]:
    """Build the request: submit many transactions for enrichment in the background.

    Args:
        data: The transactions, 24,960 at most.
        operation: What is done with each item of a batch.
        priority: How soon the batch is worked on, compared with others; default when left out.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    body: dict[str, object] = {
        "operation": operation,
        "data": data,
    }
    if priority is not None:
        body["priority"] = priority
    return Request(
        operation="batches_create",
        method="POST",
        path="/v3/batches",
        returns=_RETURNS,
        content=encode_model("batches_create", body, _BODY),
        rate_limit=20,
    )
