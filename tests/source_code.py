"""Source files, parsed: what they import, define and call. ``architecture.py`` judges it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Import(NamedTuple):
    """One imported module, as it is written in full."""

    line: int
    target: str
    hidden: bool  # inside a function
    typing_only: bool  # under ``if TYPE_CHECKING``


@dataclass(frozen=True, eq=False)
class Module:
    """One source file, parsed."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The dotted name: ``intake_app.people.store``."""
        return self.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def parsed(path: str, text: str) -> Module:
    """A module from its text; ``path`` is relative to the project, with slashes."""
    return Module(path, text, ast.parse(text))


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every module below the folders, in the order of their paths."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(module_at(path.relative_to(ROOT).as_posix()) for path in paths)


@cache
def module_at(path: str) -> Module:
    """One module of the project."""
    return parsed(path, (ROOT / path).read_text("utf-8"))


@cache
def _known() -> frozenset[str]:
    return frozenset(module.name for module in modules("intake_app", "ui"))


@cache
def imports(module: Module) -> tuple[Import, ...]:
    """Every import of a module, also those inside functions."""
    return tuple(_imports(module.tree, hidden=False, typing_only=False))


def _imports(node: ast.AST, *, hidden: bool, typing_only: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(node.lineno, alias.name, hidden, typing_only)
    elif isinstance(node, ast.ImportFrom):
        source = "." * node.level + (node.module or "")
        for alias in node.names:
            full = f"{source}.{alias.name}"
            yield Import(node.lineno, full if full in _known() else source, hidden, typing_only)
    elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
        for inner in node.body:
            yield from _imports(inner, hidden=hidden, typing_only=True)
        for inner in node.orelse:
            yield from _imports(inner, hidden=hidden, typing_only=typing_only)
    else:
        inside = hidden or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            yield from _imports(child, hidden=inside, typing_only=typing_only)


def functions(module: Module) -> Iterator[tuple[str, int, int]]:
    """Name, first line and number of lines of every function."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def methods(module: Module) -> Iterator[tuple[str, int, int]]:
    """Name, line and number of methods of every class."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            yield node.name, node.lineno, sum(isinstance(n, ast.FunctionDef) for n in node.body)


def calls(module: Module) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call with the name that is called and what stands before its dot."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node, node.func.id, ""
            elif isinstance(node.func, ast.Attribute):
                yield node, node.func.attr, ast.unparse(node.func.value)


def function_at(module: Module, line: int) -> str:
    around = [
        (length, name)
        for name, first, length in functions(module)
        if first <= line < first + length
    ]
    return min(around, default=(0, "module"))[1]
