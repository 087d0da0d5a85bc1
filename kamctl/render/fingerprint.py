"""What makes a finding the same finding after lines above it came or went."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from kamctl.lint.finding import Finding


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """A fingerprint for each finding, in their order, no two alike.

    It is made of path, rule, field and message, not of the position, so it survives edits elsewhere in the
    file. Findings that agree in all of these are told apart by their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    result = []
    for finding in findings:
        identity = (finding.path, finding.rule, finding.field or "", str(finding.message))
        seen[identity] += 1
        # With its length before it no part can be taken for another's beginning.
        parts = [part.encode("utf-8", "surrogatepass") for part in (*identity, str(seen[identity]))]
        text = b"".join(b"%d:%b" % (len(part), part) for part in parts)
        result.append(hashlib.sha256(text).hexdigest()[:32])
    return result
