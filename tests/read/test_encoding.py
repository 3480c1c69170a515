from __future__ import annotations

import pytest

from diplonlp.errors import EncodingError
from diplonlp.read.encoding import decode, decode_bytes

RUSSIAN = "Посол Турции прибыл в Бишкек – и провёл переговоры «О торговле»."
ENGLISH = "The envoy’s visit to Paris was planned – “a good sign”, said René Müller."


@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH, RUSSIAN + "\r\n" + ENGLISH])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_recognised_with_and_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize("text", ["Привет", "Посол прибыл в Бишкек", "Посол Турции принял министра. " * 3_000])
def test_old_russian_encodings_are_recognised(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_english_of_old_windows_is_recognised() -> None:
    assert decode(ENGLISH.encode("cp1252")) == ENGLISH


@pytest.mark.parametrize(
    ("data", "text", "replaced"),
    [
        ("Посол".encode() + b"\xff" + " прибыл".encode(), "Посол\ufffd прибыл", 1),
        ("Посол прибыл".encode()[:-1], "Посол прибы\ufffd", 1),
        (b"The envoy \xd0", "The envoy \ufffd", 1),
        ("цитата \ufffd цела".encode(), "цитата \ufffd цела", 0),
        ("цитата \ufffd цела ".encode() + b"\xc0 " + "и".encode(), "цитата \ufffd цела \ufffd и", 1),
    ],
)
def test_damaged_utf8_stays_utf8(data: bytes, text: str, replaced: int) -> None:
    assert decode_bytes(data) == (text, "utf-8", replaced)


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"\x00\x01\x02\x03" * 100,
        b"%PDF-1.4\nstream of words",
        b"PK\x03\x04word/document.xml",
        b"\x89PNG\r\n\x1a\n" + bytes(range(40)) * 9,
    ],
)
def test_binary_is_an_error_that_names_the_file(data: bytes) -> None:
    with pytest.raises(EncodingError, match=r"report\.doc: .*not text"):
        decode(data, "report.doc")


@pytest.mark.parametrize("text", ["", "a\x00b in a long enough line", "\r\n\r", "\ufeff"[:0]])
def test_what_is_valid_is_kept_as_it_is(text: str) -> None:
    assert decode(text.encode()) == text


def test_the_encoding_a_page_declares_settles_doubt() -> None:
    data = "<p>Ïåðåãîâîðû".encode("cp1252")
    assert decode_bytes(data, declared="windows-1251").text == "<p>Переговоры"
    assert decode_bytes(data, declared="no-such-encoding").text == "<p>Переговоры"
