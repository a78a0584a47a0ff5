"""What the sandbox says of bank statements where the document leaves it open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contract_tests.provider.rules.bank_statements import read
from contract_tests.provider.rules.paper import pdf
from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.run import Exchange

__all__: list[str] = []

CREATE, GET, LIST = "bank_statements_create", "bank_statements_get", "bank_statements_list"
RESULTS, VERIFY = "bank_statements_results", "bank_statements_verify"
FORMER = {"processed": "completed", "failed": "error"}
"""Statuses as they were called before."""
TRIES = 12
"""So many files have at least one with two accounts, and one with an account that goes on over the first page."""


@promise(CREATE, GET, sandbox=True)
def whatever_begins_like_a_pdf_is_read(scene: Scene) -> None:
    """Half a file too, and one without a page that could be seen, which then has one."""
    whole = pdf(scene.api.new_id("statement"), pages=3)
    for content, pages in (
        (whole, 3),
        (whole[: len(whole) // 2], None),
        (b"%PDF-", 1),
        (b"%PDF-1.7\nno such thing", 1),
        (b"%PDF-1.7\n\xff\x00" * 50, 1),
    ):
        made = scene.upload(content=content)
        exchange, done = scene.finish(GET, made["id"])
        scene.same("completed", done["status"], "what begins like a PDF is not read", exchange, "/status")
        for shown in (made, done):
            found = shown["file"]["no_pages"]
            message = "a file has another number of pages than can be seen"
            scene.claim(
                found == pages if pages is not None else found >= 1,
                message,
                exchange,
                expected=pages,
                actual=found,
                pointer="/file/no_pages",
            )


@promise(CREATE, GET, sandbox=True)
def what_is_no_pdf_is_told_to_be_none(scene: Scene) -> None:
    """Wherever it is shown, with the code that says so."""
    made = scene.upload(content=b"\n%PDF-1.4 one line too late")
    _, done = scene.finish(GET, made["id"])
    exchange, data, _ = scene.page(LIST, {"limit": 100})
    for shown in (done, *(one for one in data if one["id"] == made["id"])):
        code = (shown.get("error") or {}).get("code")
        message = "what is no PDF has another error"
        scene.same("invalid_bank_statement", code, message, exchange, "/error/code")


@promise(CREATE, GET, sandbox=True)
def of_several_files_the_last_counts(scene: Scene) -> None:
    """Its name, its size and what is in it."""
    files = [
        ("first.pdf", b"no PDF"),
        ("second.pdf", pdf("two", pages=2)),
        ("last.pdf", pdf("last", pages=3)),
    ]
    boundary = "part-of-several"
    parts = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for name, content in files
    )
    exchange = scene.api.call(
        CREATE,
        raw_body=parts + f"--{boundary}--\r\n".encode(),
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    made: Item = scene.accepted(exchange)
    name, content = files[-1]
    wanted = [name, len(content), 3]
    told = [made["name"], made["file"]["size"], made["file"]["no_pages"]]
    scene.same(wanted, told, "of several files another than the last counts", exchange, "/name")


@promise(LIST, CREATE, sandbox=True)
def statuses_may_be_called_as_before(scene: Scene) -> None:
    """A list by a former name is the list by the present one, and one by an unknown name is empty."""
    for content in (None, b"no PDF"):
        scene.finish(GET, scene.upload(content=content)["id"])
    for former, present in FORMER.items():
        exchange, wanted, _ = scene.page(LIST, {"status": present, "limit": 100})
        seen, found, _ = scene.page(LIST, {"status": former, "limit": 100})
        message = "a list by a former status is not the one by the present status"
        scene.claim(bool(wanted), f"a list by {present} is empty", exchange, pointer="/data")
        scene.same(wanted, found, message, seen, "/data", earlier=(exchange,))
    for unknown in ("queued", "unheard-of", "Completed"):
        exchange, found, _ = scene.page(LIST, {"status": unknown, "limit": 100})
        scene.same([], found, "a list by an unknown status is not empty", exchange, "/data")


@promise(CREATE, RESULTS, sandbox=True)
def the_same_file_has_the_same_lines(scene: Scene) -> None:
    """Under whatever name it comes, and each time with ids of their own."""
    content = pdf(scene.api.new_id("statement"), pages=2)
    found: list[Any] = []
    ids: list[str] = []
    for name in ("one.pdf", "another.pdf", "one.pdf"):
        made = scene.upload(name, content)["id"]
        scene.finish(GET, made)
        exchange = scene.get(RESULTS, made)
        results: Item = scene.accepted(exchange)
        mine = [line.pop("id") for account in results["accounts"] for line in account["transactions"]]
        twice = sorted({*ids} & {*mine})
        scene.same([], twice, "lines of the same file have the same ids", exchange, "/accounts")
        ids += mine
        found.append(results)
        scene.same(found[0], results, "the same file has other lines", exchange, "/accounts")


@promise(VERIFY, CREATE, RESULTS, sandbox=True)
def the_first_page_tells_what_is_on_it(scene: Scene) -> None:
    """An account that goes on has no closing balance there, and one that begins later is not on it."""
    over, later = 0, 0
    for number in range(TRIES):
        made = scene.upload(content=pdf(f"{number} of many", pages=1 + number % 4))["id"]
        exchange = scene.get(VERIFY, made)
        told: Item = scene.accepted(exchange)
        scene.finish(GET, made)
        accounts: list[Item] = read(scene, made)[1]["accounts"]
        first = [one for one in accounts if one["transactions"][0]["page_number"] == 1]
        later += len(first) < len(accounts)
        message = "the first page has other accounts than begin on it"
        numbers = [one["number"] for one in first]
        scene.same(numbers, [one["number"] for one in told["accounts"]], message, exchange, "/accounts")
        for index, (shown, whole) in enumerate(zip(told["accounts"], first, strict=True)):
            ends = whole["transactions"][-1]["page_number"] == 1
            over += not ends
            message = "the closing balance on the first page is not the one that stands there"
            scene.same(
                whole["closing_balance"] if ends else None,
                shown["closing_balance"],
                message,
                exchange,
                f"/accounts/{index}/closing_balance",
            )
            message = "the opening balance on the first page is another"
            scene.same(whole["opening_balance"], shown["opening_balance"], message, exchange, "/accounts")
    assert over, "no file of these has an account that goes on over its first page"
    assert later, "no file of these has an account that begins later"


@promise(VERIFY, CREATE, sandbox=True)
def of_what_is_no_pdf_nothing_is_told(scene: Scene) -> None:
    """Everything about its first page is null."""
    made = scene.upload(content=b"no PDF")["id"]
    for exchange in _looks(scene, made):
        told: Item = scene.accepted(exchange)
        message = "something is told of the first page of what is no PDF"
        scene.same([], [name for name, one in told.items() if one is not None], message, exchange)


def _looks(scene: Scene, made: str) -> Iterator[Exchange]:
    yield scene.get(VERIFY, made)
    scene.finish(GET, made)
    yield scene.get(VERIFY, made)
