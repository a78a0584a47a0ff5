"""openapi-python-client as it comes: what it understands of a document, with no template of ours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError, ParseError
from openapi_python_client.parser.properties import ModelProperty

from openapi._source import RawOperation

__all__ = ["Understood", "losses", "understand"]


@dataclass(frozen=True)
class Understood:
    """What became code, by the names of the document.

    Args:
        operations: The parts of each operation: its parameters, its body and its statuses.
        schemas: The properties of each component that became a class; of an enumeration its values.
        complaints: What the generator said, a line each.
    """

    operations: dict[str, set[str]]
    schemas: dict[str, set[str]]
    complaints: list[str]


def understand(document: dict[str, Any], folder: Path) -> Understood:
    """Generate a package.

    Args:
        document: The document.
        folder: The package to be made; it must not exist.

    Returns:
        What the generator understood.
    """
    config = Config.from_sources(
        # Formatting is no part of it.
        ConfigFile(post_hooks=[]),
        meta_type=MetaType.NONE,
        document_source=folder,
        file_encoding="utf-8",
        overwrite=False,
        output_path=folder,
    )
    data = GeneratorData.from_dict(document, config=config)
    assert not isinstance(data, GeneratorError), data
    project = Project(openapi=data, config=config)
    collections = data.endpoint_collections_by_tag.values()
    errors: list[GeneratorError | ParseError] = [*project.build(), *project.errors, *data.errors]
    errors += [error for one in collections for error in one.parse_errors]
    operations = {
        str(end.name): {
            *(one.name.get_untrusted_value() for one in (*end.path_parameters, *end.query_parameters)),
            *(str(one.status_code.pattern) for one in end.responses),
            *(["body"] if end.bodies else []),
        }
        for one in collections
        for end in one.endpoints
    }
    schemas = {str(one.class_info.name): _parts(one) for one in (*data.models, *data.enums)}
    return Understood(operations, schemas, sorted({_line(error) for error in errors}))


def losses(operations: list[RawOperation], schemas: dict[str, Any], found: Understood) -> set[str]:
    """Name what the document has and the generator did not understand.

    Args:
        operations: The operations of the document.
        schemas: Its component schemas.
        found: What became code.

    Returns:
        Operation ids, component names, and parts of both after a space.
    """
    wanted = {
        one.id: {
            *(parameter["name"] for parameter in one.parameters),
            *one.raw["responses"],
            *(["body"] if "requestBody" in one.raw else []),
        }
        for one in operations
    }
    parts = {
        name: set(schema.get("properties", ())) | {str(value) for value in schema.get("enum", ()) if value}
        for name, schema in schemas.items()
    }
    lost: set[str] = set()
    for known, needed in ((found.operations, wanted), (found.schemas, parts)):
        lost |= needed.keys() - known.keys()
        lost |= {
            f"{name} {part}" for name in needed.keys() & known.keys() for part in needed[name] - known[name]
        }
    return lost


def _parts(one: Any) -> set[str]:
    if not isinstance(one, ModelProperty):
        return {str(value) for value in dict(one.values).values()}
    fields = [*(one.required_properties or ()), *(one.optional_properties or ())]
    return {field.name.get_untrusted_value() for field in fields}


def _line(error: GeneratorError | ParseError) -> str:
    return " ".join(" ".join(filter(None, (error.header, error.detail))).split())
