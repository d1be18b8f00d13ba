"""The rules of the house as code: who may import whom, how long things may be, where texts, SQL
and windows belong. ``test_architecture.py`` holds every module against them.

``python -m tests.architecture`` prints the sizes beside their aims.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from graphlib import CycleError, TopologicalSorter
from statistics import median, quantiles
from typing import NamedTuple

from tests.source_code import Module, calls, function_at, functions, imports, methods, modules

MOST_LINES_IN_FILE = 500
MOST_LINES_IN_FUNCTION = 60
MOST_METHODS_IN_CLASS = 20

LEVELS = (
    {"errors", "i18n", "values", "acts"},
    {
        "words_profile",
        "words_care",
        "words_children",
        "words_followup",
        "words_grants",
        "words_referrals",
        "words_surveys",
        "words_today",
    },
    {"formats", "words", "vault", "packs", "names", "sheets"},
    {"audit", "outbox", "settings"},
    {"session"},
    {"programmes"},
    {"users", "people", "places", "instruments", "drafts", "backups", "outside"},
    {"cases", "same_person"},
    {"duplicates", "followups"},
    {"arrivals", "notes", "attachments"},
    {"screening", "assessments", "dossier", "surveys"},
    {"plans"},
    {"grants", "needs", "progress", "referrals", "retention"},
    {"conferences", "closure", "children"},
    {"documents"},
    {
        "search",
        "reports",
        "sync",
        "custody",
        "erasure",
        "rights",
        "breaches",
        "complaints",
        "integrity",
    },
    {"deadlines"},
    {
        "sample_children",
        "sample_committee",
        "sample_dossier",
        "sample_office",
        "sample_planning",
        "sample_reception",
        "sample_screening",
        "sample_surveys",
    },
    {"hub", "sample", "selftest", "vault_commands"},
    {"cli"},
    {"__main__"},
)
"""The parts of ``intake_app`` from bottom to top. A part may import lower ones and itself."""

FOR_SCREENS = re.compile(
    r"intake_app(\.(errors|i18n|values|formats|words|acts|settings|session|search|sample|selftest)"
    r"|\.packs(\.\w+)?|\.reports(\.\w+)?|\.\w+\.(service|model)"
    r"|\.people\.(phone|mrz|background)|\.screening\.(washington|safeguards|factors)"
    r"|\.vault\.passphrase|\.needs\.(allowance|kinds|rounds)"
    r"|\.plans\.(budget|comparison|frame|lines|term)"
    r"|\.grants\.(parts|quotes|instalments|states)|\.followups\.handover|\.closure\.checks"
    r"|\.children\.file|\.deadlines\.kinds|\.cases\.(consent|refusal|agreement)|\.grants\.board|\.dossier\.asked"
    r"|\.referrals\.(provider|needed|sheet|fitting|directory)"
    r"|\.instruments\.(answering|key|scores|xlsform)|\.surveys\.picture|\.attachments\.jobs)?"
)
"""What a screen may know of the core: services, models and pure rules; no tables, no keys."""

FOR_HUB = re.compile(
    r"intake_app(\.(errors|i18n|values)|\.packs(\.\w+)?|\.cases\.decision"
    r"|\.sync\.(?!service|store)\w+|\.hub(\.\w+)*)?"
)
"""The hub has no vault and no session: it reads what is pure."""

NEEDS_A_VAULT = re.compile(
    r"intake_app\.(vault(?!\.passphrase)|session|audit|outbox)(\..*)?|intake_app\.\w+\.store"
)

_WITH_VAULT = frozenset(
    {
        "service",
        "store",
        "gather",
        "gather_assessments",
        "gather_children",
        "gather_consent",
        "gather_followups",
        "gather_goals",
        "gather_grant",
        "blanks",
        "gather_plan",
        "gather_programme",
        "gather_undertaking",
        "gather_surveys",
        "gather_referral",
        "held_back",
    }  # fmt: skip
)
"""Modules besides the services that read tables, by the last part of their names."""

LIBRARIES = {
    "PySide6": "ui/", "shiboken6": "ui/",
    "sqlcipher3": "intake_app/vault/db.py", "sqlite3": "intake_app/vault/db.py",
    "argon2": "intake_app/vault/", "zxcvbn": "intake_app/vault/",
    "nacl": "intake_app/vault/ intake_app/sync/ intake_app/hub/",
    "pyrage": "intake_app/sync/", "zstandard": "intake_app/sync/",
    "msgspec": "intake_app/sync/ intake_app/hub/ intake_app/people/background.py",
    "psycopg": "intake_app/hub/",
    "uharfbuzz": "intake_app/documents/", "bidi": "intake_app/documents/",
    "segno": "intake_app/documents/",
    "reportlab": "intake_app/documents/", "_rl_accel": "intake_app/documents/",
    "pikepdf": "intake_app/documents/ intake_app/selftest.py",
    "pypdfium2": "intake_app/documents/ intake_app/attachments/ intake_app/selftest.py ui/",
    "PIL": "intake_app/attachments/",
    "zxingcpp": "intake_app/attachments/codes.py",
    "babel": "intake_app/formats.py intake_app/cli.py",
    "click": "intake_app/cli.py intake_app/vault_commands.py intake_app/hub/",
    "phonenumbers": "intake_app/people/",
    "rapidfuzz": "intake_app/names/ intake_app/people/ ui/palette.py",
    "anyascii": "intake_app/names/",
    "platformdirs": "intake_app/settings.py",
}  # fmt: skip
"""Library → the places that may import it. A library that is not here may not be imported."""

WINDOWS_OF_THE_SYSTEM = {"QMessageBox", "QFileDialog", "QInputDialog", "QErrorMessage"}
MARKUP = {"RichText", "MarkdownText", "setHtml", "insertHtml", "setMarkdown"}
PLACES_OF_SQL = re.compile(
    r"intake_app/(\w+/store|vault/.*|hub/.*|reports/.*|search|audit|outbox|settings)\.py"
)
PLACES_OF_PRINT = re.compile(r"(intake_app/(cli|hub/.*)|ui/demo/.*|.*__main__|tests/.*)\.py")
_SQL = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|CREATE|DROP|ALTER|ATTACH|PRAGMA|VACUUM)\s"
)
_TEXT_CALLS = {"_": 1, "N_": 1, "gettext": 1, "ngettext": 2, "pgettext": 2}
_VAGUE = re.compile(r"(Manager|Helpers?|Handler|Utils?|Impl|Data|Info)$|^Base[A-Z]")
_VAGUE_FILES = {"helpers", "helper", "utils", "util", "common", "misc", "managers", "base"}


class Finding(NamedTuple):
    """One breach of a rule: where, the short name that a waiver uses, and a sentence."""

    line: int
    what: str
    sentence: str


def _is_ours(target: str) -> bool:
    return target.split(".")[0] in {"intake_app", "ui"}


def _part(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def _level(part: str) -> int | None:
    return next((height for height, parts in enumerate(LEVELS) if part in parts), None)


# ---------------------------------------------------------------------------- imports


def imports_only_downwards(module: Module) -> Iterator[Finding]:
    """A module imports its own part and lower ones, never upwards or sideways."""
    for found in imports(module):
        if found.target.startswith("."):
            yield Finding(found.line, found.target, "relative import: write the whole name")
        elif _is_ours(found.target) and (why := _not_below(module.name, found.target)):
            yield Finding(found.line, found.target, f"imports {found.target}: {why}")


def _not_below(importer: str, target: str) -> str:
    if importer.split(".")[0] == "ui":
        allowed = target.split(".")[0] == "ui" or FOR_SCREENS.fullmatch(target)
        return "" if allowed else "not for screens"
    if target.split(".")[0] == "ui":
        return "the core knows no windows"
    own, other = _part(importer), _part(target)
    if own == "hub" and not FOR_HUB.fullmatch(target):
        return "the hub has no vault"
    if not own or not other or own == other:
        return ""
    mine, theirs = _level(own), _level(other)
    if mine is None or theirs is None:
        return f"{own if mine is None else other} is not in the table of levels"
    return "" if theirs < mine else "not below"


def notions_are_layered(module: Module) -> Iterator[Finding]:
    """model ← store ← service; a model is pure; paper and batches know no vault."""
    part, last = _part(module.name), module.name.split(".")[-1]
    pure = last == "model" or (part in {"documents", "sync"} and last not in _WITH_VAULT | {part})
    if module.path.startswith("ui/"):
        return
    for found in imports(module):
        target = found.target
        if pure and (NEEDS_A_VAULT.fullmatch(target) or target.endswith(".service")):
            yield Finding(found.line, target, f"imports {target}, but must do without a vault")
        elif last == "store" and target.endswith(".service"):
            yield Finding(found.line, target, f"a store imports the service {target}")


def libraries_stay_in_their_places(module: Module) -> Iterator[Finding]:
    """Each library is imported only where it belongs; level 0 has the standard library only."""
    for found in imports(module):
        library = found.target.split(".")[0]
        if _is_ours(found.target) or library == "__future__":
            continue
        if library in LIBRARIES:
            if not module.path.startswith(tuple(LIBRARIES[library].split())):
                yield Finding(
                    found.line, library, f"imports {library} outside {LIBRARIES[library]}"
                )
        elif library not in sys.stdlib_module_names:
            yield Finding(found.line, library, f"imports {library}, which LIBRARIES does not list")


def imports_stand_at_the_top(module: Module) -> Iterator[Finding]:
    """No imports inside functions: they hide what a module needs, and cycles."""
    for found in imports(module):
        if found.hidden:
            yield Finding(found.line, found.target, f"imports {found.target} inside a function")


def cycle(some: tuple[Module, ...]) -> list[str]:
    """The modules of one import cycle, or nothing."""
    names = {module.name for module in some}
    graph = {
        module.name: {
            found.target
            for found in imports(module)
            if found.target in names and not found.typing_only and found.target != module.name
        }
        for module in some
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


# ---------------------------------------------------------------------------- sizes


def things_are_small(module: Module) -> Iterator[Finding]:
    """Files, functions and classes stay below the limits of the size budget."""
    lines = len(module.text.splitlines())
    if lines > MOST_LINES_IN_FILE:
        yield Finding(1, "file", f"has {lines} lines")
    for name, line, length in functions(module):
        if length > MOST_LINES_IN_FUNCTION:
            yield Finding(line, name, f"{name} has {length} lines")
    for name, line, count in methods(module):
        if count > MOST_METHODS_IN_CLASS:
            yield Finding(line, name, f"{name} has {count} methods")


# ---------------------------------------------------------------------------- words


def texts_can_be_collected(module: Module) -> Iterator[Finding]:
    """``_()`` is given a literal, or a text that ``N_()`` marked elsewhere; never a sum."""
    for call, name, _before in calls(module):
        for argument in call.args[: _TEXT_CALLS.get(name, 0)]:
            if not _is_text(argument):
                yield Finding(call.lineno, name, f"{name}() around {ast.unparse(argument)}")


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.Subscript):  # a literal key would be collected instead of the text
        return not any(isinstance(inner, ast.Constant) for inner in ast.walk(node.slice))
    return isinstance(node, ast.Name | ast.Attribute)


def modules_say_what_they_are(module: Module) -> Iterator[Finding]:
    """A docstring in every module; no names that say nothing."""
    if not ast.get_docstring(module.tree):
        yield Finding(1, "docstring", "has no docstring")
    if module.name.split(".")[-1] in _VAGUE_FILES:
        yield Finding(1, "name", "has a name that says nothing")
    for name, line, _count in methods(module):
        if _VAGUE.search(name):
            yield Finding(line, name, f"{name} is a name that says nothing")


# ---------------------------------------------------------------------------- places


def nothing_is_printed(module: Module) -> Iterator[Finding]:
    """Only commands print."""
    if not PLACES_OF_PRINT.fullmatch(module.path):
        for call, name, before in calls(module):
            if (before, name) in {("", "print"), ("sys.stdout", "write"), ("sys.stderr", "write")}:
                yield Finding(call.lineno, "print", "prints")


def questions_go_through_messages(module: Module) -> Iterator[Finding]:
    """The system's dialogs are opened in one module, so that tests can answer them."""
    if module.path == "ui/messages.py":
        return
    for node in ast.walk(module.tree):
        name = getattr(node, "id", None) or getattr(node, "attr", None)
        names = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else [name]
        for used in WINDOWS_OF_THE_SYSTEM.intersection(names):
            yield Finding(getattr(node, "lineno", 1), used, f"uses {used} outside ui/messages.py")


