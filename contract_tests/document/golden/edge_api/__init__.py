"""The Edge API, generated from its OpenAPI document. Users import `ntropy_client`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client import AsyncBaseClient as AsyncBaseClient
    from .client import BaseClient as BaseClient
    from .errors import NtropyError as NtropyError
    from .errors import RequestValidationError as RequestValidationError
    from .errors import ResponseValidationError as ResponseValidationError
    from .model import Model as Model
    from .open_enum import OpenEnum as OpenEnum
    from .pages import AsyncPage as AsyncPage
    from .pages import AsyncPages as AsyncPages
    from .pages import Page as Page
    from .request import CallOptions as CallOptions
    from .request import Request as Request
    from .request import RequestOptions as RequestOptions
    from .request import Timeouts as Timeouts
    from .sender import AsyncSender as AsyncSender
    from .sender import Reply as Reply
    from .sender import Sender as Sender
    from .upload import Upload as Upload
else:
    from .lazy import lazy

    __getattr__, __dir__ = lazy(
        __name__,
        {
            "AsyncBaseClient": ".client",
            "AsyncPage": ".pages",
            "AsyncPages": ".pages",
            "AsyncSender": ".sender",
            "BaseClient": ".client",
            "CallOptions": ".request",
            "Model": ".model",
            "NtropyError": ".errors",
            "OpenEnum": ".open_enum",
            "Page": ".pages",
            "Reply": ".sender",
            "Request": ".request",
            "RequestOptions": ".request",
            "RequestValidationError": ".errors",
            "ResponseValidationError": ".errors",
            "Sender": ".sender",
            "Timeouts": ".request",
            "Upload": ".upload",
        },
    )

__all__ = [
    "AsyncBaseClient",
    "AsyncPage",
    "AsyncPages",
    "AsyncSender",
    "BaseClient",
    "CallOptions",
    "Model",
    "NtropyError",
    "OpenEnum",
    "Page",
    "Reply",
    "Request",
    "RequestOptions",
    "RequestValidationError",
    "ResponseValidationError",
    "Sender",
    "Timeouts",
    "Upload",
]
