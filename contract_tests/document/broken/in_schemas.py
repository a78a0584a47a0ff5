"""Schemas: types, names, forms of uploads."""

from __future__ import annotations

from .changes import Broken, insert, swap

__all__ = ["SCHEMAS"]

SCHEMAS: dict[str, Broken] = {
    "an inline object": Broken(
        swap(
            "schema: { $ref: '#/components/schemas/Labels' }",
            "schema: { type: object, properties: { a: { type: string } } }",
        ),
        "properties: { a:",
        "inline schema",
    ),
    "an inline enum": Broken(
        swap(
            "id: { type: string, description: Its id. }",
            "id: { type: string, enum: [a], description: Its id. }",
        ),
        "enum: [a]",
        "inline",
    ),
    "a field named like a method": Broken(
        swap("        size: { type: number", "        to_dict: { type: number"),
        "to_dict:",
        "method of every model",
    ),
    "properties beside anyOf": Broken(
        swap(
            "      description: Why not.\n", "      description: Why not.\n      anyOf: [{ type: object }]\n"
        ),
        "properties:",
        "beside anyOf would be lost",
    ),
    "an allOf of two": Broken(
        swap(
            "kind: { $ref: '#/components/schemas/Kind' }",
            "kind: { allOf: [{ $ref: '#/components/schemas/Kind' }, { type: string }] }",
        ),
        "allOf:",
        "allOf of one",
    ),
    "a schema both sent and received with an optional field": Broken(
        swap("required: [front, back]\n      properties", "required: [front]\n      properties"),
        "back: {",
        "split it",
    ),
    "a number in a request that may be null": Broken(
        swap("weight: { type: number,", "weight: { type: [number, 'null'],"),
        "weight:",
        "cannot be null",
    ),
    "a misspelt extension of a schema": Broken(
        swap("x-zone: optional", "x-zon: optional"),
        "x-zon:",
        "is 'x-zone' meant?",
    ),
    "a type that is none": Broken(
        swap("note: { type: [string, 'null'], description", "note: { type: [text, 'null'], description"),
        "note:",
        "no type 'text'",
    ),
    "a property without description": Broken(
        swap(", description: A note. }", " }"), "note:", "no description"
    ),
    "a misspelt keyword of a schema": Broken(
        swap("size: { type: number, minimum: 0,", "size: { type: number, minimun: 0,"),
        "minimun",
        "is 'minimum' meant?",
    ),
    "a misspelt format": Broken(
        swap("made: { type: string, format: date,", "made: { type: string, format: dat,"),
        "format: dat,",
        "the format 'dat' is not known: is 'date' meant?",
    ),
    "a misspelt type": Broken(
        swap("size: { type: number, minimum: 0,", "size: { type: numbr, minimum: 0,"),
        "type: numbr",
        "there is no type 'numbr': is 'number' meant?",
    ),
    "a null as OpenAPI 3.0 had it": Broken(
        swap("size: { type: number, minimum: 0,", "size: { type: number, nullable: true, minimum: 0,"),
        "nullable: true",
        "write type: [string, 'null'] here",
    ),
    "a zone where there is no moment": Broken(
        swap(
            "format: date, description: When it was made.", "format: date, x-zone: optional, description: x"
        ),
        "x-zone: optional, description: x",
        "beside format: date-time",
    ),
    "a number in a request that may be null, by anyOf": Broken(
        swap("weight: { type: number,", "weight: { anyOf: [{ type: number }, { type: 'null' }], "),
        "weight:",
        "cannot be null",
    ),
    "a field that becomes a method": Broken(
        swap("        size: { type: number", "        toDict: { type: number"),
        "toDict:",
        "method of every model",
    ),
    "two fields that become one": Broken(
        insert(
            "        note: { type: [string, 'null'], description: A note. }\n",
            "        Note: { type: string, description: Another. }\n",
        ),
        "Note:",
        "are both note",
    ),
    "a file that may be missing": Broken(
        swap("required: [file]\n", "required: [folder]\n"),
        "file: { type: string, format: binary",
        "make it required",
    ),
    "an enum with a value twice": Broken(
        swap("enum: [things.made, things.gone]", "enum: [things.made, things.made]"),
        "enum: [things.made, things.made]",
        "a value twice",
    ),
    "names of an enum that are none": Broken(
        swap("x-enum-varnames: [SMALL, RATHER_LARGE, BOTH]", "x-enum-varnames: [SMALL, rather large, BOTH]"),
        "x-enum-varnames",
        "be like SOME_VALUE",
    ),
    "keys to leave out of a model": Broken(
        swap("    Part:\n      type: object", "    Part:\n      x-leave-out: [id]\n      type: object"),
        "x-leave-out",
        "only for a component with x-python: json",
    ),
    "a pattern that is none": Broken(swap("'^[a-z]+$'", "'^[a-z+$'"), "'^[a-z+$'", "no regular expression"),
    "a schema without a type": Broken(
        swap("size: { type: number, minimum: 0,", "size: { minimum: 0,"),
        "size: { minimum",
        "needs a type",
    ),
    "a form without a name": Broken(
        swap(
            "schema: { $ref: '#/components/schemas/FileForm' }",
            "schema: { type: object, properties: { file: { type: string, format: binary } } }",
        ),
        "format: binary } } }",
        "make its fields a component",
    ),
    "a second file": Broken(
        swap("folder: { type: string,", "folder: { type: string, format: binary,"),
        "folder:",
        "a second file",
    ),
    "a list in a form": Broken(
        swap("folder: { type: string,", "folder: { type: array, items: { type: string },"),
        "folder:",
        "only text and numbers",
    ),
    "a form that is an answer too": Broken(
        swap(
            "schema: { $ref: '#/components/schemas/Stored' }",
            "schema: { $ref: '#/components/schemas/FileForm' }",
        ),
        "FileForm:",
        "split it",
    ),
    "a schema without description": Broken(
        swap("      description: Why not.\n", ""),
        "Refusal:",
        "has no description",
    ),
    "another form at run time": Broken(
        swap("x-python: json", "x-python: yaml"),
        "x-python: yaml",
        "can only be json",
    ),
    "a property that is no name": Broken(
        swap(
            "        note: { type: [string, 'null'], description",
            "        'a note': { type: string, description",
        ),
        "'a note'",
        "no name for a field",
    ),
    "a required property that is not there": Broken(
        swap("required: [id, list, if, made, kind]", "required: [id, list, if, made, kind, colour]"),
        "colour",
        "requires colour",
    ),
    "an enum of numbers": Broken(
        swap("enum: [things.made, things.gone]", "enum: [1, 2]"),
        "ThingEventType:",
        "must be strings",
    ),
    "several types at once": Broken(
        swap(
            "note: { type: [string, 'null'], description: A", "note: { type: [string, object], description: A"
        ),
        "note:",
        "several types at once",
    ),
    "a component that may be null": Broken(
        swap("    Part:\n      type: object", "    Part:\n      type: [object, 'null']"),
        "Part:",
        "say null where it is used",
    ),
    "a moment that is none": Broken(
        swap("list: [{ id: b }]", "list: [{ id: b, seen: '2024-13-01T00:00:00Z' }]"),
        "2024-13-01",
        "does not fit",
    ),
    "an example without its zone": Broken(
        swap("list: [{ id: b }]", "list: [{ id: b, seen: '2024-12-01T00:00:00' }]"),
        "2024-12-01",
        "a time in an example has its zone",
    ),
    "an unknown type beside that of the path": Broken(
        swap("x-accepts: integer", "x-accepts: number"),
        "x-accepts: number",
        "x-accepts can only be integer",
    ),
    "a type beside another than text": Broken(
        swap("type: string, x-accepts: integer", "type: integer, x-accepts: integer"),
        "type: integer, x-accepts",
        "beside type: string",
    ),
    "a further type where there is no path": Broken(
        swap(
            "schema: { type: string }\n          example: abc",
            "schema: { type: string, x-accepts: integer }\n          example: abc",
        ),
        "schema: { type: string, x-accepts: integer }",
        "of a parameter in the path",
    ),
    "a further type of a field": Broken(
        swap(
            "note: { type: [string, 'null'], description",
            "note: { type: string, x-accepts: integer, description",
        ),
        "note:",
        "of a parameter in the path",
    ),
    "a schema named like a class of the code": Broken(
        lambda text: text.replace("schemas/Stored'", "schemas/Model'").replace(
            "    Stored:\n", "    Model:\n"
        ),
        "    Model:",
        "rename it",
    ),
    "a schema named like no class": Broken(
        lambda text: text.replace("schemas/Stored'", "schemas/stored'").replace(
            "    Stored:\n", "    stored:\n"
        ),
        "stored:",
        "named like a class",
    ),
}