def texts_of_people_are_never_markup(module: Module) -> Iterator[Finding]:
    """No HTML or Markdown in windows: a name must not be able to change what a label shows."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in MARKUP:
            yield Finding(node.lineno, node.attr, f"uses {node.attr}")


def items_of_layouts_are_never_asked_for(module: Module) -> Iterator[Finding]:
    """Python keeps an item that Qt has destroyed, and the next object there ends the program.

    ``ui/flow.parts_of`` names what is in a layout; a ``FlowLayout`` has to answer Qt itself.
    """
    for call, name, before in calls(module):
        if name in {"itemAt", "itemAtPosition"}:
            yield Finding(call.lineno, f"{before}.{name}", f"asks for an item with {name}")


def sql_stays_in_its_places_and_is_never_glued(module: Module) -> Iterator[Finding]:
    """SQL is written in stores, from literals alone; values go through places (?), never in it."""
    constants = _constants(module)
    for call, name, _before in calls(module):
        if name not in {"execute", "executemany", "executescript"}:
            continue
        where = function_at(module, call.lineno)
        if not PLACES_OF_SQL.fullmatch(module.path):
            yield Finding(call.lineno, where, "runs SQL outside a store")
        for statement in call.args[:1]:
            named = isinstance(statement, ast.Name | ast.Attribute)
            if not named and not _is_fixed(statement, constants):
                yield Finding(call.lineno, where, "runs SQL that is not only literals")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.JoinedStr) and _is_glued_sql(node, constants):
            where = function_at(module, node.lineno)
            yield Finding(node.lineno, where, "puts values into the text of SQL")


def _is_glued_sql(node: ast.JoinedStr, constants: set[str]) -> bool:
    first = node.values[0] if node.values else None
    begins = isinstance(first, ast.Constant) and bool(_SQL.match(str(first.value)))
    return begins and not _is_fixed(node, constants)


def _constants(module: Module) -> set[str]:
    """The module's own names that stand for fixed texts."""
    fixed: set[str] = set()
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and _is_fixed(node.value, fixed):
            fixed.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return {name for name in fixed if name.isupper()}


