"""JSON or YAML as plain data."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

__all__ = ["UnreadableError", "compose", "parse"]

MOST_NODES = 500_000
"""A file of aliases within aliases can stand for more than any memory holds."""

_INTEGER = re.compile(r"[-+]?\d+$")
_NUMBER = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$")


class UnreadableError(Exception):
    """A file that cannot be compared; the text says where and why."""


def compose(text: str) -> yaml.Node | None:
    """Read YAML with the places of its parts.

    Args:
        text: YAML.

    Returns:
        What it holds.

    Raises:
        YAMLError: It is none.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the faster one, where it was compiled
    return yaml.compose(text, Loader=loader)


def parse(text: str, name: str) -> Any:
    """Read JSON or YAML 1.2.

    Args:
        text: What to read.
        name: What to call it.

    Returns:
        Plain data; all keys are text, and so are dates.

    Raises:
        UnreadableError: It is neither, or a key is there twice.
    """
    if text.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(text, object_pairs_hook=_no_twins)
        except json.JSONDecodeError as error:
            as_json = UnreadableError(f"{name}:{error.lineno}: this is no valid JSON: {error.msg}")
        except (_TwinError, RecursionError) as error:
            said = str(error) if isinstance(error, _TwinError) else "it is nested too deeply"
            raise UnreadableError(f"{name}:1: {said}") from None
        # What begins so may be YAML all the same, but one that is written as JSON is told of as JSON.
        if text.lstrip().startswith(('{"', "[")) or re.match(r'\s*\{\s*"', text):
            raise as_json
    try:
        composed = compose(text)
        return _Plain(name).of(composed, ()) if composed is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(str(error.problem or error.context).split())
        line = mark.line + 1 if mark else 1
        raise UnreadableError(f"{name}:{line}: this is no valid YAML: {problem}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position if isinstance(error.position, int) else 0) + 1
        raise UnreadableError(f"{name}:{line}: this is no valid YAML: {error.reason}") from None
    except RecursionError:
        raise UnreadableError(f"{name}:1: it is nested too deeply") from None


class _TwinError(ValueError):
    pass


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise _TwinError(f"a mapping has the key {twin!r} twice")
    return found


class _Plain:
    """What YAML composed as what JSON has: dates and the like stay text."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._made = 0

    def of(self, node: yaml.Node, within: tuple[int, ...]) -> Any:
        self._made += 1
        line = node.start_mark.line + 1
        if id(node) in within:
            raise UnreadableError(f"{self._name}:{line}: an alias leads back to itself")
        if self._made > MOST_NODES:
            raise UnreadableError(f"{self._name}:{line}: its aliases stand for too much")
        within = (*within, id(node))
        if isinstance(node, yaml.MappingNode):
            found: dict[str, Any] = {}
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise UnreadableError(f"{self._name}:{line}: a key is text; this is not")
                if key.value in found:
                    at = key.start_mark.line + 1
                    raise UnreadableError(f"{self._name}:{at}: the key {key.value!r} is here twice")
                found[key.value] = self.of(value, within)
            return found
        if isinstance(node, yaml.SequenceNode):
            return [self.of(each, within) for each in node.value]
        return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    if getattr(node, "style", None):  # in quotes, or a block of text
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in ("true", "false") and text in (text.lower(), text.upper(), text.title()):
        return text.lower() == "true"
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _NUMBER.match(text) else text
