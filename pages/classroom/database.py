"""Where rooms are kept: a file of SQLite's, or the database that CLASS_DATABASE_URL names (PostgreSQL).

Each transaction that writes has the database, or its room, to itself: two that come at one moment are one after the
other, and what the second finds is what the first has left.
"""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.schema import CreateColumn

from pages.classroom.tables import Base

FILE = Path(__file__).parents[2] / ".class" / "rooms.sqlite3"
SETTING = "CLASS_DATABASE_URL"
PATIENCE = 10
"""Seconds that one waits for another who writes."""
READS = {"reads": True}
"""The option of a connection that changes nothing, and so need not wait."""
DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}


def address() -> URL:
    """Of the database."""
    url = make_url(os.environ.get(SETTING) or f"sqlite:///{FILE}")
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


def is_begun() -> bool:
    """Whether there may be rooms: a file is made with the first."""
    return bool(os.environ.get(SETTING)) or FILE.exists()


def opened(url: URL) -> Engine:
    """The database with its tables. Raises SQLAlchemyError, ImportError without its driver, OSError."""
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, pool_pre_ping=True)
    else:
        if url.database:
            Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    Base.metadata.create_all(engine)
    _complete(engine)
    return engine


def _complete(engine: Engine) -> None:
    """Give the tables of an earlier version of this site the columns that they lack, with their defaults."""
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            there = {column["name"] for column in inspect(connection).get_columns(table.name)}
            for column in table.columns:
                if column.name not in there:
                    made = CreateColumn(column).compile(dialect=engine.dialect)
                    connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {made}"))


def _prepare(line: Any, _: object) -> None:
    """A connection to a file. Deleted rows are written over: nothing of them is left in it."""
    line.isolation_level = None  # transactions are begun below
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        line.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def wipe(engine: Engine) -> None:
    """Empty the file's log, in which deleted rows stand for a while."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            line: Any = connection.connection.driver_connection
            line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
