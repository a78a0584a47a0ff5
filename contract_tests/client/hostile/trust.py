"""Certificates of our own, for a server that nobody else trusts."""

from __future__ import annotations

import ssl
from functools import cache

import trustme

__all__ = ["authority", "server_context"]


@cache
def authority() -> trustme.CA:
    """Give the authority that signs them."""
    return trustme.CA()


@cache
def server_context() -> ssl.SSLContext:
    """Give the server's side of TLS, for the name ``localhost``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert("localhost").configure_cert(context)
    return context
