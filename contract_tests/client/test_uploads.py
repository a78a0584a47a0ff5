"""Uploads: any kind of file, its name, and the whole of it in each attempt."""

from __future__ import annotations

import io
import os
import sys
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_client import Upload

from .conftest import KEY, HeldClock, Said, Script, said

pytestmark = pytest.mark.anyio

PDF = b"%PDF-1.7\r\n--boundary\r\n\x00\xff" + bytes(range(256)) * 40
STATEMENT = {
    "id": "s1",
    "status": "processing",
    "created_at": "2024-01-01T00:00:00",
    "file": {"no_pages": 1, "size": len(PDF)},
}


def part_of(request: httpx.Request) -> EmailMessage:
    """The only part of a form, as another reader of forms understands it."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    form = BytesParser(policy=HTTP).parsebytes(head + request.content)
    (part,) = form.iter_parts()
    assert isinstance(part, EmailMessage)
    assert part.get_param("name", header="content-disposition") == "file"
    return part


def content_of(request: httpx.Request) -> bytes:
    """The bytes of the file, cut out by hand: mail readers may change line ends."""
    boundary = request.headers["Content-Type"].partition("boundary=")[2].encode()
    return request.content.partition(b"\r\n\r\n")[2].rpartition(b"\r\n--" + boundary + b"--")[0]


def client_of(clock: HeldClock, *answers: Said) -> tuple[api.Ntropy, Script]:
    script = Script(answers)
    client = api.Ntropy(KEY, http_client=httpx.Client(transport=httpx.MockTransport(script)))
    client._clock = clock  # pyright: ignore[reportPrivateUsage]
    return client, script


class Pipe(io.RawIOBase):
    """A stream that can be read once and cannot seek."""

    def __init__(self, content: bytes) -> None:
        self._inner = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._inner.read(size)

    def seekable(self) -> bool:
        return False


FILES = ["path", "text of a path", "open file", "bytes", "bytearray", "memory", "stream", "pipe", "upload"]


def make(kind: str, folder: Path) -> tuple[Any, str]:
    """Give a file, and the name that it has by itself."""
    path = folder / "March 2024.pdf"
    path.write_bytes(PDF)
    match kind:
        case "path":
            return path, path.name
        case "text of a path":
            return str(path), path.name
        case "open file":
            return io.BufferedReader(io.FileIO(path)), path.name
        case "bytes":
            return PDF, "statement.pdf"
        case "bytearray":
            return bytearray(PDF), "statement.pdf"
        case "memory":
            return memoryview(PDF), "statement.pdf"
        case "stream":
            return io.BytesIO(PDF), "statement.pdf"
        case "pipe":
            return Pipe(PDF), "statement.pdf"
        case _:
            return api.Upload("own.pdf", PDF, "application/x-pdf"), "own.pdf"


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_any_kind_arrives_with_its_name(kind: str, tmp_path: Path, clock: HeldClock) -> None:
    """The whole file, under the name it has, as a PDF unless an upload says otherwise."""
    file, name = make(kind, tmp_path)
    client, script = client_of(clock, said(200, STATEMENT))
    assert client.bank_statements.create(file=file).id == "s1"
    (sent,) = script.requests
    assert content_of(sent) == PDF
    assert part_of(sent).get_filename() == name
    assert part_of(sent).get_content_type() == (
        "application/x-pdf" if kind == "upload" else "application/pdf"
    )
    if hasattr(file, "close"):
        assert not file.closed, "the file is the caller's"
        file.close()


@pytest.mark.parametrize("kind", FILES)
def test_a_name_of_one_s_own_counts(kind: str, tmp_path: Path, clock: HeldClock) -> None:
    """`filename` goes before every other name."""
    file, _ = make(kind, tmp_path)
    client, script = client_of(clock, said(200, STATEMENT))
    client.bank_statements.create(file=file, filename="other.pdf")
    assert part_of(script.requests[0]).get_filename() == "other.pdf"
    if hasattr(file, "close"):
        file.close()


@pytest.mark.parametrize("kind", FILES)
def test_a_retried_upload_sends_the_whole_file_again(kind: str, tmp_path: Path, clock: HeldClock) -> None:
    """After a 429 and a 503 the third attempt is as large as the first."""
    file, name = make(kind, tmp_path)
    client, script = client_of(clock, said(429, Retry_After="1"), said(503), said(200, STATEMENT))
    client.bank_statements.create(file=file)
    assert [content_of(sent) for sent in script.requests] == [PDF] * 3
    assert {part_of(sent).get_filename() for sent in script.requests} == {name}
    if hasattr(file, "close"):
        file.close()


@pytest.mark.parametrize("kind", FILES)
async def test_a_retried_upload_sends_the_whole_file_again_async(
    kind: str, tmp_path: Path, clock: HeldClock
) -> None:
    """The async client does alike."""
    file, _ = make(kind, tmp_path)
    script = Script([said(503), said(200, STATEMENT)])
    http_client = httpx.AsyncClient(transport=httpx.MockTransport(script))
    async with api.AsyncNtropy(KEY, http_client=http_client) as client:
        client._clock = clock  # pyright: ignore[reportPrivateUsage]
        await client.bank_statements.create(file=file)
    assert [content_of(sent) for sent in script.requests] == [PDF] * 2
    if hasattr(file, "close"):
        file.close()


def test_an_upload_of_unknown_outcome_is_not_repeated(clock: HeldClock) -> None:
    """Two statements of one file would be two."""
    client, script = client_of(clock, httpx.ReadTimeout("slow"))
    with pytest.raises(api.APITimeoutError) as caught:
        client.bank_statements.create(file=PDF)
    assert caught.value.outcome_unknown
    assert len(script.requests) == 1


def test_a_file_is_read_from_where_it_stands(clock: HeldClock) -> None:
    """What the caller has read already is not sent."""
    file = io.BytesIO(b"junk" + PDF)
    file.seek(4)
    client, script = client_of(clock, said(503), said(200, STATEMENT))
    client.bank_statements.create(file=file)
    assert [content_of(sent) for sent in script.requests] == [PDF] * 2


@pytest.mark.parametrize("name", ["März \u201e2024\u201c.pdf", 'a"b.pdf', "a\\b.pdf", "東京.pdf"])
def test_a_strange_name_arrives(name: str, clock: HeldClock) -> None:
    """No name ends the header, or the part."""
    client, script = client_of(clock, said(200, STATEMENT))
    client.bank_statements.create(file=PDF, filename=name)
    (sent,) = script.requests
    assert content_of(sent) == PDF
    head = sent.content.partition(b"\r\n\r\n")[0]
    assert head.count(b"\r\n") == 2
    assert b"filename" in head


@pytest.mark.parametrize("name", ["a\r\nX-Evil: 1.pdf", 'a\nb"; name="other.pdf'])
def test_a_name_cannot_smuggle_a_header(name: str, clock: HeldClock) -> None:
    """Line ends in a name stay within it, or are refused."""
    client, script = client_of(clock, said(200, STATEMENT))
    try:
        client.bank_statements.create(file=PDF, filename=name)
    except api.RequestValidationError:
        return
    head = script.requests[0].content.partition(b"\r\n\r\n")[0]
    assert head.count(b"\r\n") == 2
    assert head.count(b"\n") == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("kind", ["path", "str", "open"])
def test_a_name_that_is_no_text_on_disk_arrives_as_text(kind: str, tmp_path: Path, clock: HeldClock) -> None:
    """What a disk may hold and JSON may not is replaced."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.pdf"))
    path.write_bytes(PDF)
    client, script = client_of(clock, said(200, STATEMENT))
    with path.open("rb") as opened:
        file: Any = {"path": path, "str": str(path), "open": opened}[kind]
        client.bank_statements.create(file=file)
    assert "caf\ufffd.pdf".encode() in script.requests[0].content


