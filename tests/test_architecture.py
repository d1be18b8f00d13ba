"""Every module keeps the rules of ``architecture.py``; every rule can tell right from wrong."""

from __future__ import annotations

import pytest

from tests import architecture as rules
from tests.architecture import Rule
from tests.source_code import Module, module_at, modules, parsed

EVERY_RULE = (*rules.CODE_RULES, *rules.TEST_RULES, *rules.RULES_FOR_ALL)

_AT_TOP = "imports_stand_at_the_top"
_PLACES = "secrets_and_clocks_come_from_one_place"
_SQL = "sql_stays_in_its_places_and_is_never_glued"
WAIVERS: dict[tuple[str, str, str], str] = {
    (_AT_TOP, "intake_app/vault/passphrase.py", "zxcvbn"): "13 MB of words that most days need not",
    (_AT_TOP, "intake_app/cli.py", "intake_app.selftest"): "catalogues compile without the rest",
    (_AT_TOP, "intake_app/cli.py", "intake_app.vault_commands"): "they do without the vault too",
    (_AT_TOP, "intake_app/cli.py", "intake_app.names.command"): "and without the tables of names",
    (
        _AT_TOP,
        "ui/__main__.py",
        "ui.selftest",
    ): "the window must not wait for the self-test",
    (_AT_TOP, "ui/__main__.py", "ui.demo.demo"): "the demonstration brings the sample and the hub",
    (_AT_TOP, "ui/__main__.py", "ui.app"): "help and errors of the command line come without Qt",
    (_AT_TOP, "ui/process/loading.py", "ui.desk"): "the desk loads while the passphrase is typed",
    (_AT_TOP, "ui/process/loading.py", "ui.process.rehearsal"): "it brings all the screens along",
    **{
        (_AT_TOP, "ui/gate_pages.py", f"ui.{page}"): "the sign-in page must not wait for it"
        for page in (
            "custody.forgotten_page",
            "sign_in.alarm_page",
            "sign_in.damage_page",
            "sign_in.first_start_wizard",
            "sign_in.restore_page",
        )
    },
    (
        _AT_TOP,
        "ui/help/opener.py",
        "ui.help.help_window",
    ): "the first window must not wait for the reader of the help",
    (
        "texts_of_people_are_never_markup",
        "ui/help/page.py",
        "setMarkdown",
    ): "the program's own help pages; no HTML, no pictures, only links between them",
    (_PLACES, "intake_app/selftest.py", "tempfile"): "a vault of random data, removed at once",
    (_PLACES, "intake_app/hub/ingest.py", "tempfile"): "a copy of a sealed file, without a name",
    (_PLACES, "ui/demo/postgres.py", "tempfile"): "the sample's own server, thrown away after it",
    (_SQL, "intake_app/vault/content.py", "_table"): "a name of the vault's own schema, checked",
    (_SQL, "intake_app/hub/database.py", "prepare"): "runs the hub's own schema files",
    (_SQL, "intake_app/hub/database.py", "_make_partitions"): "psycopg's own quoting of names",
    (_SQL, "intake_app/hub/database.py", "_one"): "psycopg wants bytes; callers pass literals",
    (_SQL, "intake_app/vault/db.py", "_opened"): "a PRAGMA takes no places; the key is hex digits",
    (_SQL, "intake_app/vault/rotation.py", "_copy"): "a PRAGMA takes no places; it is a number",
    (_SQL, "intake_app/vault/rotation.py", "_digest"): "names of tables, from the schema, quoted",
    **{
        (_SQL, "intake_app/vault/salvage.py", what): "names of tables of our own schema"
        for what in (
            "count",
            "last_rowid",
            "_range",
            "insert",
            "everything",
            "_one",
            "_move_orphans",
            "_tables",
        )
    },
    (_SQL, "intake_app/vault/migrations.py", "_apply"): "runs the numbered files of vault/schema",
    (_SQL, "intake_app/search.py", "find"): "its pieces are constants, chosen by an enum's member",
    (
        _SQL,
        "intake_app/search.py",
        "_count_of_persons",
    ): "its pieces are constants, chosen by an enum's member",
}
"""(rule, path, what) → the reason why this one breach is right. Nothing else is excused."""


def _named(rule: Rule) -> str:
    return rule.__name__


def _breaches(rule: Rule, some: tuple[Module, ...]) -> list[str]:
    found_lines = [
        f"{module.path}:{found.line}: {found.sentence}"
        for module in some
        for found in rule(module)
        if (rule.__name__, module.path, found.what) not in WAIVERS
    ]
    return list(dict.fromkeys(found_lines))


