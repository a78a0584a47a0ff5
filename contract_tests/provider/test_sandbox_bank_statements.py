"""Bank statements in the sandbox: uploaded, read once, and what is read adds up."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date
from types import FunctionType, ModuleType
from typing import Any

import pytest

from contract_tests.provider.sandboxed import User
from ntropy_client import Ntropy
from ntropy_client.conformance import check
from ntropy_client.sandbox.statement import Statement

PAGE = b"%d 0 obj << /Type /Page /Parent 1 0 R >> endobj\n"


@pytest.fixture
def user() -> User:
    return User()


def pdf(pages: int, salt: object = "") -> bytes:
    """Something like a PDF; salt makes it another file."""
    head = f"%PDF-1.7\n% {salt}\n1 0 obj << /Type /Pages /Count {pages} >> endobj\n".encode()
    return head + b"".join(PAGE % number for number in range(2, pages + 2)) + b"%%EOF"


def read(user: User, content: bytes) -> Any:
    """Upload a file, let it be read, and fetch the results."""
    id = user.upload(content)["id"]
    user.clock.advance(1)
    return results(user, id)


def results(user: User, id: str) -> Any:
    answer = user.get(f"/v3/bank_statements/{id}/results")
    assert answer.status_code == 200, answer.text
    return answer.json()


def lines(found: Any) -> list[dict[str, Any]]:
    """The transactions of all accounts."""
    return [line for account in found["accounts"] for line in account["transactions"]]


def without_ids(found: Any) -> list[dict[str, Any]]:
    return [{name: value for name, value in line.items() if name != "id"} for line in lines(found)]


@pytest.mark.parametrize(
    ("content", "final", "error"),
    [
        (pdf(3), "completed", None),
        (b"%PDF-", "completed", None),
        (b"%PDF", "error", "invalid_bank_statement"),
        (b" %PDF-1.7", "error", "invalid_bank_statement"),
        (b"PK\x03\x04", "error", "invalid_bank_statement"),
        (b"", "error", "invalid_bank_statement"),
    ],
)
def test_a_statement_is_processed_once(user: User, content: bytes, final: str, error: str | None) -> None:
    """It starts as processing, ends within half a second, and no longer changes; only a PDF can be read."""
    seen = [user.upload(content, "my statement.pdf")]
    while len(seen) < 40:
        user.clock.advance(0.02)
        seen.append(user.get(f"/v3/bank_statements/{seen[0]['id']}").json())
    statuses = [statement["status"] for statement in seen]
    assert [one for n, one in enumerate(statuses) if n == 0 or one != statuses[n - 1]] == [
        "processing",
        final,
    ]
    # Half a second is 25 steps.
    assert statuses[25] == final
    for statement in seen:
        assert (statement["name"], statement["file"]["size"]) == ("my statement.pdf", len(content))
        code = error if statement["status"] == "error" else None
        assert (statement["error"] or {}).get("code") == code
    assert len({str(statement) for statement in seen if statement["status"] == final}) == 1


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (pdf(1), 1),
        (pdf(12), 12),
        (pdf(0), 1),
        (b"%PDF-1.7 <</Type/Page>> <</Type\n/Page/X 1>> <</Type /PageLabel>> <</Type/Pages>>", 2),
        (b"no pdf at all", 1),
    ],
)
def test_pages_are_counted(user: User, content: bytes, pages: int) -> None:
    """Each page object is one, what only begins like one is none, and there is at least one."""
    assert user.upload(content)["file"]["no_pages"] == pages


@pytest.mark.parametrize("pages", [1, 2, 3, 7, 40])
def test_results_add_up(user: User, pages: int) -> None:
    """Opening balance and what came in, less what went out, are the closing balance, line by line."""
    for salt in range(25):
        accounts = read(user, pdf(pages, salt))["accounts"]
        assert accounts
        for account in accounts:
            balance = account["opening_balance"]
            totals = {"incoming": 0.0, "outgoing": 0.0}
            start, end = date.fromisoformat(account["start_date"]), date.fromisoformat(account["end_date"])
            assert account["transactions"]
            for line in account["transactions"]:
                sign = 1 if line["entry_type"] == "incoming" else -1
                balance = round(balance + sign * line["amount"], 2)
                totals[line["entry_type"]] = round(totals[line["entry_type"]] + line["amount"], 2)
                assert line["running_balance"] == balance
                assert line["amount"] == round(line["amount"], 2) > 0
                assert start <= date.fromisoformat(line["date"]) <= end
                assert 1 <= line["page_number"] <= pages
                assert "#" not in line["description"]
            assert account["closing_balance"] == balance
            assert (account["total_incoming"], account["total_outgoing"]) == tuple(totals.values())
            assert account["is_balance_reconciled"] is True
            order = [(line["page_number"], line["date"]) for line in account["transactions"]]
            assert order == sorted(order)


def test_every_page_of_a_file_is_read(user: User) -> None:
    """No page is left out, up to the thousandth."""
    assert {line["page_number"] for line in lines(read(user, pdf(9)))} == set(range(1, 10))
    assert max(line["page_number"] for line in lines(read(user, pdf(1200)))) == 1000


def test_results_follow_from_the_bytes(user: User) -> None:
    """Another file gives other lines, the same file the same, also to others; ids are never repeated."""
    twice = [read(user, pdf(2, "same")), read(user, pdf(2, "same")), read(User(seed=7), pdf(2, "same"))]
    assert without_ids(twice[0]) == without_ids(twice[1]) == without_ids(twice[2])
    others = [read(user, pdf(2, salt)) for salt in range(30)]
    assert len({str(without_ids(found)) for found in [twice[0], *others]}) == 31
    ids = [line["id"] for found in [*twice, *others] for line in lines(found)]
    assert len(ids) == len(set(ids))


def test_results_do_not_change(user: User) -> None:
    """They are the same each time they are fetched, and the next upload has others."""
    first = user.upload(pdf(3, "a"))["id"]
    user.clock.advance(1)
    before = results(user, first)
    second = user.upload(pdf(3, "b"))["id"]
    user.clock.advance(100)
    assert results(user, first) == before
    assert results(user, second) != before


def test_lines_can_be_enriched(user: User) -> None:
    """What is read is what can be submitted as transactions."""
    names = ("id", "description", "date", "amount", "entry_type", "currency")
    rows = [{name: line[name] for name in names} for line in lines(read(user, pdf(1)))]
    assert [result["id"] for result in user.results(user.batch(rows)["id"])] == [row["id"] for row in rows]


@pytest.mark.parametrize("content", [pdf(1), b"no pdf"])
def test_results_wait_for_the_end(user: User, content: bytes) -> None:
    """409 while processing, and for what could not be read."""
    id = user.upload(content)["id"]
    early = user.get(f"/v3/bank_statements/{id}/results")
    assert (early.status_code, list(early.json())) == (409, ["detail"])
    user.clock.advance(1)
    late = user.get(f"/v3/bank_statements/{id}/results")
    assert late.status_code == (200 if content.startswith(b"%PDF-") else 409)


def test_the_first_page_is_read_at_once(user: User) -> None:
    """The essentials are there before the end, stay the same, and are those of the results."""
    missing = goes_on = 0
    for salt in range(40):
        id = user.upload(pdf(1 + salt % 3, salt))["id"]
        early = user.post(f"/v3/bank_statements/{id}/verify", None).json()
        user.clock.advance(1)
        assert user.client.post(f"/v3/bank_statements/{id}/verify").json() == early
        accounts = {account["number"]: account for account in results(user, id)["accounts"]}
        assert early["accounts"]
        missing += len(accounts) - len(early["accounts"])
        for told in early["accounts"]:
            account = accounts[told["number"]]
            assert told["opening_balance"] == account["opening_balance"]
            assert (early["start_date"], early["end_date"]) == (account["start_date"], account["end_date"])
            assert told["iso_currency_code"] == account["transactions"][0]["currency"]
            ends_there = account["transactions"][-1]["page_number"] == 1
            assert told["closing_balance"] == (account["closing_balance"] if ends_there else None)
            goes_on += not ends_there
    assert missing
    assert goes_on


def test_of_what_cannot_be_read_nothing_is_told(user: User) -> None:
    """The essentials of a file that is no PDF are null."""
    id = user.upload(b"GIF89a")["id"]
    told = user.client.post(f"/v3/bank_statements/{id}/verify")
    assert (told.status_code, set(told.json().values())) == (200, {None})


def test_statements_are_listed_newest_first_and_filtered(user: User) -> None:
    """Each filter filters by the state that a statement has now, and knows the former names of it."""
    done = user.upload()["id"]
    failed = user.upload(b"no pdf")["id"]
    user.clock.advance(1)
    running = user.upload()
    path = "/v3/bank_statements"
    assert user.ids(path) == [running["id"], failed, done]
    for status, ids in [
        ("processing", [running["id"]]),
        ("completed", [done]),
        ("processed", [done]),
        ("error", [failed]),
        ("failed", [failed]),
        ("queued", []),
        ("no such status", []),
        ("", []),
    ]:
        assert user.ids(path, status=status) == ids
    moment = running["created_at"] + "Z"
    assert user.ids(path, created_after=moment) == [running["id"]]
    assert user.ids(path, created_before=moment) == [failed, done]
    assert user.ids(path, created_before=moment, status="failed") == [failed]


def test_pages_give_every_statement_once(user: User) -> None:
    """Pages of any size are the whole list, while statements come and go."""
    made = [user.upload(pdf(1, number))["id"] for number in range(7)]
    assert user.walk("/v3/bank_statements", limit=3) == made[::-1]
    page = user.get("/v3/bank_statements", limit=2).json()
    assert user.client.delete(f"/v3/bank_statements/{made[5]}").status_code == 204
    assert user.client.delete(f"/v3/bank_statements/{made[6]}").status_code == 204
    user.upload()
    assert user.walk("/v3/bank_statements", limit=2, cursor=page["next_cursor"]) == made[4::-1]
    for id in made[:3]:
        user.client.delete(f"/v3/bank_statements/{id}")
    newer = [user.upload()["id"] for _ in range(3)]
    assert user.ids("/v3/bank_statements", limit=100)[:3] == newer[::-1]
    assert user.walk("/v3/bank_statements", limit=1) == user.ids("/v3/bank_statements", limit=100)


def test_what_is_deleted_is_gone(user: User) -> None:
    """404 everywhere, also for the second deletion, and nothing else is touched."""
    kept, gone = user.upload()["id"], user.upload()["id"]
    path = f"/v3/bank_statements/{gone}"
    deleted = user.client.delete(path)
    assert (deleted.status_code, deleted.content) == (204, b"")
    user.clock.advance(1)
    for answer in (
        user.get(path),
        user.get(f"{path}/results"),
        user.client.post(f"{path}/verify"),
        user.client.delete(path),
    ):
        assert (answer.status_code, list(answer.json())) == (404, ["detail"])
    assert user.ids("/v3/bank_statements") == [kept]


def test_statements_belong_to_a_key(user: User) -> None:
    """Another key neither sees nor deletes them."""
    id, other = user.upload()["id"], user.other("somebody else")
    assert other.ids("/v3/bank_statements") == []
    assert other.get(f"/v3/bank_statements/{id}").status_code == 404
    assert other.client.delete(f"/v3/bank_statements/{id}").status_code == 404
    assert user.get(f"/v3/bank_statements/{id}").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "a.pdf",
        "März 2024 – Übersicht.pdf",
        "a;b=c, d.pdf",
        "C:\\x\\y.pdf",
        "../up",
        "日本.pdf",
        " ",
        'x"y.pdf',
        '"',
        '\\"\\',
        "two\r\nlines.pdf",
        "a%20b.pdf",
        "100%.pdf",
        "%2522 %0a %",
    ],
)
def test_the_name_is_the_files(user: User, name: str) -> None:
    """Whatever the file is called, the statement is called, everywhere, and whoever uploads it."""
    statement = user.upload(name=name)
    assert statement["name"] == name
    client = Ntropy("anybody", base_url="http://sandbox", http_client=user.client)
    assert client.bank_statements.create(file=b"%PDF-", filename=name).name == name
    assert user.get(f"/v3/bank_statements/{statement['id']}").json()["name"] == name
    assert user.get("/v3/bank_statements").json()["data"][0]["name"] == name


def form(*parts: bytes, end: bytes = b"--x--\r\n") -> dict[str, Any]:
    """A form as it is written, with its headers."""
    content = b"".join(b"--x\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts)
    return {"content": content + end, "headers": {"Content-Type": "multipart/form-data; boundary=x"}}


NO_FORM = {"Content-Type": "multipart/form-data"}
FILE = b'name="file"; filename="a.pdf"\r\n\r\n%PDF-1'


@pytest.mark.parametrize(
    ("request_", "loc", "type"),
    [
        ({}, ["body", "file"], "missing"),
        ({"files": {"other": b"%PDF-"}}, ["body", "file"], "missing"),
        ({"files": {"file": (None, "text")}}, ["body", "file"], "value_error"),
        ({"json": {"file": "x"}}, ["body"], "model_attributes_type"),
        ({"data": {"file": "x"}}, ["body"], "model_attributes_type"),
        (
            {"content": b"%PDF-", "headers": {"Content-Type": "application/pdf"}},
            ["body"],
            "model_attributes_type",
        ),
        ({"content": b"%PDF-"}, ["body"], "value_error"),
        ({"content": b"%PDF-", "headers": NO_FORM}, ["body"], "value_error"),
        (form(end=b"--x--"), ["body", "file"], "missing"),
        (form(FILE, end=b""), ["body"], "value_error"),
        (form(b'filename="a.pdf"\r\n\r\n%PDF-1'), ["body"], "value_error"),
        (form(b"name=file\r\n\r\n%PDF-1"), ["body", "file"], "value_error"),
        (form(FILE, b"name=file\r\n\r\nlater"), ["body", "file"], "value_error"),
    ],
)
def test_what_is_no_upload_is_refused(
    user: User, request_: dict[str, Any], loc: list[str], type: str
) -> None:
    """422 says what is missing, and nothing is made."""
    answer = user.client.post("/v3/bank_statements", **request_)
    assert answer.status_code == 422, answer.text
    assert [(one["loc"], one["type"]) for one in answer.json()["detail"]] == [(loc, type)]
    assert check("POST", "/v3/bank_statements", 422, answer.headers, answer.content) == []
    assert user.ids("/v3/bank_statements") == []


def test_a_form_is_read_as_it_is_defined(user: User) -> None:
    """Quotes may be escaped or left out, names of parameters are in any case, other fields are ignored."""
    path = "/v3/bank_statements"
    for part, name in [
        (b"name=file; filename=bare.pdf\r\n\r\n%PDF-1", "bare.pdf"),
        (b'NAME="file";FileName="a \\"b\\".pdf"\r\nContent-Type: text/plain\r\n\r\n%PDF-1', 'a "b".pdf'),
        (b'name="file"; filename=""\r\n\r\n%PDF-1', ""),
        ('name="file"; filename="ü.pdf"\r\n\r\n%PDF-1'.encode("latin-1"), "ü.pdf"),
        # Browsers write these three, and nothing else, in another way.
        (b'name="file"; filename="%22a%0D%0Ab%22.pdf"\r\n\r\n%PDF-1', '"a\r\nb".pdf'),
        (b'name="file"; filename="%41 %0a%0d%09 100%.pdf"\r\n\r\n%PDF-1', "%41 %0a%0d%09 100%.pdf"),
        (b'name="file"; filename="C:\\a\\b.pdf"\r\n\r\n%PDF-1', "C:\\a\\b.pdf"),
    ]:
        extra = b"name=note\r\n\r\nhello"
        answer = user.client.post(path, **form(extra, part, extra))
        assert (answer.status_code, answer.json()["name"], answer.json()["file"]["size"]) == (200, name, 6)
    # What looks like a boundary and is none belongs to the file.
    content = b"%PDF-\r\n--x\r\n--\r\n-- x--\r\r\n"
    assert user.upload(content)["file"]["size"] == len(content)


def held(root: object) -> Iterator[object]:
    """Everything that an object holds, directly or not."""
    seen: set[int] = set()
    waiting: list[object] = [root]
    while waiting:
        one = waiting.pop()
        if id(one) not in seen and not isinstance(one, type | ModuleType | FunctionType):
            seen.add(id(one))
            yield one
            waiting.extend(gc.get_referents(one))


def test_large_files_are_taken_and_not_kept(user: User) -> None:
    """Of tens of megabytes next to nothing stays, also while the statement is processed."""
    content = pdf(2) + b"\r\n--\x00" * 6_000_000
    statement = user.upload(content)
    assert statement["file"] == {"no_pages": 2, "size": len(content)}
    kept = list(held(user.app.state.sandbox.accounts["anybody"]))
    assert any(isinstance(one, Statement) for one in kept)
    assert max(len(one) for one in kept if isinstance(one, bytes | str)) < 1000
    user.clock.advance(1)
    assert lines(results(user, statement["id"]))


def test_realistic_statements_take_their_time() -> None:
    """More pages take longer."""
    user = User(realistic=True)
    short, long = user.upload(pdf(1))["id"], user.upload(pdf(50))["id"]
    user.clock.advance(30)
    statuses = [user.get(f"/v3/bank_statements/{id}").json()["status"] for id in (short, long)]
    assert statuses == ["completed", "processing"]
    user.clock.advance(300)
    assert user.get(f"/v3/bank_statements/{long}").json()["status"] == "completed"


def test_every_answer_is_as_documented(user: User) -> None:
    """Nothing is said that the document does not know."""
    for content in (pdf(2), pdf(3, 1), b"no pdf"):
        id = user.upload(content)["id"]
        for _ in range(2):
            for method, path in [
                ("GET", "/v3/bank_statements"),
                ("GET", f"/v3/bank_statements/{id}"),
                ("GET", f"/v3/bank_statements/{id}/results"),
                ("POST", f"/v3/bank_statements/{id}/verify"),
                ("GET", "/v3/bank_statements/none"),
            ]:
                answer = user.client.request(method, path)
                assert check(method, path, answer.status_code, answer.headers, answer.content) == []
            user.clock.advance(1)
        answer = user.client.delete(f"/v3/bank_statements/{id}")
        assert check("DELETE", f"/v3/bank_statements/{id}", 204, answer.headers, answer.content) == []
