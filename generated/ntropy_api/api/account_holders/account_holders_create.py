"""``POST /v3/account_holders``: Create an account holder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ...body import encode_model
from ...codec import decoder
from ...models.account_holder import AccountHolder
from ...models.account_holder_create import AccountHolderCreate
from ...request import Request

if TYPE_CHECKING:
    from ...models.account_holder_type import AccountHolderType

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (AccountHolder,)}
_BODY = decoder(AccountHolderCreate)


def request(
    *,
    id: str,
    type: AccountHolderType | Literal["consumer", "business"],
    name: str | None = None,
    category_id: str | None = None,
) -> Request[AccountHolder]:
    """Build the request: create an account holder.

    Args:
        id: Your id of the account holder, unique within your data.
        type: What an account holder is. It decides which categories there are.
        name: The name of the account holder.
        category_id: The id of the category set of this account holder. Without it the set of its
            type counts.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    body: dict[str, object] = {
        "id": id,
        "type": type,
    }
    if name is not None:
        body["name"] = name
    if category_id is not None:
        body["category_id"] = category_id
    return Request(
        operation="account_holders_create",
        method="POST",
        path="/v3/account_holders",
        returns=_RETURNS,
        content=encode_model("account_holders_create", body, _BODY),
        rate_limit=100,
    )
