"""The document as a whole: its form, references, tags, examples."""

from __future__ import annotations

from .changes import Broken, insert, swap

__all__ = ["DOCUMENT"]

DOCUMENT: dict[str, Broken] = {
    "no YAML": Broken(swap("info:\n", "info: [\n"), "", "valid YAML"),
    "a key twice": Broken(insert("  title: Edge API\n", "  title: Again\n"), "title: Again", "valid YAML"),
    "no mapping": Broken(lambda _: "- a\n", "- a", "is a mapping"),
    "no paths": Broken(lambda text: text[: text.index("paths:")], "", "'paths'"),
    "another version": Broken(swap("openapi: 3.1.0", "openapi: 3.0.3"), "openapi: 3.0.3", "write 3.1.0"),
    "a bad reference": Broken(
        swap(
            "schema: { $ref: '#/components/schemas/ThingPage' }",
            "schema: { $ref: '#/components/schemas/Gone' }",
        ),
        "schemas/Gone",
        "does not exist",
    ),
    "a reference to another file": Broken(
        swap("'#/components/schemas/Stored'", "'other.yaml#/Stored'"),
        "other.yaml",
        "another file",
    ),
    "something beside a reference": Broken(
        swap(
            "kind: { $ref: '#/components/schemas/Kind' }",
            "kind: { $ref: '#/components/schemas/Kind', default: small }",
        ),
        "default: small",
        "beside $ref would be lost",
    ),
    "an unknown tag": Broken(
        swap(
            "operationId: files_create\n      tags: [files]", "operationId: fils_create\n      tags: [fils]"
        ),
        "tags: [fils]",
        "not described",
    ),
    "no example of a body": Broken(
        swap("            examples:\n              note: { value: { note: null } }\n", ""),
        "application/json:",
        "no examples",
    ),
    "no example of an answer": Broken(
        swap("              examples:\n                two: { value: { red: 2 } }\n", ""),
        "application/json:",
        "no examples",
    ),
    "an example that does not fit": Broken(
        swap("two: { value: { red: 2 } }", "two: { value: { red: many } }"),
        "red: many",
        "does not fit",
    ),
    "no security": Broken(swap("security:\n  - Key: []\n", ""), "", "security requirement"),
    "a list where a mapping belongs": Broken(
        swap(
            "properties:\n        detail: { type: string, description: The reason. }",
            "properties: [detail]",
        ),
        "properties: [detail]",
        "must be a mapping, not a list",
    ),
    "an empty part": Broken(
        swap("      summary: Get a thing.\n", "      summary:\n"),
        "summary:",
        "'summary' is empty",
    ),
    "a number where text belongs": Broken(
        swap("version: 1.0.0", "version: 1.0"), "version: 1.0", "in quotes"
    ),
    "a date without quotes": Broken(
        swap("two: { value: { red: 2 } }", "two: { value: { red: 2024-01-01 } }"),
        "red: 2024-01-01",
        "put it in quotes",
    ),
    "NaN": Broken(swap("minimum: 0", "minimum: .nan"), "minimum: .nan", "is no JSON"),
    "an example without a value": Broken(
        swap("two: { value: { red: 2 } }", "two: { summary: Two. }"),
        "two:",
        "needs 'value'",
    ),
    "a reference to something of another kind": Broken(
        swap("'#/components/schemas/ThingPage'", "'#/components/examples/ThingPage'"),
        "components/examples/ThingPage",
        "can only be a reference to '#/components/schemas/Name'",
    ),
    "a tag that nothing has": Broken(
        insert("tags:\n", "  - name: others\n    description: Nobody.\n"),
        "name: others",
        "no operation has the tag",
    ),
    "a security scheme that does not exist": Broken(
        swap("security:\n  - Key: []", "security:\n  - Kee: []"),
        "security:",
        "no security scheme Kee",
    ),
    "a tag in another case": Broken(
        lambda text: text.replace("  - name: files", "  - name: Files").replace("[files]", "[Files]"),
        "name: Files",
        "in snake case",
    ),
    "a tag without description": Broken(
        swap("    description: Rules as JSON.\n", ""),
        "name: rules",
        "no description",
    ),
    "a tag twice": Broken(
        insert("tags:\n", "  - name: rules\n    description: Rules.\n"),
        "name: rules",
        "described twice",
    ),
    "a path without a slash": Broken(
        swap("  /v1/files:\n", "  v1/files:\n"), "v1/files:", "begin with a slash"
    ),
    "an alias within itself": Broken(
        swap("      description: Why not.\n", "      description: Why not.\n      items: &a { items: *a }\n"),
        "items: &a",
        "'items' is empty",
    ),
    "an example of a schema that does not fit": Broken(
        swap(
            "      description: How large a thing is.\n",
            "      description: How large.\n      examples: [huge]\n",
        ),
        "examples: [huge]",
        "does not fit",
    ),
}
