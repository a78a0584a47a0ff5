"""Promises that a defect of the drill breaks already."""

from __future__ import annotations

from contract_tests.power.catalogue import DEFECTS
from contract_tests.provider.machinery.broken.broken import Broken

__all__ = ["CHOICES"]

BY_DEFECT = {
    "a-default-set-is-of-one-account": "defaults-shared",
    "a-webhook-is-told-of-its-own-account-alone": "told-of-others",
    "a-holder-tells-what-it-has-not": "name-unsaid-get",
    "a-set-that-is-not-there-is-that-of-the-type": "no-set-no-category",
    "the-id-of-a-deleted-holder-is-free": "used-once",
    "a-series-is-of-three-that-are-alike": "four-to-recur",
    "amounts-and-intervals-are-only-similar": "mean-days",
    "a-group-is-told-as-it-ended": "first-counterparty",
    "what-is-replaced-is-the-newest": "replaced-in-place",
    "an-assignment-enriches-anew": "assigned-by-former-rules",
    "a-holder-of-the-other-type-is-refused-as-wrong": "other-type-400",
    "a-batch-tells-its-priority": "priority-unsaid",
    "results-are-of-the-moment-of-completion": "seen-at-submission",
    "results-stay-as-they-were": "results-of-now",
    "of-two-with-one-id-the-later-stays": "first-wins",
    "no-more-than-a-hundred-problems-are-told": "hundred-and-one-problems",
    "transactions-may-have-pages-of-any-size": "capped-page",
    "batches-may-have-pages-of-any-size": "hidden-while-processing",
    "bank-statements-may-have-pages-of-any-size": "clamped-limit",
    "account-holders-may-have-pages-of-any-size": "clamped-limit",
    "reports-may-have-pages-of-any-size": "clamped-limit",
    "transactions-read-times-without-a-zone-as-utc": "zone-needed",
    "batches-read-times-without-a-zone-as-utc": "zone-needed",
    "bank-statements-read-times-without-a-zone-as-utc": "zone-needed",
    "account-holders-read-times-without-a-zone-as-utc": "zone-needed",
    "reports-read-times-without-a-zone-as-utc": "zone-needed",
    "the-id-of-a-rule-is-its-place": "positions-from-one",
    "what-is-no-plain-number-names-no-rule": "nearly-a-number",
    "a-rule-has-only-what-is-described": "strange-key-of-rule",
    "rules-are-too-large-from-one-byte-on": "limit-lower",
    "a-rule-makes-sense-or-is-refused": "wrong-types-taken",
    "each-word-of-a-rule-means-what-it-says": "no-first-label",
    "the-default-sets-have-whatever-is-found": "default-lacks-one",
    "the-reset-of-a-custom-set-leaves-nothing": "emptied-set",
    "only-what-is-known-by-its-website-has-an-id": "persons-have-ids",
    "what-is-known-is-found-from-below": "unknown-is-free",
    "a-report-is-decided-by-its-description-alone": "known-transactions",
    "webhooks-are-listed-newest-first": "oldest-hook-first",
    "a-webhook-may-have-any-address": "https-only",
    "whatever-begins-like-a-pdf-is-read": "whole-files-only",
    "what-is-no-pdf-is-told-to-be-none": "another-code",
    "of-several-files-the-last-counts": "first-part",
    "statuses-may-be-called-as-before": "processed-unknown",
    "the-same-file-has-the-same-lines": "read-by-name",
    "the-first-page-tells-what-is-on-it": "always-closed",
    "of-what-is-no-pdf-nothing-is-told": "unreadable-404",
    "one-event-is-told-after-the-other": "newest-event-first",
    "a-failed-delivery-waits-a-fifth-of-a-second": "repeated-late",
    "five-failures-in-a-row-disable": "four-disable",
    "nothing-is-kept-for-a-disabled-webhook": "events-kept",
}
"""Name of the promise, and of the defect."""
KNOWN = {one.name: one for one in DEFECTS}

CHOICES: tuple[Broken, ...] = tuple(
    Broken(promise, KNOWN[name].what, KNOWN[name].install) for promise, name in BY_DEFECT.items()
)
