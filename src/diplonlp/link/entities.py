"""What was collected of an entity, as a record: its names in both languages, its aliases, its state."""

from __future__ import annotations

from collections.abc import Mapping

from diplonlp.knowledge.facts import places, states
from diplonlp.knowledge.known import PERSON_KB, Facts, built_in
from diplonlp.knowledge.records import KnownPerson
from diplonlp.knowledge.schema import Organization, Place, State
from diplonlp.lang.inflection import dictionary_phrase
from diplonlp.link.document import Cluster
from diplonlp.link.names import canonical_person
from diplonlp.link.scripts import romanise
from diplonlp.records import Entity


def make_entity(cluster: Cluster, new_id: str, facts: Facts | None = None) -> Entity:
    """Turn what was collected into a record: its names in both languages, its aliases, its state.

    Parameters
    ----------
    cluster : Cluster
        The collected entity.
    new_id : str
        Its id in the document.
    facts : Facts, optional
        The knowledge it was linked with; the package's tables where it is not given.
    """
    written = {
        lang: [m.text for m in cluster.mentions if m.passage.lang == lang and m.label == cluster.label]
        for lang in ("en", "ru")
    }
    name_en, name_ru = _names(cluster, written, facts or built_in())
    first = min((*cluster.mentions, *cluster.alone), key=lambda m: (m not in cluster.mentions, m.start))
    name = (name_ru if first.passage.lang == "ru" else name_en) or name_en or name_ru or first.text
    forms = [m.text for m in (*cluster.mentions, *cluster.alone) if m.label != "NORP"]
    aliases = tuple(form for form in dict.fromkeys(forms) if form != name)
    state = cluster.states.most_common(1)[0][0] if cluster.states else None
    return Entity(
        id=new_id, label=cluster.label, name=name, name_en=name_en, name_ru=name_ru, aliases=aliases, state=state,
        kb=cluster.kb or None,
    )  # fmt: skip


def _nominative_first(cluster: Cluster, forms: list[str]) -> list[str]:
    """The forms that stand in the nominative, where the fullest of them is as full as any: they need no guess."""
    russian = [m for m in cluster.mentions if m.passage.lang == "ru"]
    nominative = [m.text for m in russian if all("Nom" in t.morph.get("Case", []) for t in m.span if t.is_alpha)]
    fullest = max(_words(form) for form in forms)
    best = [form for form in nominative if _words(form) == fullest]
    return [max(dict.fromkeys(best), key=best.count)] if best else forms


def _words(name: str) -> int:
    """How many words of a name are written out; an initial says less than a name."""
    return sum(len(word.strip(".")) > 1 for word in name.split())


def _names(cluster: Cluster, written: dict[str, list[str]], facts: Facts) -> tuple[str | None, str | None]:
    """The English and the Russian name: the tables' where they know it, else as the text has it."""
    kind, _, key = cluster.kb.partition(":")
    tables: dict[str, Mapping[str, State | Organization | Place | KnownPerson]] = {
        "state": states(),
        "org": facts.organizations,
        PERSON_KB[:-1]: facts.people.by_id,
    }
    row = tables.get(kind, places()).get(key) if kind else None
    if row is not None:
        name_en = row.name_en or (romanise(row.name_ru) if kind == PERSON_KB[:-1] else None)
        return name_en, row.name_ru or None
    if cluster.label == "PERSON":
        name_en = canonical_person(written["en"]) if written["en"] else None
        name_ru = canonical_person(_nominative_first(cluster, written["ru"])) if written["ru"] else None
        # A Russian name has a Latin form by rule; the other way round the spelling would be a guess.
        return name_en or (romanise(name_ru) if name_ru else None), name_ru
    if cluster.fullest is not None:
        written = {
            lang: [cluster.fullest.text] if cluster.fullest.passage.lang == lang else words
            for lang, words in written.items()
        }
    longest_en = max(written["en"], key=len, default=None)
    russian = [m for m in (cluster.fullest, *cluster.mentions) if m is not None and m.passage.lang == "ru"]
    longest_ru = max(russian, key=lambda m: len(m.text), default=None)
    return longest_en, dictionary_phrase(longest_ru.span) if longest_ru is not None else None