@pytest.mark.parametrize(
    ("upload", "kind", "word"),
    [
        (("a", "text"), TypeError, "bytes or a Path"),
        ((5, b"x"), TypeError, "has a name"),
        (("a\ud800", b"x"), ValueError, "lone surrogate"),
        (("a", b"x", "a/b\r\nX-Evil: 1"), ValueError, "no media type"),
        (("a", b"x", "pdf"), ValueError, "no media type"),
    ],
)
def test_an_upload_that_cannot_be_sent_cannot_be_made(upload: Any, kind: type[Exception], word: str) -> None:
    """It is told where it was written."""
    with pytest.raises(kind, match=word):
        Upload(*upload)
    assert Upload("a", b"x", "text/plain; charset=utf-8").media_type == "text/plain; charset=utf-8"


def test_what_is_no_file_is_refused(clock: HeldClock, tmp_path: Path) -> None:
    """A text file, a number, a path that is not there: nothing is sent, and the text says what to do."""
    client, script = client_of(clock)
    with pytest.raises(TypeError, match="binary mode"):
        client.bank_statements.create(file=io.StringIO("text"))  # type: ignore[arg-type]  # pyright: ignore
    with pytest.raises(TypeError, match="a path, bytes, a binary file object or an Upload, not int"):
        client.bank_statements.create(file=7)  # type: ignore[arg-type]  # pyright: ignore
    with pytest.raises(FileNotFoundError, match=r"missing\.pdf"):
        client.bank_statements.create(file=tmp_path / "missing.pdf")
    assert script.requests == []


async def test_a_file_that_is_gone_when_it_is_sent_is_told(tmp_path: Path, clock: HeldClock) -> None:
    """As an error of ours that names it; nothing was sent, and another attempt would find no more."""
    path = tmp_path / "gone.pdf"
    path.write_bytes(PDF)
    request = api.operations.bank_statements_create(file=path)
    path.unlink()
    client, script = client_of(clock)
    errors: list[api.APIConnectionError] = []
    with pytest.raises(api.APIConnectionError) as caught:
        client.send(request)
    errors.append(caught.value)
    http_client = httpx.AsyncClient(transport=httpx.MockTransport(script))
    async with api.AsyncNtropy(KEY, http_client=http_client) as other:
        with pytest.raises(api.APIConnectionError) as caught:
            await other.send(request)
    errors.append(caught.value)
    for error in errors:
        assert "the file cannot be read" in str(error)
        assert "gone.pdf" in str(error)
        assert (error.attempts, error.outcome_unknown) == (1, False)
    assert (script.requests, clock.slept) == ([], [])


def test_an_upload_does_not_print_its_content() -> None:
    """Nor do requests that hold one."""
    upload = api.Upload("s.pdf", b"secret bytes")
    request = api.operations.bank_statements_create(file=upload)
    assert "secret" not in repr(upload)
    assert "secret" not in repr(request)
