"""`jempol` that kills itself with SIGKILL around the storing of its n-th page: killed_scan.py N before|after ARGS…"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from jempol_netral.cli import main
from jempol_netral.store.items import Items


def arm(n: int, when: str) -> None:
    keep_page = Items.keep_page
    seen = 0

    def keep_and_die(self: Items, *args: Any, **named: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == n and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        written = keep_page(self, *args, **named)
        if seen == n and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return written

    Items.keep_page = keep_and_die  # type: ignore[method-assign]


if __name__ == "__main__":
    arm(int(sys.argv[1]), sys.argv[2])
    sys.argv = ["jempol", *sys.argv[3:]]
    main()
