"""A process that writes to a store and says so line by line, after each write was acknowledged."""

from __future__ import annotations

import sys
from pathlib import Path

from data.store import Store
from domain.errors import ConflictError
from tests.store import stroke


def write(home: Path, me: str, own: str, shared: str, count: int) -> None:
    """Write an edit to a draft of one's own, an edit to everybody's draft, and a run, `count` times."""
    store = Store(home)
    dataset = store.datasets.all()[0].id
    for n in range(1, count + 1):
        store.drafts.append(own, stroke(n, who=me))
        print("edit", own, n, me, flush=True)
        print("edit", shared, _append(store, shared, me), me, flush=True)
        print("run", store.runs.submit(dataset, {"n": n, "who": me}).id, n, me, flush=True)


def _append(store: Store, draft: str, me: str) -> int:
    """Append an edit after whatever came last, again until nobody comes between."""
    while True:
        n = store.drafts.get(draft).edits + 1
        try:
            store.drafts.append(draft, stroke(n, who=me))
        except ConflictError:
            continue
        return n


if __name__ == "__main__":
    _, home, me, own, shared, count = sys.argv
    write(Path(home), me, own, shared, int(count))
