"""Hold requests to the document. What does not fit is answered 422, as FastAPI does it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote_to_bytes

from jsonschema_rs import Draft202012Validator

from ntropy_client.document import Document, Operation, Parameter
from ntropy_client.sandbox import body, form, timestamps
from ntropy_client.sandbox.answer import Inbound, Problem, RefusedError
from ntropy_client.sandbox.wording import problems

__all__ = ["Checks"]

FORM = "multipart/form-data"
MOST_PROBLEMS = 100
"""More are not listed in one answer."""


class Checks:
    """The checks of one document, compiled once.

    Args:
        document: What requests are held to.
    """

    def __init__(self, document: Document) -> None:
        self._bodies = {
            one.id: _compile(document, one.body_schema)
            for one in document.operations.values()
            if one.body_schema is not None
        }
        self._parameters = {
            (one.id, parameter.name): _compile(document, parameter.schema)
            for one in document.operations.values()
            for parameter in one.parameters
        }
        self._forms = {
            one.id: _kinds(document, one.body_schema)
            for one in document.operations.values()
            if one.body_content_type == FORM
        }
        self._resolve = document.resolve

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, document: Document) -> Checks:
        """Get the checks of a document.

        Args:
            document: What requests are held to.

        Returns:
            The checks, the same for the same document.
        """
        return cls(document)

    def path(self, operation: Operation, inbound: Inbound) -> None:
        """Check the path.

        Args:
            operation: What is asked for.
            inbound: The request.

        Raises:
            RefusedError: 422, a parameter is no text.
        """
        try:
            unquote_to_bytes(inbound.raw_path).decode()
        except UnicodeDecodeError:
            name = next((one.name for one in operation.parameters if one.location == "path"), "path")
            raise RefusedError.problem(
                "path", name, msg="Input should be a valid string", type="string_type"
            ) from None

    def query(self, operation: Operation, inbound: Inbound) -> dict[str, Any]:
        """Check the query. What the document does not know is ignored.

        Args:
            operation: What is asked for.
            inbound: The request.

        Returns:
            Values in their types, with the defaults of the document for what was left out.

        Raises:
            RefusedError: 422, a parameter does not fit.
        """
        given = dict(parse_qsl(inbound.query, keep_blank_values=True))
        values: dict[str, Any] = {}
        found: list[Problem] = []
        for parameter in operation.parameters:
            if parameter.location != "query":
                continue
            name, schema = parameter.name, self._resolve(parameter.schema)
            if name in given:
                values[name], wrong = self._value(operation, parameter, schema, given[name])
                found.extend(wrong)
            elif "default" in schema:
                values[name] = schema["default"]
            elif parameter.required:
                found.append(Problem(loc=["query", name], msg="Field required", type="missing"))
        if found:
            raise RefusedError(422, found)
        return values

    def body(self, operation: Operation, inbound: Inbound) -> Any:
        """Check the body. Fields that the document does not know pass.

        Args:
            operation: What is asked for.
            inbound: The request.

        Returns:
            The decoded body, None when the operation has none; of a form the fields by name, each file as
            a `form.Part`.

        Raises:
            RefusedError: 422, the body does not fit.
        """
        check = self._bodies.get(operation.id)
        if check is None:
            return None
        is_form = operation.body_content_type == FORM
        if not inbound.content and not is_form:
            raise RefusedError.problem("body", msg="Field required", type="missing")
        sent = inbound.headers.get("content-type", "")
        kind = sent.partition(";")[0].strip().lower()
        if kind not in {"", operation.body_content_type}:
            raise RefusedError.problem(
                "body",
                msg=f"The content type should be {operation.body_content_type}, not {kind}",
                type="model_attributes_type",
            )
        value: Any
        if is_form:
            value = form.fields(form.read(inbound.content, sent), self._forms[operation.id])
            plain = {name: "" if isinstance(one, form.Part) else one for name, one in value.items()}
        else:
            value = plain = body.read(inbound.content)
        try:
            found = list(islice(check.problems(plain, "body"), MOST_PROBLEMS))
        except ValueError:
            # The validator goes only so deep into what it does not know.
            raise RefusedError.problem("body", msg="Input is too deeply nested", type="value_error") from None
        if found:
            raise RefusedError(422, found)
        return value

    def _value(
        self, operation: Operation, parameter: Parameter, schema: Mapping[str, Any], text: str
    ) -> tuple[Any, list[Problem]]:
        name = parameter.name
        if schema.get("format") == "date-time":
            moment = timestamps.parse(text)
            msg = "Input should be a valid datetime"
            wrong = [Problem(loc=["query", name], msg=msg, type="datetime_parsing")]
            return moment, [] if moment else wrong
        value: Any = text
        if schema.get("type") == "integer":
            if not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
                msg = "Input should be a valid integer, unable to parse string as an integer"
                return None, [Problem(loc=["query", name], msg=msg, type="int_parsing")]
            value = int(text)
        check = self._parameters[operation.id, name]
        return value, list(check.problems(value, "query", name))


def _kinds(document: Document, schema: Mapping[str, Any] | None) -> dict[str, bool]:
    properties: Mapping[str, Any] = document.resolve(schema or {}).get("properties", {})
    return {name: document.resolve(one).get("format") == "binary" for name, one in properties.items()}


class _Check(NamedTuple):
    schema: Mapping[str, Any]
    validator: Draft202012Validator

    def problems(self, value: object, *loc: str | int) -> Iterator[Problem]:
        return problems(self.validator.iter_errors(value), self.schema, *loc)


def _compile(document: Document, schema: Mapping[str, Any]) -> _Check:
    # References lead into the components, which therefore travel along.
    whole = {**schema, "components": {"schemas": dict(document.schemas)}}
    return _Check(whole, Draft202012Validator(whole, validate_formats=True))
