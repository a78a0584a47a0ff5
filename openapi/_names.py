"""Names of the document as names of Python."""

from __future__ import annotations

import keyword
import re

__all__ = ["TAKEN_CLASSES", "class_name", "identifier", "snake"]

# What generated code itself refers to by these names, in the scope where a property would shadow them.
_TAKEN = frozenset(
    (
        *("dt", "list", "dict", "str", "int", "float", "bool", "object", "bytes"),  # in annotations
        *("self", "options", "body", "reply", "builtins"),  # in methods and request builders
        "field",  # in models
    )
)

TAKEN_CLASSES = frozenset(
    (
        *("Annotated", "Any", "ClassVar", "Decimal", "IO", "Literal", "Mapping", "Path", "Sequence"),
        *("AsyncPages", "AsyncSender", "Meta", "Model", "OpenEnum", "Page", "Request", "RequestOptions"),
        *("Sender", "Unpack", "UnsetType", "Upload"),
    )
)
"""Classes that generated modules import; a schema of the same name would take their place."""


def snake(name: str) -> str:
    """Give a name in snake case: ``TransactionInput`` is ``transaction_input``."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return re.sub(r"\W+", "_", name).strip("_").lower()


def identifier(name: str) -> str:
    """Give an identifier; only keywords and names that generated code uses get an underscore."""
    found = snake(name)
    if not found or found[0].isdigit():
        found = f"field_{found}"
    return f"{found}_" if keyword.iskeyword(found) or found in _TAKEN else found


def class_name(tag: str) -> str:
    """Give the name of a tag's resource class: ``account_holders`` is ``AccountHolders``."""
    return "".join(part.capitalize() for part in snake(tag).split("_"))
