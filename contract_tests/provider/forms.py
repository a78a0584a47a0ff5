"""Forms with files, written as `multipart/form-data` is defined, the same bytes each time."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contract_tests.provider.resources import FORM
from contract_tests.provider.shapes import as_object

if TYPE_CHECKING:
    from ntropy_client.document import Operation

__all__ = ["File", "with_boundary", "written"]

BOUNDARY = re.compile(rb"--([0-9a-f]{32})(?:\r\n|--)")
"""As libraries draw them by lot."""


@dataclass(frozen=True, slots=True)
class File:
    """A file within a form.

    Attributes:
        content: Its bytes.
        name: Its name; None for a part that is no file.
        media_type: What it says it is.
    """

    content: bytes = field(repr=False)
    name: str | None = "statement.pdf"
    media_type: str = "application/pdf"


def written(operation: Operation | None, body: Any, boundary: str) -> tuple[bytes, str]:
    """Write a body as the operation wants it.

    Args:
        operation: What it is for; None for JSON.
        body: Plain data; of a form its fields by name, a file as `File` or as its content.
        boundary: Between the parts of a form; it must not occur in them.

    Returns:
        The bytes, and their content type.
    """
    fields = as_object(body)
    if operation is None or operation.body_content_type != FORM or fields is None:
        return json.dumps(body).encode(), "application/json"
    parts = b"".join(
        _part(name, one, boundary) for name, one in _files(operation, fields).items() if one is not None
    )
    return parts + f"--{boundary}--\r\n".encode(), f"{FORM}; boundary={boundary}"


def with_boundary(content: bytes, content_type: str, boundary: str) -> tuple[bytes, str]:
    """Put another boundary into a form, one that is not drawn by lot.

    Args:
        content: The body.
        content_type: As it came with it.
        boundary: The new one.

    Returns:
        The body and its content type; as they were where it is no such form.
    """
    found = BOUNDARY.match(content)
    if found is None:
        return content, content_type
    # A form may come under another content type, when it is to be refused.
    return content.replace(found[1], boundary.encode()), content_type.replace(found[1].decode(), boundary)


def _files(operation: Operation, fields: Mapping[str, object]) -> dict[str, File | None]:
    document = operation.document
    properties: Mapping[str, Any] = document.resolve(operation.body_schema or {}).get("properties", {})
    found: dict[str, File | None] = {}
    for name, value in fields.items():
        schema: Mapping[str, Any] = document.resolve(properties.get(name, {}))
        if isinstance(value, File) or value is None:
            found[name] = value
        elif schema.get("format") == "binary":
            found[name] = File(str(value).encode(), str(schema.get("x-filename", "file")))
        else:
            text = value if isinstance(value, str) else json.dumps(value)
            found[name] = File(text.encode(), None)
    return found


def _part(name: str, file: File, boundary: str) -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"'
    if file.name is not None:
        head += f'; filename="{_quoted(file.name)}"\r\nContent-Type: {file.media_type}'
    return head.encode() + b"\r\n\r\n" + file.content + b"\r\n"


def _quoted(text: str) -> str:
    # As browsers do it.
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
