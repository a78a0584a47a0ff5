"""Read examples with models that datamodel-code-generator made; run by the Python of the peers.

    python read_models.py FOLDER

FOLDER has `models.py`, and `examples.json`: a list of component names and values. Prints as JSON which
components have no model, and which values are refused.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path


def main() -> None:
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    models = importlib.import_module("models")
    found: dict[str, list[str]] = {"missing": [], "refused": []}
    for name, value in json.loads((folder / "examples.json").read_text()):
        model = getattr(models, name, None)
        if model is None:
            found["missing"].append(name)
            continue
        try:
            if value is not None:
                model.model_validate(value)
        except ValueError as error:
            found["refused"].append(f"{name}: {error}")
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
