"""The document through openapi-python-client and our templates."""

from __future__ import annotations

import re
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError, ParseError
from openapi_python_client.parser.properties import ModelProperty

from openapi._components import branches, ref_name
from openapi._docstrings import docstring, sentence
from openapi._json_types import json_declarations
from openapi._names import class_name, snake
from openapi._operation_docs import method_docstring, request_docstring
from openapi._operations import OperationView, views
from openapi._source import DocumentError, Fault, Source, Where, resolve
from openapi._types import Schemas
from openapi._webhook_faults import event_types

__all__ = ["render"]

HERE = Path(__file__).parent


def render(source: Source, folder: Path) -> None:
    """Write the package, not yet formatted.

    Args:
        source: The document, without faults.
        folder: The package to be made; it must not exist.

    Raises:
        DocumentError: Something of the document would be lost.
    """
    config = Config.from_sources(
        ConfigFile.load_from_path(HERE / "generator.yaml"),
        meta_type=MetaType.NONE,
        document_source=source.path,
        file_encoding="utf-8",
        overwrite=False,
        output_path=folder,
    )
    data = GeneratorData.from_dict(_view(source), config=config)
    if isinstance(data, GeneratorError):
        raise DocumentError(source.name, [_fault(source, data)])
    schemas = Schemas(source)
    operations = views(source, schemas)
    _nothing_lost(source, data, schemas)
    # Maps, forms and what stays JSON become no class.
    data.models = [model for model in data.models if str(model.class_info.name) in schemas.models]
    project = Project(openapi=data, config=config, custom_template_path=HERE / "templates")
    project.env.undefined = StrictUndefined
    project.env.globals.update(_globals(source, schemas, operations, data))
    errors = [*project.build(), *project.errors]
    if errors:
        raise DocumentError(source.name, [_fault(source, error) for error in errors])
    _ours(project, folder, source, schemas, operations)


def _view(source: Source) -> dict[str, Any]:
    """The document as the generator is to see it: what stays JSON is an object of that name."""
    view = deepcopy(source.raw)
    for name, schema in source.schemas.items():
        if schema.get("x-python") == "json":
            view["components"]["schemas"][name] = {
                "type": "object",
                "description": schema.get("description", ""),
            }
    view.pop("webhooks", None)
    return view


def _globals(
    source: Source, schemas: Schemas, operations: dict[str, OperationView], data: GeneratorData
) -> dict[str, Any]:
    members = {
        str(enum.class_info.name): _members(source, str(enum.class_info.name), enum.values)
        for enum in data.enums
    }
    events = _events(source, schemas)
    return {
        "title": source.raw["info"]["title"],
        "schemas": schemas,
        "operations": operations,
        "tags": {snake(tag["name"]): str(tag.get("description", "")) for tag in source.raw.get("tags", [])},
        "class_of": class_name,
        "module_name": snake,
        "docstring": docstring,
        "method_docstring": method_docstring,
        "request_docstring": request_docstring,
        "sentence": sentence,
        "enum_members": members.__getitem__,
        "json_declarations": list(json_declarations(schemas)),
        "json_names": sorted(
            [
                *schemas.json,
                *(f"{name}Value" for name in schemas.json_enums),
                *(f"{name}Dict" for name in schemas.typed_dicts),
            ]
        ),
        "dict_names": {f"{name}Dict" for name in schemas.typed_dicts},
        "events": events,
        "event_models": sorted(set(events.values())),
    }


def _members(source: Source, name: str, values: Any) -> list[tuple[str, str]]:
    """An enumeration's members: named in the document, else by the generator."""
    schema = source.schemas[name]
    wanted = [value for value in schema["enum"] if value is not None]
    named = schema.get("x-enum-varnames")
    if named:
        return [(member, repr(value)) for member, value in zip(named, wanted, strict=True)]
    given = {str(value): str(member) for member, value in dict(values).items()}
    return [(given.get(value, snake(value).upper()), repr(value)) for value in wanted]