@pytest.mark.parametrize("rule", rules.CODE_RULES, ids=_named)
def test_the_program_keeps_the_rule(rule: Rule) -> None:
    found = _breaches(rule, modules("intake_app", "ui"))
    assert not found, "\n".join([rule.__doc__ or "", *found])


@pytest.mark.parametrize("rule", rules.TEST_RULES, ids=_named)
def test_the_tests_keep_the_rule(rule: Rule) -> None:
    found = _breaches(rule, modules("tests"))
    assert not found, "\n".join([rule.__doc__ or "", *found])


@pytest.mark.parametrize("rule", rules.RULES_FOR_ALL, ids=_named)
def test_program_and_tests_keep_the_rule(rule: Rule) -> None:
    found = _breaches(rule, modules("intake_app", "ui", "tests"))
    assert not found, "\n".join([rule.__doc__ or "", *found])


def test_no_module_imports_itself_in_a_circle() -> None:
    assert rules.cycle(modules("intake_app", "ui")) == []


@pytest.mark.parametrize("waiver", WAIVERS, ids=" ".join)
def test_the_waiver_is_still_needed_and_says_why(waiver: tuple[str, str, str]) -> None:
    rule_name, path, what = waiver
    rule = next(rule for rule in EVERY_RULE if rule.__name__ == rule_name)
    assert what in {found.what for found in rule(module_at(path))}
    assert len(WAIVERS[waiver]) > 20


# ---------------------------------------------------------------------------- the rules themselves

CORE = "intake_app/people/service.py"
STORE = "intake_app/people/store.py"
MODEL = "intake_app/people/model.py"
HUB = "intake_app/hub/ingest.py"
SCREEN = "ui/people/person_form.py"
TEST = "tests/core/test_people.py"

MANY_METHODS = "".join(
    f"    def f{number}(self): ...\n" for number in range(rules.MOST_METHODS_IN_CLASS + 1)
)

WRONG: dict[Rule, list[tuple[str, str]]] = {
    rules.imports_only_downwards: [
        ("intake_app/audit.py", "from intake_app.session import Session"),
        ("intake_app/errors.py", "from intake_app.i18n import _"),
        ("intake_app/novelty.py", "from intake_app.people import model"),
        (MODEL, "import json, intake_app.cases.model"),
        (MODEL, "import intake_app.users.model"),
        (CORE, "from ui.screen import Screen"),
        (CORE, "from . import store"),
        (SCREEN, "from intake_app.people.store import get"),
        (SCREEN, "from intake_app.vault.db import Connection"),
        (SCREEN, "import intake_app.audit"),
        (SCREEN, "from intake_app import outbox"),
        (HUB, "import intake_app.session"),
        (HUB, "import intake_app.sync.service"),
    ],
    rules.notions_are_layered: [
        (MODEL, "import intake_app.people.store"),
        (MODEL, "import intake_app.vault.db"),
        (STORE, "import intake_app.people.service"),
        ("intake_app/sync/batch.py", "import intake_app.vault.vault"),
        ("intake_app/documents/forms/slip.py", "import intake_app.session"),
    ],
    rules.libraries_stay_in_their_places: [
        ("intake_app/audit.py", "import PySide6"),
        (STORE, "import sqlcipher3"),
        (STORE, "import sqlite3"),
        ("intake_app/values.py", "import babel"),
        (CORE, "import requests"),
    ],
    rules.imports_stand_at_the_top: [(CORE, "def f():\n    import json")],
    rules.texts_can_be_collected: [
        (SCREEN, "_(f'{name} has no consent.')"),
        (SCREEN, "_('Case ' + number)"),
        (SCREEN, "_('Case %s' % number)"),
        (SCREEN, "_('Case {n}'.format(n=n))"),
        (SCREEN, "ngettext('one', f'{n} cases', n)"),
        (SCREEN, "catalogue.gettext(STATUS['open'])"),
    ],
    rules.nothing_is_printed: [
        (CORE, "print('hello')"),
        (SCREEN, "sys.stdout.write('hello')"),
    ],
    rules.questions_go_through_messages: [
        (SCREEN, "from PySide6.QtWidgets import QMessageBox"),
        (SCREEN, "QtWidgets.QFileDialog.getOpenFileName()"),
    ],
    rules.items_of_layouts_are_never_asked_for: [(SCREEN, "layout.itemAt(0).widget()")],
    rules.texts_of_people_are_never_markup: [
        (SCREEN, "label.setTextFormat(Qt.TextFormat.RichText)"),
        (SCREEN, "view.setHtml(name)"),
    ],
    rules.sql_stays_in_its_places_and_is_never_glued: [
        (CORE, "db.execute('SELECT 1')"),
        (STORE, "db.execute(f'{name}')"),
        (STORE, "db.execute('SELECT ' + name)"),
        (STORE, "db.execute('SELECT %s' % name)"),
        (STORE, "db.execute('{}'.format(name))"),
        (STORE, "text = f'DELETE FROM {table}'"),
        (STORE, "_NAMES = ask()\ndb.execute('SELECT ' + _NAMES)"),
    ],
    rules.secrets_and_clocks_come_from_one_place: [
        ("intake_app/vault/keyslots.py", "import random"),
        (CORE, "from tempfile import mkdtemp"),
        (CORE, "due(date.today(), 30)"),
        (CORE, "datetime.now(UTC)"),
    ],
    rules.tests_use_the_real_parts: [
        (TEST, "from unittest import mock"),
        (TEST, "qtbot.wait(100)"),
    ],
    rules.things_are_small: [
        (CORE, "x = 1\n" * (rules.MOST_LINES_IN_FILE + 1)),
        (CORE, "def f():\n" + "    x = 1\n" * rules.MOST_LINES_IN_FUNCTION),
        (CORE, "class C:\n" + MANY_METHODS),
    ],
    rules.modules_say_what_they_are: [
        (CORE, "x = 1"),
        ("intake_app/utils.py", "'''Words.'''"),
        (CORE, "'''Words.'''\nclass GrantManager: ..."),
    ],
}

