"""What the sandbox looks for in a PDF: whether it is one, and how many pages it seems to have."""

from __future__ import annotations

import re

__all__ = ["is_pdf", "pages"]

# A page object, and not the object that holds all pages.
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z0-9])")


def is_pdf(content: bytes) -> bool:
    """Tell whether a file is a PDF.

    Args:
        content: Its bytes.

    Returns:
        Whether it begins like one.
    """
    return content.startswith(b"%PDF-")


def pages(content: bytes) -> int:
    """Count the pages of a PDF.

    Args:
        content: The bytes of a file.

    Returns:
        How many page objects can be read without unpacking anything; 1 when there is none to be seen.
    """
    return max(1, sum(1 for _ in _PAGE.finditer(content)))
