"""Forms with files, right ones and wrong ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contract_tests.provider.forms import File

if TYPE_CHECKING:
    from ntropy_client.document import Operation

__all__ = ["uploads"]

CONTENT = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
LARGE = 1_000_000
"""Bytes."""


def uploads(operation: Operation, *, allowed: bool, is_sandbox: bool) -> Iterator[tuple[str, Any]]:
    """Forms that the document allows, or forms that it does not.

    Args:
        operation: One whose body is a form.
        allowed: Which of the two.
        is_sandbox: Whether the sandbox is asked: elsewhere only what is certain is sent.

    Yields:
        What is special about a form, and its fields.
    """
    schema: Mapping[str, Any] = operation.document.resolve(operation.body_schema or {})
    files = [
        name
        for name, one in schema.get("properties", {}).items()
        if operation.document.resolve(one).get("format") == "binary"
    ]
    for name in files:
        yield from _allowed(name, is_sandbox) if allowed else _refused(name, is_sandbox)
    if not allowed:
        yield "a form without fields", {}


def _allowed(name: str, is_sandbox: bool) -> Iterator[tuple[str, Any]]:
    yield f"{name} with bytes that are no text", {name: File(CONTENT)}
    yield f"{name} with a name of many scripts", {name: File(CONTENT, "Zoë’s Café №7 東京 🍣.pdf")}
    yield f"{name} with a name of quotes and blanks", {name: File(CONTENT, 'my "best"; name.pdf')}
    yield f"{name} beside a field that nobody knows", {name: File(CONTENT), "unheard_of": "1"}
    if is_sandbox:
        yield f"{name} that says it is something else", {name: File(CONTENT, media_type="text/plain")}
        yield f"{name} that is not what it should be", {name: File(b"no such document")}
        yield f"{name} that is empty", {name: File(b"")}
        yield f"{name} that is large", {name: File(CONTENT.ljust(LARGE, b"\0"))}


def _refused(name: str, is_sandbox: bool) -> Iterator[tuple[str, Any]]:
    yield f"{name} under another name", {f"{name}_": File(CONTENT)}
    if is_sandbox:
        yield f"{name} as text", {name: File(CONTENT, None)}
