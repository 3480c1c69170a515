"""The whole document as one line of JSON, for the corner of a file where a format takes what it does not know."""

from __future__ import annotations

import re

import msgspec

from diplonlp.errors import FormatError
from diplonlp.records import SCHEMA_VERSION, Document
from diplonlp.validation import find_broken
from diplonlp.write.jsonl import encode_line

#: What some programs take for the end of a line.
LINE_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_decoder = msgspec.json.Decoder(Document)


def pack(document: Document) -> str:
    """Return a document as JSON without its text, which the format has anyway.

    Raises
    ------
    FormatError
        When it holds half a character, which no file in UTF-8 can.

    Examples
    --------
    >>> document = Document(id="d", lang="en", text="They met.")
    >>> unpack(pack(document), "They met.", "file.ann") == document
    True
    """
    encode_line(document)
    return encode_line(msgspec.structs.replace(document, text="")).decode().strip()


def unpack(packed: str | bytes, text: str, source: str, line: int | None = None) -> Document:
    """Return the document that was packed.

    Parameters
    ----------
    packed : str or bytes
        What :func:`pack` gave.
    text : str
        The text, as the file has it.
    source : str
        The file, for the message of an error.
    line : int, optional
        The line of the file.

    Raises
    ------
    FormatError
        When it is damaged, was written by a newer diplonlp, or belongs to another text.
    """
    try:
        document = _decoder.decode(packed)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise FormatError(
            f"what diplonlp left in the file is damaged ({error}); convert the document again", source=source, line=line
        ) from error
    if document.schema > SCHEMA_VERSION:
        raise FormatError(
            f"written in version {document.schema} of the schema, this diplonlp reads up to {SCHEMA_VERSION}: "
            "run  pip install --upgrade diplonlp",
            source=source,
            line=line,
        )
    whole = msgspec.structs.replace(document, text=text)
    faults = find_broken(whole, links=False)
    if faults:
        raise FormatError(
            f"the text is not the one that was converted ({faults[0].fault}); put the old text back, or convert again",
            source=source,
            line=line,
        )
    return whole


def bare(text: str, name: str) -> Document:
    """Return a document that has nothing but its text, for files that diplonlp did not write.

    Examples
    --------
    >>> bare("Президент прибыл в Бишкек.", "d1").lang
    'ru'
    """
    from diplonlp.read.blocks import main_language, split_blocks

    blocks = split_blocks(text)
    return Document(id=name, lang=main_language(blocks), text=text, blocks=blocks)


def on_one_line(json: str) -> str:
    r"""Return JSON with the characters escaped that some programs take for the end of a line.

    Examples
    --------
    >>> on_one_line('{"text": "a\u2028b"}')
    '{"text": "a\\u2028b"}'
    """
    return re.sub(f"[{LINE_BREAKS}]", lambda match: f"\\u{ord(match[0]):04x}", json)
