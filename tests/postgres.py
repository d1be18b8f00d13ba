"""A real PostgreSQL for the tests of the hub, started once per test session and thrown away.

``tests/conftest.py`` imports ``postgres_server`` and ``hub_dsn``. Without a server the tests fail.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ui.demo.postgres import NoServerError, server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The connection string of an empty server."""
    try:
        with server() as dsn:
            yield dsn
    except NoServerError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def hub_dsn(postgres_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The connection string of a database of this test alone."""
    name = f"hub_{abs(hash(request.node.nodeid)):x}"
    with psycopg.connect(postgres_server, autocommit=True) as server_:
        server_.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield make_conninfo(postgres_server, dbname=name)
        server_.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
