"""Generate ``generated/ntropy_api`` from the OpenAPI document, all or nothing.

    python openapi/generate.py            document -> generated/ntropy_api, and the table in openapi/README.md
    python openapi/generate.py --check    fail with a diff when either is something else
    python openapi/generate.py --lint     only say what is wrong with the document

The document is read, checked, handed to openapi-python-client with our templates, formatted, imported and
tried out in a place of its own. Only then does the result take the place of the old tree, and of the old
table. With another output no table is written, unless --readme names the page that has one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
if str(ROOT) not in sys.path:  # run as a script
    sys.path.insert(0, str(ROOT))

from openapi._compare import compare, compare_texts  # noqa: E402
from openapi._lint import lint  # noqa: E402
from openapi._render import render  # noqa: E402
from openapi._source import DocumentError, Source  # noqa: E402
from openapi._table import with_table  # noqa: E402

DOCUMENT = HERE / "ntropy-v3.yaml"
OUTPUT = ROOT / "generated" / "ntropy_api"
README = HERE / "README.md"

_WORKPLACE = ".generating-"

_TRY = """
import importlib, pkgutil, sys
import msgspec
package = importlib.import_module(sys.argv[1])
for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(found.name)
models = importlib.import_module(sys.argv[1] + ".models")
for name in models.__all__:
    try:
        msgspec.json.Decoder(getattr(models, name))
    except TypeError as error:
        sys.exit(f"{name} cannot be decoded: {error}")
operations = importlib.import_module(sys.argv[1] + ".operations")
for name in operations.__all__:
    assert callable(getattr(operations, name)), name
"""


class GenerationError(Exception):
    """The generated tree is not fit for use."""


def build(source: Source, folder: Path) -> None:
    """Generate, format and try out a tree.

    Args:
        source: The document.
        folder: The package to be made; it must not exist.

    Raises:
        DocumentError: The document is faulty, or would lose something.
        GenerationError: What came out does not work.
    """
    faults = lint(source)
    if faults:
        raise DocumentError(source.name, faults)
    with redirect_stdout(StringIO()):
        render(source, folder)
    _format(folder)
    _try(folder)


def _format(folder: Path) -> None:
    """Sort imports, drop those that are not used, and lay the code out, by rules of its own."""
    ruff = Path(sys.executable).with_name("ruff")
    shared = ("--isolated", "--no-cache", "--quiet", "--target-version", "py311", "--line-length", "110")
    for command in (
        ("check", *shared, "--fix", "--select", "F401,I,UP", "--ignore", "UP013", str(folder)),
        ("format", *shared, str(folder)),
    ):
        done = subprocess.run([str(ruff), *command], capture_output=True, text=True, check=False)
        if done.returncode:
            raise GenerationError(
                f"ruff {command[0]} refused the generated code:\n{done.stdout}{done.stderr}"
            )


def _try(folder: Path) -> None:
    """Import everything in a process of its own, and build a decoder for every model."""
    environment = {**os.environ, "PYTHONPATH": str(folder.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _TRY, folder.name],
        env=environment,
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines() or ["no reason given"]
        raise GenerationError(f"the generated code does not work: {reason[-1]}")


@contextmanager
def _workplace(output: Path) -> Generator[Path]:
    """A folder beside the output, on the same file system, gone afterwards."""
    output.parent.mkdir(parents=True, exist_ok=True)
    _clear(output)
    folder = Path(tempfile.mkdtemp(prefix=f"{_WORKPLACE}{os.getpid()}-", dir=output.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear(output: Path) -> None:
    """Take away what a killed run left, and give back the old tree if it died between two renames."""
    for folder in output.parent.glob(f"{_WORKPLACE}*"):
        if _runs(folder.name.removeprefix(_WORKPLACE).split("-")[0]):
            continue
        old = folder / "old"
        if old.is_dir() and not output.exists():
            old.rename(output)
        shutil.rmtree(folder, ignore_errors=True)


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        pass
    return True


def _swap(new: Path, output: Path, old: Path, last: Callable[[], object]) -> None:
    """Put the new tree in the old one's place and do what is left; if that fails, the old one is there again."""
    if output.exists():
        output.rename(old)
    try:
        new.rename(output)
        last()
    except BaseException:
        if output.exists():
            output.rename(new)
        if old.exists():
            old.rename(output)
        raise


