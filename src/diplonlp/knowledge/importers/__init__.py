"""Knowledge out of what others keep: CSV tables, FollowTheMoney and OpenSanctions, Wikidata."""

from diplonlp.knowledge.importers.importing import import_knowledge, import_records
from diplonlp.knowledge.importers.report import ImportReport

__all__ = ["ImportReport", "import_knowledge", "import_records"]
