"""The jobs of the process that opens files from outside, by the argument that asks for each.

A bundle has no Python: it becomes that process itself, with no key and no window. Every start of
the program looks here first, so nothing else is imported.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence

READ, CODES = "--read-attachment", "--read-codes"

MODULES = {READ: "intake_app.attachments.child", CODES: "intake_app.attachments.codes"}


def run(arguments: Sequence[str]) -> int | None:
    """Do the job that these arguments ask for; returns its exit code, None if they ask for none."""
    module = MODULES.get(arguments[0]) if len(arguments) == 1 else None
    return int(importlib.import_module(module).main()) if module else None
