"""What is wrong with the webhooks of a document."""

from __future__ import annotations

from collections.abc import Iterator

from openapi._components import branches, ref_name
from openapi._media_faults import content_faults
from openapi._source import Fault, Node, Source, Where, resolve
from openapi._types import Schemas

__all__ = ["event_types", "webhook_faults"]


def event_types(schemas: Schemas, name: str) -> list[str]:
    """Give the values that tell an event from others.

    Args:
        schemas: The components.
        name: The component that describes the event.
    """
    kind = schemas.all[name].get("properties", {}).get("event_type", {})
    target = schemas.resolved(kind)
    return [str(value) for value in target.get("enum", [target["const"]] if "const" in target else [])]


def webhook_faults(source: Source, schemas: Schemas) -> Iterator[Fault]:
    """Find what must be mended in the webhooks.

    Args:
        source: A document of the right form, whose references all lead somewhere.
        schemas: Its components.

    Returns:
        The faults, in no particular order.
    """
    seen: dict[str, str] = {}
    for hook, item in source.raw.get("webhooks", {}).items():
        where: Where = ("webhooks", hook)
        if list(item) != ["post"] or "requestBody" not in item["post"]:
            yield Fault(source.line(*where), f"the webhook {hook} must be one post with a requestBody")
            continue
        at: Where = (*where, "post", "requestBody")
        body = item["post"]["requestBody"]
        content: Node = resolve(source.raw, body)["content"]
        at = source.place(body, at)
        yield from content_faults(source, schemas, content, at, f"the webhook {hook}", sent=False)
        for content_type, media in content.items():
            line = source.line(*at, "content", content_type)
            schema = media.get("schema", {})
            for part in branches(schema) or [schema]:
                name = ref_name(part)
                if name is None or not schemas.is_model(name):
                    yield Fault(line, f"the webhook {hook} must refer to events that are objects, by oneOf")
                    continue
                kinds = event_types(schemas, name)
                if not kinds or "event_type" not in schemas.all[name].get("required", ()):
                    where = ("components", "schemas", name)
                    yield Fault(
                        source.line(*where),
                        f"the event {name} needs a required event_type with its values: it is chosen by them",
                    )
                for kind in kinds:
                    if seen.setdefault(kind, name) != name:
                        yield Fault(line, f"the events {seen[kind]} and {name} both have the type {kind}")
