"""Edit scripts: how a lemma is made from a word's form, as one of a few hundred classes (Straka 2018, UDPipe)."""

from __future__ import annotations

KEEP_CASE, LOWER = "=", "-"


def script_of(form: str, lemma: str) -> str:
    """Return what makes *lemma* of *form*: case, letters cut from the end, letters put there; or a whole lemma.

    Examples
    --------
    >>> script_of("countries", "country"), script_of("Paris", "Paris"), script_of("Went", "go")
    ('=3|y', '=0|', '-4|go')
    """
    case = LOWER if form != form.lower() and lemma == lemma.lower() else KEEP_CASE
    plain = form.lower() if case == LOWER else form
    pairs = zip(plain, lemma, strict=False)
    shared = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(plain), len(lemma)))
    return f"{case}{len(plain) - shared}|{lemma[shared:]}"


def apply_script(form: str, script: str) -> str:
    """Return the lemma a script makes of a form; a script that cuts more than there is leaves the form.

    Examples
    --------
    >>> apply_script("ministries", "-3|y"), apply_script("a", "-3|y")
    ('ministry', 'a')
    """
    plain = form if script[0] == KEEP_CASE else form.lower()
    cut, _, added = script[1:].partition("|")
    count = int(cut)
    return plain if count > len(plain) else (plain[: len(plain) - count] + added) or plain