def _events(source: Source, schemas: Schemas) -> dict[str, str]:
    """The model of each event type that webhooks deliver."""
    found: dict[str, str] = {}
    for hook in source.raw.get("webhooks", {}).values():
        content = resolve(source.raw, hook["post"]["requestBody"])["content"]
        schema = next(iter(content.values()))["schema"]
        for part in branches(schema) or [schema]:
            name = ref_name(part)
            if name is None:
                continue
            found |= dict.fromkeys(event_types(schemas, name), name)
    return found


def _nothing_lost(source: Source, data: GeneratorData, schemas: Schemas) -> None:
    """Compare what the generator understood with the document."""
    faults: list[Fault] = []
    collections = data.endpoint_collections_by_tag.values()
    errors = [*data.errors, *(error for one in collections for error in one.parse_errors)]
    faults += [_fault(source, error) for error in errors]
    endpoints = {str(end.name): end for one in collections for end in one.endpoints}
    for operation in source.operations:
        endpoint = endpoints.get(operation.id)
        if endpoint is None:
            faults.append(
                Fault(source.line(*operation.where), f"the generator lost the operation {operation.id}")
            )
            continue
        understood = {str(answer.status_code.pattern) for answer in endpoint.responses}
        for status in operation.raw["responses"]:
            if status not in understood:
                line = source.line(*operation.where, "responses", status)
                faults.append(Fault(line, f"the generator lost status {status} of {operation.id}"))
    classes = {str(one.class_info.name): one for one in (*data.models, *data.enums)}
    for name in (*schemas.models, *schemas.enums):
        if name not in classes:
            line = source.line("components", "schemas", name)
            faults.append(Fault(line, f"the generator lost the schema {name}: write it in a simpler way"))
            continue
        model = classes[name]
        if not isinstance(model, ModelProperty):
            continue
        fields = [*(model.required_properties or ()), *(model.optional_properties or ())]
        known = {field.name.get_untrusted_value() for field in fields}
        for key in schemas.all[name]["properties"]:
            if key not in known:
                line = source.line("components", "schemas", name, "properties", key)
                faults.append(Fault(line, f"the generator lost the property {name}.{key}"))
    if faults:
        raise DocumentError(source.name, faults)


def _fault(source: Source, error: GeneratorError | ParseError) -> Fault:
    """Word what the generator complains of, at the operation or schema that it names."""
    said = " ".join(" ".join(part for part in (error.header, error.detail) if part).split())
    operation = re.search(r"parsing (\w+) (/\S*) within", said)
    schema = re.search(r"components[/.]schemas[/.](\w+)", said)
    where: Where = ()
    if operation:
        where = ("paths", operation[2], operation[1].lower())
    elif schema:
        where = ("components", "schemas", schema[1])
    return Fault(source.line(*where), f"the generator says: {said[:500]}")


def _ours(
    project: Project,
    folder: Path,
    source: Source,
    schemas: Schemas,
    operations: dict[str, OperationView],
) -> None:
    """Write what the generator has no place for: resources, operations, JSON types, runtime, the document."""

    def write(template: str, name: str, **values: Any) -> None:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(project.env.get_template(template).render(**values), encoding="utf-8")

    for name in ("types.py", "errors.py"):
        (folder / name).unlink()
    write("operations.py.jinja", "operations.py")
    write("json_types.py.jinja", "json_types.py")
    if source.raw.get("webhooks"):
        write("events.py.jinja", "events.py")
    tags = sorted({operation.tag for operation in operations.values()})
    for tag in tags:
        write("resource.py.jinja", f"resources/{tag}.py", tag=tag)
    (folder / "resources" / "__init__.py").write_text('"""One module for each tag, with its classes."""\n')
    for path in sorted((HERE / "runtime").glob("*.py")):
        shutil.copyfile(path, folder / path.name)
    (folder / "py.typed").touch()
    (folder / "openapi.json").write_text(source.as_json(), encoding="utf-8")
