"""Files to upload: small PDFs."""

from __future__ import annotations

__all__ = ["pdf"]


def pdf(text: str, *, pages: int = 1) -> bytes:
    """Write a PDF.

    Args:
        text: One line in ASCII, without brackets, on every page: another text is another file.
        pages: How many pages it has.

    Returns:
        The file, whole and valid.
    """
    drawing = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + pages))
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
        "/Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream",
        *[page] * pages,
    ]
    written = "%PDF-1.4\n"
    places: list[int] = []
    for number, one in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return f"{written}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("ascii")