RIGHT: dict[Rule, list[tuple[str, str]]] = {
    rules.imports_only_downwards: [
        (CORE, "from intake_app.session import Session\nimport intake_app.people.store"),
        (SCREEN, "from intake_app.people.service import save_person"),
        (SCREEN, "from intake_app.packs.model import Pack\nfrom ui.screen import Screen"),
        (HUB, "import intake_app.sync.batch"),
    ],
    rules.notions_are_layered: [("intake_app/sync/service.py", "import intake_app.vault.db")],
    rules.libraries_stay_in_their_places: [("intake_app/vault/db.py", "import sqlcipher3")],
    rules.imports_stand_at_the_top: [(CORE, "if TYPE_CHECKING:\n    import json")],
    rules.texts_can_be_collected: [
        (SCREEN, "_('{n} is ' 'here').format(n=n)"),
        (SCREEN, "_(label)\n_(SENTENCES[code])"),
        (SCREEN, "ngettext('one case', '{n} cases', len(cases))"),
    ],
    rules.nothing_is_printed: [("intake_app/cli.py", "print('hello')")],
    rules.questions_go_through_messages: [("ui/messages.py", "QMessageBox.question()")],
    rules.sql_stays_in_its_places_and_is_never_glued: [
        (STORE, "_NAMES = 'a, b'\ndb.execute(f'SELECT {_NAMES} FROM t' + ' ORDER BY a')"),
        (STORE, "db.execute(_INSERT, values)"),
    ],
    rules.secrets_and_clocks_come_from_one_place: [(CORE, "due(session.today(), 30)")],
}


def _examples(table: dict[Rule, list[tuple[str, str]]]) -> list[object]:
    return [
        pytest.param(rule, path, text, id=f"{rule.__name__}-{number}")
        for rule, examples in table.items()
        for number, (path, text) in enumerate(examples)
    ]


@pytest.mark.parametrize(("rule", "path", "text"), _examples(WRONG))
def test_the_rule_notices_what_is_wrong(rule: Rule, path: str, text: str) -> None:
    assert list(rule(parsed(path, text)))


@pytest.mark.parametrize(("rule", "path", "text"), _examples(RIGHT))
def test_the_rule_leaves_alone_what_is_right(rule: Rule, path: str, text: str) -> None:
    assert list(rule(parsed(path, text))) == []


def test_every_rule_has_an_example_of_what_is_wrong() -> None:
    assert set(WRONG) == set(EVERY_RULE)


def test_a_circle_of_imports_is_noticed_and_one_for_types_only_is_not() -> None:
    there = parsed("intake_app/a.py", "from intake_app.b import x")
    back = parsed("intake_app/b.py", "def f():\n    import intake_app.a")
    for_types = parsed("intake_app/b.py", "if TYPE_CHECKING:\n    import intake_app.a")
    assert set(rules.cycle((there, back))) == {"intake_app.a", "intake_app.b"}
    assert rules.cycle((there, for_types)) == []


def test_the_sizes_can_be_reported() -> None:
    lines = rules.report(modules("intake_app"))
    assert [line.split("  ")[0] for line in lines[:3]] == [
        "lines per file",
        "lines per function",
        "methods per class",
    ]
