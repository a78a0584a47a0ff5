"""What is promised of bank statements in words."""

from __future__ import annotations

from collections.abc import Generator, Mapping

from contract_tests.provider.rules.paper import pdf
from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.run import Exchange

__all__: list[str] = []

NAMES = ("march 2024.pdf", "Kontoauszug Zoë (東京) & Söhne; v1.2.pdf", "no-ending")
ODD_NAMES = (f"{'long ' * 50}.pdf", "  blanks around  ", ".pdf")
"""Names that another server may cut."""
CENT = 0.005
"""Sums of amounts in cents may differ by less, whoever adds them up."""


def settled(scene: Scene, identity: str) -> tuple[Exchange, Item]:
    """Wait until a statement has been read, or could not be; until then there are no results."""
    statuses: list[object] = []

    def look(exchange: Exchange, shown: Item) -> None:
        statuses.append(shown.get("status"))
        early = scene.get("bank_statements_results", identity)
        after = scene.get("bank_statements_get", identity)
        if early.ok and scene.accepted(after).get("status") != "completed":
            message = "results are given before the statement is completed"
            scene.claim(holds=False, message=message, exchange=early, earlier=[after])

    exchange, done = scene.finish("bank_statements_get", identity, look)
    message = "a statement has been read before it was processed"
    wanted = [one for one in statuses if one == "processing"]
    scene.same([*wanted, done["status"]], statuses, message, exchange, "/status")
    return exchange, done


def stay(scene: Scene, ended: Mapping[str, Item]) -> Generator[float]:
    """Statements that have ended stay as they are then."""
    for _ in range(2):
        yield 0.5
        for identity, done in ended.items():
            exchange = scene.get("bank_statements_get", identity)
            scene.same(done, scene.accepted(exchange), "an ended statement changes", exchange)


def read(scene: Scene, identity: str) -> tuple[Exchange, Item]:
    """The results of a statement that is completed, held to what they say of themselves."""
    exchange = scene.get("bank_statements_results", identity)
    results: Item = scene.accepted(exchange)
    ids: list[str] = []
    for index, account in enumerate(results["accounts"]):
        ids += [line["id"] for line in account["transactions"]]
        _reconciles(scene, exchange, account, f"/accounts/{index}")
    scene.same(len({*ids}), len(ids), "two lines of a statement have one id", exchange, "/accounts")
    return exchange, results


def _reconciles(scene: Scene, exchange: Exchange, account: Item, pointer: str) -> None:
    lines: list[Item] = account["transactions"]
    sums = {
        kind: sum(line["amount"] for line in lines if line["entry_type"] == kind)
        for kind in ("incoming", "outgoing")
    }
    opening, closing = account.get("opening_balance"), account.get("closing_balance")
    if opening is not None and closing is not None:
        fits = abs(opening + sums["incoming"] - sums["outgoing"] - closing) < CENT
        told = account.get("is_balance_reconciled")
        scene.claim(
            told is None or told == fits,
            "is_balance_reconciled does not tell whether the balances fit the transactions",
            exchange,
            expected=fits,
            actual=told,
            pointer=f"{pointer}/is_balance_reconciled",
        )
        message = "the balances do not fit the transactions"
        scene.claim(fits or not scene.is_sandbox, message, exchange, pointer=f"{pointer}/closing_balance")
    for kind, wanted in sums.items():
        total = account.get(f"total_{kind}")
        scene.claim(
            total is None or abs(total - wanted) < CENT,
            f"total_{kind} is not the sum of the transactions",
            exchange,
            expected=wanted,
            actual=total,
            pointer=f"{pointer}/total_{kind}",
            sure=False,
        )
    balance = opening
    for index, line in enumerate(lines):
        told = line.get("running_balance")
        if balance is None or told is None:
            balance = told
            continue
        balance += line["amount"] if line["entry_type"] == "incoming" else -line["amount"]
        scene.claim(
            abs(told - balance) < CENT,
            "running_balance is not the balance after the transaction",
            exchange,
            expected=balance,
            actual=told,
            pointer=f"{pointer}/transactions/{index}/running_balance",
            sure=False,
        )
        balance = told


@promise("bank_statements_create", "bank_statements_get", "bank_statements_list")
def a_statement_is_named_after_its_file(scene: Scene) -> None:
    """`name` is the name of the file and `file.size` its bytes, in every view."""
    for number, name in enumerate((*NAMES, *(ODD_NAMES if scene.is_sandbox else ()))):
        content = pdf(scene.api.new_id("statement") + "x" * 100 * number)
        made = scene.upload(name, content)
        exchange = scene.get("bank_statements_get", made["id"])
        listing, data, _ = scene.page("bank_statements_list", {"limit": 100})
        listed = next((one for one in data if one.get("id") == made["id"]), {})
        for shown, seen in ((made, exchange), (scene.accepted(exchange), exchange), (listed, listing)):
            scene.same(name, shown.get("name"), "name is not that of the file", seen, "/name")
            size = (shown.get("file") or {}).get("size")
            if size is not None or scene.is_sandbox:
                scene.same(len(content), size, "size is not that of the file", seen, "/file/size")


