"""Check one exchange: operation, status, headers, content type and bodies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, cast

from ntropy_client import document as documents
from ntropy_client._redact import cut
from ntropy_client.conformance._body import SHOWN, check_json, check_text, excerpt
from ntropy_client.conformance._request import Sent, check_request
from ntropy_client.conformance._schemas import Schemas
from ntropy_client.conformance._violation import Violation
from ntropy_client.document import Document, Operation

__all__ = ["Checker", "check", "packaged"]


class Checker:
    """Holds the compiled schemas of one document.

    Args:
        document: None for the packaged one.
        strict: Whether undocumented fields and unknown enum values are violations. The client itself
            reads both; to see what changed at the provider, be strict.
    """

    def __init__(self, document: Document | None = None, *, strict: bool = True) -> None:
        self.document = documents.load() if document is None else document
        self.strict = strict
        self._schemas = Schemas(self.document.schemas)

    def prepare(self) -> None:
        """Find out now, and not at the first check, whether one can be made.

        Raises:
            ImportError: The extra `conformance` is not installed; the text says how to.
        """
        self._schemas.validator({}, strict=self.strict)

    def check(
        self, method: str, path: str, status: int, headers: Mapping[str, str], body: bytes
    ) -> list[Violation]:
        """Check a response against what the document says about the request's operation.

        Args:
            method: Of the request, in capitals.
            path: Of the request, percent-encoded, without the query.
            status: Of the response.
            headers: Of the response, names in any case.
            body: Of the response, after any content encoding was undone.

        Returns:
            The violations, none when the response conforms.

        Raises:
            ImportError: The extra `conformance` is not installed; the text says how to.
        """
        found = self.document.match(method, path)
        if found is None:
            return [self._unknown(method, path, f"{status} for {method}")]
        return self.check_operation(found[0], status, headers, body)

    def check_request(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None
    ) -> list[Violation]:
        """Check a request against what the document says about its operation.

        Args:
            method: In capitals.
            target: Path and query as sent, percent-encoded.
            headers: Of the request, names in any case.
            body: Of the request; None where it is not known, and so not checked.

        Returns:
            The violations, none when the request conforms.

        Raises:
            ImportError: The extra `conformance` is not installed; the text says how to.
        """
        path, _, query = target.partition("?")
        found = self.document.match(method, path)
        if found is None:
            violations = [self._unknown(method, path, method)]
        else:
            request = Sent(found[1], query, {name.lower(): value for name, value in headers.items()}, body)
            violations = list(check_request(found[0], request, self._schemas, strict=self.strict))
        return [replace(violation, side="request") for violation in violations]

    def _unknown(self, method: str, path: str, actual: str) -> Violation:
        allowed = ", ".join(self.document.allowed_methods(path))
        expected = f"one of {allowed}" if allowed else "a path of the document"
        message = "undocumented method" if allowed else "undocumented path"
        return Violation("unknown-operation", "", message, expected, actual, additive=True)

    def check_operation(
        self, operation: Operation, status: int, headers: Mapping[str, str], body: bytes
    ) -> list[Violation]:
        """Check a response whose operation is known.

        Args:
            operation: Of the document.
            status: As for `check`.
            headers: As for `check`.
            body: As for `check`.

        Returns:
            The violations, none when the response conforms.

        Raises:
            ImportError: The extra `conformance` is not installed; the text says how to.
        """
        response = operation.response(status)
        if response is None:
            documented = ", ".join(operation.statuses)
            return [
                Violation("undocumented-status", "", f"undocumented status {status}", documented, str(status))
            ]
        lower = {name.lower(): value for name, value in headers.items()}
        return [*self._check_headers(response, lower), *self._check_content(response, status, lower, body)]

    def _check_headers(self, response: Mapping[str, Any], headers: Mapping[str, str]) -> list[Violation]:
        violations: list[Violation] = []
        for name, described in response.get("headers", {}).items():
            header = cast("Mapping[str, Any]", self.document.resolve(described))
            value = headers.get(name.lower())
            if value is None:
                if header.get("required"):
                    violations.append(
                        Violation(
                            "missing-header",
                            "",
                            f"header {name} is missing",
                            f"header {name}",
                            "no such header",
                        )
                    )
                continue
            schema = header.get("schema", {})
            for violation in check_text(value, schema, self._schemas, strict=self.strict):
                message = f"header {name} {violation.message}"
                violations.append(Violation("header", "", message, violation.expected, cut(value, SHOWN)))
        return violations

    def _check_content(
        self, response: Mapping[str, Any], status: int, headers: Mapping[str, str], body: bytes
    ) -> list[Violation]:
        content: Mapping[str, Any] = response.get("content", {})
        if not content:
            if not body:
                return []
            return [
                Violation("unexpected-body", "", f"a body with status {status}", "no body", excerpt(body))
            ]
        if status >= 500:
            # What an intermediary says in place of the service may be of any form.
            return []
        media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in content:
            return [
                Violation(
                    "content-type",
                    "",
                    "undocumented content type",
                    " or ".join(content),
                    media_type or "no content type",
                )
            ]
        schema = content[media_type].get("schema")
        if media_type != "application/json" or schema is None:
            return []
        return check_json(body, schema, self._schemas, strict=self.strict)


@cache
def packaged(strict: bool) -> Checker:
    """Give the checker of the packaged document.

    Args:
        strict: As for `Checker`.

    Returns:
        One for each strictness, made once.
    """
    return Checker(strict=strict)


def check(
    method: str, path: str, status: int, headers: Mapping[str, str], body: bytes, *, strict: bool = True
) -> list[Violation]:
    """Check a response against the packaged document; the schemas are compiled at first use and kept.

    Args:
        method: Of the request, in capitals.
        path: Of the request, percent-encoded, without the query.
        status: Of the response.
        headers: Of the response, names in any case.
        body: Of the response, after any content encoding was undone.
        strict: Whether undocumented fields and unknown enum values are violations.

    Returns:
        The violations, none when the response conforms.

    Raises:
        ImportError: The extra `conformance` is not installed; the text says how to.
    """
    return packaged(strict).check(method, path, status, headers, body)
