"""What no tree of Universal Dependencies may have, mended: arcs and relations are guessed one by one.

The rules are those of the treebanks' validator (https://universaldependencies.org/validation-rules.html): a verb has
one subject, an indirect object stands beside an object, a noun's relations hang on no verb, a copula makes a predicate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

# Relations that only nominals take; on a verb they are arguments of the clause under a wrong name.
_NOMINAL = ("nmod", "appos")


def mend_clauses(heads: Sequence[int], relations: Sequence[str], parts: Sequence[str]) -> tuple[list[int], list[str]]:
    """Return heads and relations of trees in which clauses are as Universal Dependencies want them.

    Parameters
    ----------
    heads : sequence of int
        For every word the index of its head; a root's is its own.
    relations : sequence of str
        For every word its relation.
    parts : sequence of str
        For every word its part of speech.

    Examples
    --------
    Rudakov is (the) minister, with "minister" hung on "Rudakov" as a name beside a name:

    >>> mend_clauses([0, 2, 0], ["ROOT", "cop", "appos"], ["PROPN", "AUX", "NOUN"])
    ([2, 2, 2], ['nsubj', 'cop', 'ROOT'])
    """
    fixed, named = list(heads), list(relations)
    _predicates(fixed, named)
    verbs = [i for i, part in enumerate(parts) if part == "VERB"]
    _coordinated_subjects(verbs, fixed, named)
    _across_the_verb(fixed, named, parts)
    children = _children(fixed)
    for verb in verbs:
        for word in children[verb]:
            led = any(named[child] == "case" for child in children[word])
            if named[word].startswith(_NOMINAL) or (led and named[word] in ("nsubj", "obj", "iobj")):
                named[word] = _argument(word, verb, children, named)
        _one_subject(verb, children[verb], named)
        _object_before_indirect(children[verb], named)
    return fixed, named


def _children(heads: Sequence[int]) -> dict[int, list[int]]:
    children: dict[int, list[int]] = defaultdict(list)
    for word, head in enumerate(heads):
        if head != word:
            children[head].append(word)
    return children


def _predicates(heads: list[int], relations: list[str]) -> None:
    """Make what has a copula the predicate of the word before the copula it was hung on as a nominal."""
    for copula, relation in enumerate(relations):
        if relation != "cop":
            continue
        predicate, subject = heads[copula], heads[heads[copula]]
        if subject < copula < predicate and relations[predicate].startswith(_NOMINAL):
            relations[predicate], relations[subject] = relations[subject], "nsubj"
            heads[predicate] = predicate if heads[subject] == subject else heads[subject]
            heads[subject] = predicate


def _coordinated_subjects(verbs: Sequence[int], heads: list[int], relations: list[str]) -> None:
    """Take what stands between "and" and its verb as the verb's subject, not as one more object of the verb before."""
    children = _children(heads)
    for verb in verbs:
        before = [word for word in children[verb] if word < verb]
        joined = next((word for word in before if relations[word] == "cc"), None)
        if joined is None or any(relations[word].startswith(("nsubj", "csubj")) for word in before):
            continue
        for word in range(joined + 1, verb):
            if relations[word] == "conj" and heads[word] < joined and not _is_under(verb, word, heads):
                heads[word], relations[word] = verb, "nsubj"
                break


def _is_under(word: int, other: int, heads: Sequence[int]) -> bool:
    """Whether a word hangs on another, over however many arcs."""
    while word not in (other, heads[word]):
        word = heads[word]
    return word == other


def _across_the_verb(heads: list[int], relations: list[str], parts: Sequence[str]) -> None:
    """Hang on the verb what stands behind it as if beside the subject before it: "X was appointed minister"."""
    for word, relation in enumerate(relations):
        subject, verb = heads[word], heads[heads[word]]
        if relation == "appos" and subject < verb < word and parts[verb] == "VERB":
            heads[word] = verb


def _argument(word: int, verb: int, children: dict[int, list[int]], relations: Sequence[str]) -> str:
    """Return what a nominal on a verb is: oblique with a preposition, else what of subject and object is missing."""
    taken = {relations[other].partition(":")[0] for other in children[verb] if other != word}
    if any(relations[child] == "case" for child in children[word]):
        return "obl"
    if word < verb:
        return "obl" if taken & {"nsubj", "csubj"} else "nsubj"
    if any(relations[other] == "aux:pass" for other in children[verb]):
        return "xcomp"  # appointed minister, elected chairman
    return "obl" if taken & {"obj", "ccomp", "xcomp"} else "obj"


def _one_subject(verb: int, children: Sequence[int], relations: list[str]) -> None:
    """Make a second subject, behind the verb, its object."""
    subjects = [word for word in children if relations[word] == "nsubj"]
    behind = [word for word in subjects if word > verb]
    if len(behind) == 1 < len(subjects) and not any(relations[word] == "obj" for word in children):
        relations[behind[0]] = "obj"


def _object_before_indirect(children: Sequence[int], relations: list[str]) -> None:
    """Make an indirect object without any object the object."""
    found = {relations[word] for word in children}
    if "iobj" in found and not found & {"obj", "ccomp", "xcomp"}:
        first = next(word for word in children if relations[word] == "iobj")
        relations[first] = "obj"