@promise("bank_statements_create", "bank_statements_get", "bank_statements_results")
def a_statement_is_read_and_then_stays(scene: Scene) -> Generator[float]:
    """It is processing, then completed or an error, and that is final; only then are there results."""
    made = scene.upload(content=pdf(scene.api.new_id("statement"), pages=3))
    exchange, done = settled(scene, made["id"])
    yield from stay(scene, {made["id"]: done})
    if scene.is_sandbox:
        scene.same("completed", done["status"], "a statement is not read", exchange, "/status")
        message = "a statement has another number of pages than its file"
        scene.same(3, done["file"]["no_pages"], message, exchange, "/file/no_pages")
    message = "a completed statement has an error"
    scene.claim(done["status"] == "error" or not done.get("error"), message, exchange, pointer="/error")
    if done["status"] == "completed":
        first = read(scene, made["id"])[1]
        exchange, again = read(scene, made["id"])
        scene.same(first, again, "the results of a statement change", exchange)
    else:
        exchange = scene.get("bank_statements_results", made["id"])
        scene.refused(exchange, "the results of a failed statement are not refused")


@promise("bank_statements_create", "bank_statements_results", sandbox=True)
def each_statement_has_results_of_its_own(scene: Scene) -> None:
    """Another file has other lines, the same file the same, and no line has the id of another."""
    files = [pdf(scene.api.new_id("statement"), pages=pages) for pages in (2, 1, 1)]
    made = [scene.upload(content=content)["id"] for content in (*files, files[0])]
    results: list[Item] = []
    ids: list[str] = []
    for one, most in zip(made, (2, 1, 1, 2), strict=True):
        scene.finish("bank_statements_get", one)
        exchange, found = read(scene, one)
        lines: list[Item] = [line for account in found["accounts"] for line in account["transactions"]]
        scene.claim(bool(lines), "a statement has no lines", exchange, pointer="/accounts")
        mine = [line.pop("id") for line in lines]
        twice = sorted({*ids} & {*mine})
        scene.same([], twice, "two statements have lines with one id", exchange, "/accounts")
        ids += mine
        pages = sorted({line["page_number"] for line in lines})
        message = "lines are on pages that the file has not"
        scene.claim(pages[-1] <= most, message, exchange, actual=pages, pointer="/accounts")
        same = [made[index] for index, other in enumerate(results) if other == found]
        wanted = [made[0]] if one == made[3] else []
        message = "another file has the same lines, or the same file others"
        scene.same(wanted, same, message, exchange, "/accounts")
        results.append(found)


@promise("bank_statements_create", "bank_statements_get", "bank_statements_results", sandbox=True)
def what_is_no_pdf_is_no_statement(scene: Scene) -> Generator[float]:
    """It is taken in, ends as `invalid_bank_statement`, and has no results."""
    ended: dict[str, Item] = {}
    for content in (b"PK\x03\x04 no statement", b"%pdf-1.4", b"\n%PDF-1.4", b"%"):
        made = scene.upload(content=content)
        exchange, done = settled(scene, made["id"])
        ended[made["id"]] = done
        scene.same("error", done["status"], "what is no PDF is read", exchange, "/status")
        code = (done.get("error") or {}).get("code")
        message = "what is no PDF has another error"
        scene.same("invalid_bank_statement", code, message, exchange, "/error/code")
        exchange = scene.get("bank_statements_results", made["id"])
        scene.refused(exchange, "the results of a failed statement are not refused")
    yield from stay(scene, ended)
    exchange = scene.send_file("statement.pdf", pdf("nowhere"), field="statement")
    scene.status(exchange, 422, "a form without a file is not refused")


@promise("bank_statements_verify", "bank_statements_create", "bank_statements_results", sandbox=True)
def verify_answers_before_the_results_are_there(scene: Scene) -> None:
    """The essentials are there at once, stay the same, and are those of the results."""
    made = scene.upload(content=pdf(scene.api.new_id("statement"), pages=1))
    exchange = scene.get("bank_statements_verify", made["id"])
    early: Item = scene.accepted(exchange)
    if scene.is_embedded:
        seen = scene.get("bank_statements_get", made["id"])
        status = scene.accepted(seen)["status"]
        scene.same("processing", status, "to verify a statement reads all of it", seen, "/status")
    scene.finish("bank_statements_get", made["id"])
    exchange = scene.get("bank_statements_verify", made["id"])
    scene.same(early, scene.accepted(exchange), "the essentials of a statement change", exchange)
    _, results = read(scene, made["id"])
    for name in ("number", "opening_balance", "closing_balance"):
        essential = [one.get(name) for one in early["accounts"]]
        whole = [one.get(name) for one in results["accounts"]]
        message = "the essentials of a statement of one page are not those of the results"
        scene.same(whole, essential, message, exchange, f"/accounts/0/{name}")
    dates = {(one["start_date"], one["end_date"]) for one in results["accounts"]}
    told = {(early["start_date"], early["end_date"])}
    scene.same(sorted(dates), sorted(told), "the essentials tell another period", exchange, "/start_date")