def _is_fixed(node: ast.expr, constants: set[str]) -> bool:
    """True for a text that is made of literals and constants, whatever the user types."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_fixed(node.left, constants) and _is_fixed(node.right, constants)
    if isinstance(node, ast.JoinedStr):
        return all(_is_fixed(part, constants) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _is_fixed(node.value, constants)
    if isinstance(node, ast.Name):
        return node.id in constants
    return isinstance(node, ast.Constant)


def secrets_and_clocks_come_from_one_place(module: Module) -> Iterator[Finding]:
    """No ``random`` where keys are made, no plain temporary files, no clock but the session's."""
    for found in imports(module):
        if found.target == "random" and module.path.startswith(
            ("intake_app/vault/", "intake_app/sync/", "intake_app/users/")
        ):
            yield Finding(found.line, "random", "imports random where keys are made")
        if found.target in {"tempfile", "shelve", "pickle"}:
            yield Finding(found.line, found.target, f"imports {found.target}")
    if module.path != "intake_app/values.py":
        for call, name, before in calls(module):
            if (before, name) in {
                ("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("time", "time"),
            }:  # fmt: skip
                yield Finding(call.lineno, f"{before}.{name}", f"asks {before}.{name}")


def tests_use_the_real_parts(module: Module) -> Iterator[Finding]:
    """No mocks and no fixed waits in tests."""
    for found in imports(module):
        if found.target.startswith("unittest"):
            yield Finding(found.line, found.target, f"imports {found.target}")
    for call, name, before in calls(module):
        if (before, name) in {("qtbot", "wait"), ("time", "sleep"), ("QTest", "qWait")}:
            yield Finding(call.lineno, f"{before}.{name}", f"waits with {before}.{name}")


Rule = Callable[[Module], Iterator[Finding]]

CODE_RULES: tuple[Rule, ...] = (
    imports_only_downwards,
    notions_are_layered,
    libraries_stay_in_their_places,
    imports_stand_at_the_top,
    texts_can_be_collected,
    nothing_is_printed,
    questions_go_through_messages,
    texts_of_people_are_never_markup,
    sql_stays_in_its_places_and_is_never_glued,
    secrets_and_clocks_come_from_one_place,
)
TEST_RULES: tuple[Rule, ...] = (tests_use_the_real_parts,)
RULES_FOR_ALL: tuple[Rule, ...] = (
    things_are_small,
    modules_say_what_they_are,
    items_of_layouts_are_never_asked_for,
)


def _row(name: str, figures: list[int], middle: int, high: int, limit: int) -> str:
    p95 = quantiles(figures, n=20, method="inclusive")[-1] if len(figures) > 1 else figures[0]
    return (
        f"{name:20} median {median(figures):4.0f} (≤ {middle})   "
        f"p95 {p95:4.0f} (≤ {high})   most {max(figures)} (limit {limit})"
    )


def report(some: tuple[Module, ...]) -> list[str]:
    """The sizes beside their aims, one line each."""
    files = [len(module.text.splitlines()) for module in some if module.text.count("\n") > 1]
    lengths = [length for module in some for _n, _l, length in functions(module)]
    counts = [count for module in some for _n, _l, count in methods(module)]
    return [
        _row("lines per file", files, 100, 300, MOST_LINES_IN_FILE),
        _row("lines per function", lengths, 7, 30, MOST_LINES_IN_FUNCTION),
        _row("methods per class", counts, 4, 12, MOST_METHODS_IN_CLASS),
        f"{len(files)} files, {sum(files)} lines, {len(lengths)} functions",
    ]


if __name__ == "__main__":
    for folder in ("intake_app", "ui", "tests"):
        print(folder, *report(modules(folder)), sep="\n  ")
