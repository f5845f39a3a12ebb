"""Digests and periods (sections 1.2 and 3.2 of docs/spec.md). Standard library alone."""
import hashlib, struct

MONTHS = {"A": 12, "S": 6, "Q": 3, "M": 1}

def digest(label, *parts):
    h = hashlib.sha256(b"intertally/v1/" + label.encode() + b"\0")
    for part in parts:
        h.update(struct.pack("<Q", len(part)) + part)
    return h.digest()

def span(period):
    """First month and number of months of 2024, 2024-S1, 2024-Q1 or 2024-03."""
    year, _, part = period.partition("-")
    if not part:
        return 12 * int(year), 12
    if part[0] in "SQ":
        months = MONTHS[part[0]]
        return 12 * int(year) + months * (int(part[1:]) - 1), months
    return 12 * int(year) + int(part) - 1, 1
