"""The one way from documents to clusters: decisions, judgements, clusters, ids."""

from __future__ import annotations

from diplonlp.link.store.components import recluster
from diplonlp.link.store.database import Database
from diplonlp.link.store.decisions import apply_decisions
from diplonlp.link.store.judging import Progress, judge_dirty, no_progress
from diplonlp.link.store.naming import name_clusters


def link(database: Database, progress: Progress = no_progress) -> None:
    """Bring clusters and ids up to date with what the store has.

    After an interruption at any point the store is whole, knows what is still to be done, and does it the next time.

    Parameters
    ----------
    database : Database
        The store.
    progress : callable, optional
        Told the stage, how much is done and of how much.
    """
    with database.transaction():
        apply_decisions(database)
    judge_dirty(database, progress)
    with database.transaction():
        name_clusters(database, recluster(database, progress))
        database.sql.execute("DELETE FROM dirty")


def is_linked(database: Database) -> bool:
    """Return whether nothing has changed since clusters were computed."""
    return database.sql.execute("SELECT 1 FROM dirty LIMIT 1").fetchone() is None
