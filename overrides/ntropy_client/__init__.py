"""Typed client of the Ntropy API: enrich bank transactions, one or fifty million.

::

    from ntropy_client import Ntropy

    with Ntropy() as client:  # the key comes from NTROPY_API_KEY
        batch = client.batches.get("203613d2-83c8-4130-8809-d14206eeec20")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET

from ntropy_api.pages import AsyncPage, AsyncPages, Page
from ntropy_api.request import Request, Timeouts
from ntropy_api.upload import Upload

from . import models, operations
from ._client import AsyncNtropy, Ntropy
from ._errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    BankStatementFailedError,
    BatchFailedError,
    ConfigurationError,
    ConflictError,
    JobFailedError,
    NotFoundError,
    NtropyError,
    PayloadTooLargeError,
    PermissionDeniedError,
    Problem,
    QuotaExceededError,
    RateLimitError,
    RequestValidationError,
    ResponseValidationError,
    ServerError,
    UnprocessableEntityError,
    WaitTimeoutError,
    WebhookValidationError,
    WebhookVerificationError,
)
from ._response import Response
from ._version import __version__

if TYPE_CHECKING:
    from ntropy_api.json_types import TransactionInputDict

    from . import rules, webhooks
else:
    from ntropy_api.lazy import lazy

    __getattr__, __dir__ = lazy(
        __name__,
        {
            "TransactionInputDict": "ntropy_api.json_types",
            "rules": (".rules", ""),
            "webhooks": (".webhooks", ""),
        },
    )

__all__ = [
    "UNSET",
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncNtropy",
    "AsyncPage",
    "AsyncPages",
    "AuthenticationError",
    "BadRequestError",
    "BankStatementFailedError",
    "BatchFailedError",
    "ConfigurationError",
    "ConflictError",
    "JobFailedError",
    "NotFoundError",
    "Ntropy",
    "NtropyError",
    "Page",
    "PayloadTooLargeError",
    "PermissionDeniedError",
    "Problem",
    "QuotaExceededError",
    "RateLimitError",
    "Request",
    "RequestValidationError",
    "Response",
    "ResponseValidationError",
    "ServerError",
    "Timeouts",
    "TransactionInputDict",
    "UnprocessableEntityError",
    "Upload",
    "WaitTimeoutError",
    "WebhookValidationError",
    "WebhookVerificationError",
    "__version__",
    "models",
    "operations",
    "rules",
    "webhooks",
]
