"""The golden output of the edge document. Run as a module it is written anew."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from openapi._source import Source
from openapi.generate import build

__all__ = ["GOLDEN", "files"]

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "edge_api"
RUNTIME = {path.name for path in (HERE.parent.parent / "openapi" / "runtime").glob("*.py")}


def files(folder: Path) -> dict[str, str]:
    """Give the files that templates made; the runtime is copied and the document is the edge document.

    Args:
        folder: A generated package.

    Returns:
        Texts by relative path.
    """
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*.py")
        if not (path.parent == folder and path.name in RUNTIME)
    }


def main() -> None:
    """Write the golden output anew."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "edge_api"
        build(Source(HERE / "edge.yaml", "edge.yaml"), made)
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for name, text in files(made).items():
            path = GOLDEN / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


if __name__ == "__main__":
    main()