def _page(readme: Path, source: Source) -> str:
    """Give a page with the table that the document gives."""
    try:
        return with_table(readme.read_text(encoding="utf-8"), source)
    except (OSError, ValueError) as error:
        raise GenerationError(f"{_name(readme)}: {error}") from None


def generate(source: Source, output: Path, readme: Path | None = None) -> None:
    """Generate and swap in.

    Args:
        source: The document.
        output: The package to be replaced.
        readme: The page with the table of operations; None to write no table.

    Raises:
        DocumentError: The document is faulty; the output is as it was.
        GenerationError: What came out does not work; the output is as it was.
    """
    with _workplace(output) as folder:
        new = folder / output.name
        build(source, new)
        if readme is None:
            _swap(new, output, folder / "old", lambda: None)
            return
        page = folder / "page"
        page.write_text(_page(readme, source), encoding="utf-8")
        shutil.copymode(readme, page)
        _swap(new, output, folder / "old", lambda: page.replace(readme))


def differences(source: Source, output: Path, readme: Path | None = None) -> dict[Path, list[str]]:
    """Compare a tree, and the table of operations, with what the document gives.

    Args:
        source: The document.
        output: The package to be compared.
        readme: The page with the table; None to compare no table.

    Returns:
        A unified diff, from what is there to what should be, of each of the two that differs.
    """
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder) / output.name
        build(source, new)
        found = {output: compare(output, new)}
    if readme is not None:
        wanted = _page(readme, source)
        found[readme] = compare_texts(readme.read_text(encoding="utf-8"), wanted, _name(readme))
    return {path: lines for path, lines in found.items() if lines}


def _name(path: Path) -> str:
    path = path.resolve()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The command line, without the program's name.

    Returns:
        0, or 1 when the document is faulty, or the tree or the table is not what it gives.
    """
    parser = argparse.ArgumentParser(
        prog="generate.py", description="Generate the client from its document, all or nothing."
    )
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="the OpenAPI document")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="the package to be replaced")
    parser.add_argument(
        "--readme", type=Path, help="the page with the table of operations; the usual one of the usual output"
    )
    parser.add_argument(
        "--check", action="store_true", help="fail with a diff when the output is something else"
    )
    parser.add_argument("--lint", action="store_true", help="only say what is wrong with the document")
    options = parser.parse_args(arguments)
    name, output = _name(options.document), _name(options.output)
    readme: Path | None = options.readme
    if readme is None and options.output.resolve() == OUTPUT:
        readme = README
    try:
        source = Source(options.document, name)
        if options.lint:
            faults = lint(source)
            if faults:
                raise DocumentError(name, faults)
            print(f"{name}: {len(source.operations)} operations, no faults")
        elif options.check:
            stale = differences(source, options.output, readme)
            if stale:
                sys.stdout.writelines(line for lines in stale.values() for line in lines)
                what = " and ".join(map(_name, stale))
                print(
                    f"\nNot what {name} gives: {what}. Change the document or a template, then make generate"
                )
                return 1
            print(f"{output} is what {name} gives")
        else:
            generate(source, options.output, readme)
            print(f"{output}: {len(source.operations)} operations from {name}")
    except DocumentError as error:
        print(error, file=sys.stderr)
        print(f"at least {len(error.faults)} to mend in {name}; {output} was left as it is", file=sys.stderr)
        return 1
    except GenerationError as error:
        print(f"{error}\n{output} was left as it is", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
