"""The report for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from contract_tests.provider.accepted import Acceptance
from contract_tests.provider.reporting.causes import Cause
from contract_tests.provider.reporting.curl import curl
from contract_tests.provider.reporting.since import Since
from contract_tests.provider.reporting.summary import Report
from contract_tests.provider.run import Exchange

__all__ = ["render"]

FORMAT = 1
"""Raised when a reader of the file would have to change."""
LONGEST_BODY = 4000


def render(report: Report) -> str:
    """Write the report.

    Args:
        report: What to tell.

    Returns:
        JSON.
    """
    return json.dumps(_report(report), indent=2, ensure_ascii=False) + "\n"


def _report(report: Report) -> Mapping[str, Any]:
    met, needed = report.met()
    return {
        "format": FORMAT,
        "verdict": report.verdict,
        "exit_code": report.exit_code,
        "reasons": report.reasons,
        "target": {"name": report.name, "base_url": report.base_url, "embedded": report.embedded},
        "profile": report.profile,
        "partial": report.is_partial,
        "fail_on": report.fail_on,
        "seed": report.seed,
        "document": report.version,
        "seconds": round(report.seconds, 1),
        "finished": report.finished,
        "exchanges": report.exchanges,
        "credits": {"spent": report.credits, "most": report.most_credits},
        "digest": report.digest,
        "repeated_429": report.repeated,
        "connection_broke": report.broken,
        "seen_2xx": [report.succeeded, len(report.operations)],
        "required_statuses": [met, needed],
        "parts": [
            {
                "name": part.name,
                "unit": part.unit,
                "count": part.count,
                "seconds": round(part.seconds, 1),
                "state": part.state,
                "skipped": part.skipped,
            }
            for part in report.parts
        ],
        "drifts": [_cause(cause, report) for cause in report.drifts],
        "accepted": [_cause(cause, report) for cause in report.accepted],
        "unknown": [_cause(cause, report) for cause in report.unknown],
        "acceptances": {
            "expired": [_acceptance(entry, entry.fingerprints) for entry in report.expired],
            "no_longer_seen": [_acceptance(entry, (fingerprint,)) for entry, fingerprint in report.unseen],
        },
        "since": _since(report.since) if report.since else None,
        "skipped": report.skipped,
        "notes": report.notes,
        "operations": {
            operation.id: {
                "statuses": operation.statuses,
                "median_ms": operation.median,
                "p95_ms": operation.p95,
            }
            for operation in report.operations
        },
        "cases": [
            {
                "operation": row.operation,
                "part": row.part,
                "phase": row.phase,
                "cases": row.cases,
                "seconds": round(row.seconds, 3),
            }
            for row in report.cases
        ],
        "expectations": [
            {
                "operation": each.expectation.operation,
                "status": each.expectation.name,
                "group": each.expectation.group,
                "met": each.met,
            }
            for each in report.seen
        ],
    }


def _cause(cause: Cause, report: Report) -> Mapping[str, Any]:
    return {
        "fingerprint": cause.fingerprint,
        "fingerprints": cause.fingerprints,
        "operations": cause.operations,
        "status": cause.status,
        "pointer": cause.pointer,
        "message": cause.message,
        "expected": cause.expected,
        "actual": cause.actual,
        "impact": cause.impact,
        "news": cause.news or None,
        "acceptance": _acceptance(cause.acceptance, cause.acceptance.fingerprints)
        if cause.acceptance
        else None,
        "seen_by": cause.parts,
        "count": cause.count,
        "curl": curl(cause.exchange, report.base_url, embedded=report.embedded) if cause.exchange else None,
        "exchange": _exchange(cause.exchange) if cause.exchange else None,
    }


def _acceptance(entry: Acceptance, fingerprints: Sequence[str]) -> Mapping[str, Any]:
    return {
        "fingerprints": fingerprints,
        "reason": entry.reason,
        "expires": entry.expires.isoformat(),
        "expired": entry.expired,
        "source": entry.source,
    }


def _since(since: Since) -> Mapping[str, Any]:
    return {
        "compared": since.compared,
        "line": since.line,
        "new": since.new,
        "still_there": since.still,
        "gone": [known.data for known in since.gone],
        "not_looked_for": [known.data for known in since.unsought],
    }


def _exchange(exchange: Exchange) -> Mapping[str, Any]:
    return {
        "number": exchange.number,
        "part": exchange.part,
        "method": exchange.method,
        "path": exchange.path,
        "query": exchange.query,
        "key": exchange.key,
        "request_headers": exchange.request_headers,
        "request_body": _body(exchange.request_body),
        "status": exchange.status,
        "response_headers": exchange.response_headers,
        "response_body": _body(exchange.response_body),
    }


def _body(content: bytes) -> str:
    text = content.decode(errors="replace")
    return text if len(text) <= LONGEST_BODY else f"{text[:LONGEST_BODY]}… ({len(content)} bytes)"
