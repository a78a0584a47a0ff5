"""Generators that know nothing of this project read the document."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openapi._source import Source, is_list, is_node, resolve
from openapi.generate import DOCUMENT

from .peers.installed import HERE, python_peer
from .peers.stock import losses, understand

SOURCE = Source(DOCUMENT)
STAYS_JSON = {name for name, schema in SOURCE.schemas.items() if schema.get("x-python") == "json"}
"""What no class can hold."""

_IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module("stock_api")
found = [one.name for one in pkgutil.walk_packages(package.__path__, "stock_api.")]
for name in found:
    importlib.import_module(name)
print(len(found))
"""


def stays_json(holder: Any) -> bool:
    """Whether a body or an answer is what stays JSON, or a list of it."""
    content = resolve(SOURCE.raw, holder).get("content", {})
    schemas = [media["schema"] for media in content.values()]
    references = {str(part.get("$ref")) for schema in schemas for part in (schema, schema.get("items", {}))}
    return bool(references & {f"#/components/schemas/{name}" for name in STAYS_JSON})


class TestStock:
    """openapi-python-client as it comes, with no template of ours."""

    def test_it_loses_nothing_but_what_stays_json(self, tmp_path: Path) -> None:
        """At most ten components, and bodies and answers that are nothing else."""
        allowed, excused = set(STAYS_JSON), {f"/components/schemas/{name}" for name in STAYS_JSON}
        for one in SOURCE.operations:
            if stays_json(one.raw.get("requestBody")):
                # Without its body the generator leaves the whole operation out.
                allowed.add(one.id)
            statuses = [status for status, answer in one.raw["responses"].items() if stays_json(answer)]
            allowed |= {f"{one.id} {status}" for status in statuses}
            if one.id in allowed or statuses:
                excused.add(f"{one.method.upper()} {one.path} within {one.tag}")
        found = understand(SOURCE.raw, tmp_path / "stock_api")
        assert losses(SOURCE.operations, SOURCE.schemas, found) <= allowed
        assert [line for line in found.complaints if not any(one in line for one in excused)] == []
        assert len(STAYS_JSON) <= 10

    def test_it_loses_nothing_of_the_rest(self, tmp_path: Path) -> None:
        """With a bare object for what stays JSON there is no word of complaint, and the package imports."""
        document = copy.deepcopy(SOURCE.raw)
        schemas = document["components"]["schemas"]
        schemas |= {name: {"type": "object"} for name in STAYS_JSON}
        found = understand(document, tmp_path / "stock_api")
        assert found.complaints == []
        assert losses(SOURCE.operations, schemas, found) == set()
        command = [sys.executable, "-W", "error", "-c", _IMPORT_ALL]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert int(done.stdout) > len(SOURCE.operations) + len(found.schemas)

    def test_a_loss_would_be_named(self, tmp_path: Path) -> None:
        """An operation, a status, a parameter, a component and a property that the generator passes over."""
        document = copy.deepcopy(SOURCE.raw)
        batch = document["paths"]["/v3/batches/{id}"]["get"]
        batch["responses"]["Batch"] = batch["responses"].pop("404")
        del document["paths"]["/v3/batches/{id}/results"]
        document["paths"]["/v3/batches"]["get"]["parameters"].pop()
        schemas = document["components"]["schemas"]
        schemas["Categories"]["properties"].pop("general")
        schemas["BatchStatus"] = {"oneOf": [{"type": "array"}, {"type": "string"}]}
        found = understand(document, tmp_path / "stock_api")
        lost = losses(SOURCE.operations, SOURCE.schemas, found)
        assert {
            "batches_get 404", "batches_results", "batches_list status", "Categories general", "BatchStatus",
        } <= lost  # fmt: skip
        assert any("/components/schemas/BatchStatus" in line for line in found.complaints)


def generate_models(document: Path, folder: Path) -> None:
    """Have datamodel-code-generator make `models.py`."""
    command = [
        str(python_peer("datamodel-codegen")),
        "--input",
        str(document),
        "--input-file-type",
        "openapi",
    ]
    command += ["--output-model-type", "pydantic_v2.BaseModel", "--target-python-version", "3.11"]
    command += ["--openapi-scopes", "schemas", "paths", "parameters", "webhooks"]
    command += ["--strict-refs", "--schema-version-mode", "strict", "--formatters", "builtin"]
    command += ["--output", str(folder / "models.py")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def read_with_models(folder: Path, examples: list[tuple[str, Any]]) -> dict[str, list[str]]:
    """Which components have no model, and which examples are refused."""
    (folder / "examples.json").write_text(json.dumps(examples))
    command = [str(python_peer("python")), "-W", "error", str(HERE / "read_models.py"), str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def examples(node: Any) -> Iterator[tuple[str, Any]]:
    """The component and the value of each example of a body, wherever there is one."""
    if is_list(node):
        for item in node:
            yield from examples(item)
    elif is_node(node):
        schema = node.get("schema", {})
        for example in node.get("examples", {}).values() if schema else ():
            value = resolve(SOURCE.raw, example)["value"]
            if "$ref" in schema:
                yield schema["$ref"].rpartition("/")[2], value
            elif "$ref" in schema.get("items", {}):
                yield from ((schema["items"]["$ref"].rpartition("/")[2], item) for item in value)
        for value in node.values():
            yield from examples(value)


class TestDatamodelCodeGenerator:
    """Models for pydantic."""

    def test_it_accepts_the_document(self, tmp_path: Path) -> None:
        """Every component has a model, and the module imports without a warning."""
        generate_models(DOCUMENT, tmp_path)
        nothing = [(name, None) for name in SOURCE.schemas]
        assert read_with_models(tmp_path, nothing) == {"missing": [], "refused": []}

    def test_its_models_hold_every_example(self, tmp_path: Path) -> None:
        """The document means to it what the examples say."""
        generate_models(DOCUMENT, tmp_path)
        every = list(examples(SOURCE.raw))
        assert len({name for name, _ in every}) > len(SOURCE.operations) / 2
        assert read_with_models(tmp_path, every) == {"missing": [], "refused": []}
        found = read_with_models(tmp_path, [("Batch", {"id": "a"}), ("Stray", {})])
        assert found["missing"] == ["Stray"]
        assert [line.split(":")[0] for line in found["refused"]] == ["Batch"]
