"""Examples that do not fit their schemas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from openapi._source import Fault, Node, Source, Where, is_list, resolve

__all__ = ["example_faults"]


def example_faults(source: Source, *, sound: bool = True) -> Iterator[Fault]:
    """Check every example of bodies, answers, headers, parameters and schemas.

    Args:
        source: A document of the right form, whose references all lead somewhere.
        sound: Whether the document has no other faults. Else a schema that cannot be used is passed over:
            what is wrong with it was told already.

    Returns:
        A fault for each example that does not fit.
    """
    checker = _Checker(source, sound)
    for one in source.operations:
        for at, parameter in zip(one.places, one.parameters, strict=True):
            yield from checker.examples(parameter, at, f"the example of {parameter['name']}")
        yield from checker.media(
            one.raw.get("requestBody"), (*one.where, "requestBody"), f"the body of {one.id}"
        )
        for status, answer in one.raw.get("responses", {}).items():
            yield from checker.media(answer, (*one.where, "responses", status), f"{one.id} {status}")
    for name, hook in source.raw.get("webhooks", {}).items():
        at = ("webhooks", name, "post", "requestBody")
        yield from checker.media(hook.get("post", {}).get("requestBody"), at, f"the webhook {name}")
    for name, schema in source.schemas.items():
        at = ("components", "schemas", name)
        yield from checker.examples({**schema, "schema": schema}, at, f"the example of {name}")


class _Checker:
    def __init__(self, source: Source, sound: bool) -> None:
        self.source = source
        self.sound = sound
        self.components: Node = source.raw.get("components", {})

    def media(self, node: Any, where: Where, what: str) -> Iterator[Fault]:
        """Check the examples of a body or an answer, and of its headers."""
        where = self.source.place(node, where)
        target = resolve(self.source.raw, node)
        for content_type, media in target.get("content", {}).items():
            yield from self.examples(media, (*where, "content", content_type), f"an example of {what}")
        for name, header in target.get("headers", {}).items():
            at = self.source.place(header, (*where, "headers", name))
            yield from self.examples(resolve(self.source.raw, header), at, f"the example of {name} of {what}")

    def examples(self, node: Node, where: Where, what: str) -> Iterator[Fault]:
        """Check the examples that stand beside a schema."""
        schema = node.get("schema")
        if schema is None:
            return
        for value, at in self._values(node, where):
            yield from self._faults(value, schema, at, what, where)

    def _values(self, node: Node, where: Where) -> Iterator[tuple[Any, Where]]:
        if "example" in node:
            yield node["example"], (*where, "example")
        named = node.get("examples", {})
        if is_list(named):
            for index, value in enumerate(named):
                yield value, (*where, "examples", index)
            return
        for name, example in named.items():
            at = self.source.place(example, (*where, "examples", name))
            yield resolve(self.source.raw, example)["value"], (*at, "value")

    def _faults(self, value: Any, schema: Node, at: Where, what: str, where: Where) -> Iterator[Fault]:
        # Formats are held to strictly, x-zone or not: other readers of the document know no mark of ours.
        whole = {**schema, "components": self.components}
        try:
            validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        except ValueError as error:
            if self.sound:
                reason = " ".join(str(error).split("\n")[0].split())[:200]
                yield Fault(self.source.line(*where), f"the schema of {what} cannot be used: {reason}")
            return
        for misfit in validator.iter_errors(value):
            path = "/".join(str(step) for step in misfit.instance_path)
            line = self.source.line(*at, *misfit.instance_path)
            hint = "; a time in an example has its zone" if misfit.message.endswith('"date-time"') else ""
            yield Fault(line, f"{what} does not fit its schema at /{path}: {misfit.message[:200]}{hint}")
