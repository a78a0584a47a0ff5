"""Read a form with files, as `multipart/form-data` is defined."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from ntropy_client.sandbox.answer import Problem, RefusedError

__all__ = ["Part", "fields", "read"]

# What is wrong with a form is told to whoever sent it, and to nobody else.
_log = logging.getLogger("ntropy_client.sandbox.form")
_log.setLevel(logging.ERROR)

_PARAMETER = re.compile(rb';[ \t]*([^\s=;]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))', re.DOTALL)
# Browsers, and most clients, write three characters as if they were in a URL; other percent signs are meant as
# they stand. Older clients put a backslash before a quote or a backslash.
_PLAIN = {b"%22": b'"', b"%0D": b"\r", b"%0A": b"\n", b'\\"': b'"', b"\\\\": b"\\"}
_ESCAPED = re.compile(b"|".join(map(re.escape, _PLAIN)))


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a form.

    Attributes:
        filename: The name of the file; None for a field that is no file.
        content: The file, or the text in UTF-8.
    """

    filename: str | None
    content: bytes = field(repr=False)


def read(content: bytes, content_type: str) -> dict[str, Part]:
    """Take a form apart.

    Args:
        content: The body.
        content_type: As it was sent, with the boundary.

    Returns:
        The parts by name; of several with one name the last. A body of nothing is a form without fields.

    Raises:
        RefusedError: 422, it is no such form.
    """
    if not content:
        return {}
    boundary = parse_options_header(content_type)[1].get(b"boundary")
    if not boundary:
        raise _malformed("missing boundary in the content type")
    parts = _Parts()
    try:
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": parts.begin,
                "on_header_field": parts.name,
                "on_header_value": parts.value,
                "on_header_end": parts.header,
                "on_part_data": parts.data,
                "on_part_end": parts.end,
                "on_end": parts.close,
            },
        )
        parser.logger = _log
        parser.write(content)
        parser.finalize()
    except FormParserError:
        raise _malformed("the parts cannot be told apart") from None
    if not parts.closed:
        raise _malformed("the last part does not end")
    return parts.found


def fields(parts: Mapping[str, Part], known: Mapping[str, bool]) -> dict[str, str | Part]:
    """Take the fields that are known from a form.

    Args:
        parts: Of the form.
        known: Names of fields, and whether each is a file.

    Returns:
        The fields that are there: files as they are, others as text.

    Raises:
        RefusedError: 422, one is no file and should be, or the other way round.
    """
    found: dict[str, str | Part] = {}
    wrong: list[Problem] = []
    for name in parts.keys() & known.keys():
        part, is_file = parts[name], known[name]
        if is_file == (part.filename is not None):
            found[name] = part if is_file else _text(part.content)
        elif is_file:
            msg = "Value error, Expected UploadFile, received: <class 'str'>"
            wrong.append(Problem(loc=["body", name], msg=msg, type="value_error"))
        else:
            wrong.append(
                Problem(loc=["body", name], msg="Input should be a valid string", type="string_type")
            )
    if wrong:
        raise RefusedError(422, sorted(wrong, key=lambda one: str(one["loc"])))
    return found


class _Parts:
    """What a parser finds, put together."""

    def __init__(self) -> None:
        self.found: dict[str, Part] = {}
        self.closed = False
        self._disposition = b""
        self._header = [b"", b""]
        self._data: list[bytes] = []

    def begin(self) -> None:
        self._disposition = b""
        self._data = []

    def name(self, data: bytes, start: int, end: int) -> None:
        self._header[0] += data[start:end]

    def value(self, data: bytes, start: int, end: int) -> None:
        self._header[1] += data[start:end]

    def header(self) -> None:
        name, value = self._header
        if name.lower() == b"content-disposition":
            self._disposition = value
        self._header = [b"", b""]

    def data(self, data: bytes, start: int, end: int) -> None:
        self._data.append(data[start:end])

    def end(self) -> None:
        told = {one[1].lower(): _text(_unquoted(one)) for one in _PARAMETER.finditer(self._disposition)}
        name = told.get(b"name")
        if name is None:
            raise _malformed("a part has no name")
        self.found[name] = Part(told.get(b"filename"), b"".join(self._data))
        self._data = []

    def close(self) -> None:
        self.closed = True


def _unquoted(parameter: re.Match[bytes]) -> bytes:
    quoted: bytes | None = parameter[2]
    return parameter[3] if quoted is None else _ESCAPED.sub(lambda one: _PLAIN[one[0]], quoted)


def _text(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("latin-1")


def _malformed(reason: str) -> RefusedError:
    return RefusedError.problem(
        "body", msg=f"There was an error parsing the form: {reason}", type="value_error"
    )
