"""``python -m ui``: the window; ``demo`` with a sample caseload; ``--selftest``.

The program also starts itself, as the next desk or to wait for it (``ui/process``).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from intake_app.attachments import jobs
from ui.process.hygiene import keep_to_ourselves
from ui.process.program import AFTER, FAULT, WARM, this_program, wait_for_desk


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="intake", description="Intake Desk")
    parser.add_argument("--selftest", action="store_true", help="test this installation, as JSON")
    parser.add_argument("--vault", type=Path, help="the vault folder to open")
    parser.add_argument(WARM, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(AFTER, type=int, metavar="PID", help=argparse.SUPPRESS)
    parser.add_argument(FAULT, action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command")
    demo = commands.add_parser("demo", help="a sample caseload of invented persons")
    demo.add_argument(
        "--role", choices=("reception", "counsellor", "supervisor"), default="counsellor"
    )
    demo.add_argument("--out", type=Path, default=Path("demo-out"))
    demo.add_argument("--offscreen", action="store_true", help="drive the screens without a window")
    return parser.parse_args()


def main() -> int:
    """Run what the command line asks for; returns the exit code."""
    code = jobs.run(sys.argv[1:])
    if code is not None:
        return code
    arguments = _arguments()
    if arguments.selftest:
        # The window must not wait for what only the self-test needs.
        from ui.selftest import run_all_checks

        report = run_all_checks()
        sys.stdout.write(json.dumps(report, indent=2) + "\n")
        return 0 if report["ok"] else 1
    if arguments.command == "demo":
        # The demonstration brings the sample and the hub along; the desk does not need them.
        from ui.demo.demo import run_demo

        return run_demo(arguments.role, arguments.out, offscreen=arguments.offscreen)
    keep_to_ourselves()
    if arguments.after:
        return wait_for_desk(this_program(), arguments.after, arguments.vault)
    from ui.app import life_of, run

    life = life_of(this_program(), warm=arguments.warm)
    return run(life, arguments.vault, fault=arguments.fault)


if __name__ == "__main__":
    sys.exit(main())
