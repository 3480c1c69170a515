from __future__ import annotations

from itertools import pairwise

import pytest

from diplonlp.read.blocks import main_language, split_blocks
from diplonlp.records import Block

ONE_LANGUAGE = [
    ("ru", "Глава МИД Казахстана прибыл в Бишкек"),
    ("ru", "Министр прибыл в Ташкент"),
    ("ru", "ПРЕЗИДЕНТ ПРИНЯЛ ПОСЛА ТУРЦИИ"),
    ("ru", "Талант Абдырахманов, Улан Тойчубеков, Азамат Жээнбеков"),
    ("ru", "Қасымжан Нұрланов, посол Казахстана, выступил в парламенте"),
    ("ru", "Газета «Қазақстан жаңалықтары» сообщила о встрече"),
    ("ru", "Organization for Security and Cooperation in Europe (ОБСЕ) провела встречу в Бишкеке"),
    ("ru", "«The talks were very productive and we will go on», – написал он в сети."),
    ("ru", "В заявлении говорится о нарушении договора (in violazione del trattato con tutti gli stati firmatari)."),
    ("ru", "Иллюстративное фото: some-long-site-name.example.org"),
    ("ru", "НАТО"),
    ("en", "The minister of foreign affairs, Сергей Пробный, said «мы очень рады этой встрече» on Tuesday"),
    ("en", "Kyrgyz Foreign Minister Receives Turkish Counterpart"),
    ("en", "PRESIDENT RECEIVES TURKISH AMBASSADOR"),
    ("en", "NATO"),
    ("uk", "Президент прийняв посла і міністра оборони у Києві"),
    ("be", "Прэзідэнт прыняў пасла і міністра абароны"),
    ("kk", "Президент елшіні қабылдап, екіжақты ынтымақтастық мәселелерін талқылады"),
    ("ky", "Мамлекет башчысы элчини кабыл алып, өнөктөштүктү талкуулады"),
    ("bg", "Министърът на външните работи посети Белград и разговаря със своя колега"),
    ("sr", "Председник је примио амбасадора и разговарао о сарадњи"),
    ("tg", "Вазири корҳои хориҷӣ бо сафир мулоқот намуд ва ҳамкориро муҳокима кард"),
    ("uz", "Ташқи ишлар вазири элчини қабул қилди ва ҳамкорлик ҳақида сўзлашди"),
    ("de", "Der Außenminister traf seinen Amtskollegen in Berlin"),
    ("fr", "Le ministre des Affaires étrangères a rencontré son homologue à Paris"),
    ("tr", "Dışişleri Bakanı Ankara'da mevkidaşıyla görüştü"),
    ("ka", "საგარეო საქმეთა მინისტრი შეხვდა"),
    ("fa", "وزیر امور خارجه با همتای خود در تهران دیدار کرد"),
    ("other", "😀 🤝 🌍"),
    ("other", "1 200\t30.03.2022\n14 500\t31.03.2022"),
    ("other", "\x00\x00"),
]


@pytest.mark.parametrize(("lang", "text"), ONE_LANGUAGE)
def test_one_language(lang: str, text: str) -> None:
    assert split_blocks(text) == (Block(start=0, end=len(text), lang=lang),)


RU = "Посол Турции прибыл в Бишкек и провёл переговоры с министром."
EN = "The ambassador of Turkey arrived in Bishkek and met the minister."
UK = "Посол Туреччини прибув до Києва і провів переговори з міністром."
MIXED = [
    ([RU, RU], ["ru"]),
    ([RU, "", EN, "", RU], ["ru", "en", "ru"]),
    (["Главная", "Новости", "Контакты", EN, EN, "Подпишитесь на рассылку"], ["ru", "en", "ru"]),
    ([EN, "", "30.03.2022 89", "", EN], ["en"]),
    (["30.03.2022", "", RU, "", "😀"], ["ru"]),
    ([RU, "", UK], ["ru", "uk"]),
    ([UK, "", "Новини", "", UK], ["uk"]),
    (["Новини дня", "", UK], ["uk"]),
    (["Посол прибыл по приглашению", "United Nations Development Programme", "и провёл переговоры."], ["ru"]),
    ([RU, "United Nations Development Programme", "Следующий абзац начинается с прописной."], ["ru", "en", "ru"]),
]


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize(("lines", "languages"), MIXED)
def test_blocks_end_where_the_language_changes(lines: list[str], languages: list[str], line_break: str) -> None:
    assert [block.lang for block in split_blocks(line_break.join(lines))] == languages


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n ",
        "  a\n\n",
        f"\n {RU}\r\n\r\n{EN} \r{RU}\u2028{EN}\n\n\x00",
        "1\n2\n\n" + EN + "\n3",
        "\ufeff" + RU,
    ],
)
def test_blocks_hold_every_character_in_order(text: str) -> None:
    blocks = split_blocks(text)
    held = "".join(text[block.start : block.end] for block in blocks)
    assert "".join(held.split()) == "".join(text.split())
    assert all(text[block.start : block.end].strip() == text[block.start : block.end] for block in blocks)
    assert all(left.end < right.start and left.lang != right.lang for left, right in pairwise(blocks))


def test_a_very_long_line_is_one_block() -> None:
    text = (RU + " ") * 3_300
    assert [(block.start, block.lang) for block in split_blocks(text)] == [(0, "ru")]


def test_a_text_of_very_many_lines_keeps_its_languages() -> None:
    text = "\n".join([*[RU] * 20_000, *[EN] * 20_000, *[UK] * 20_000])
    assert [block.lang for block in split_blocks(text)] == ["ru", "en", "uk"]


@pytest.mark.parametrize("text", [" " * 2_000_000, "\n \n" * 700_000, "\r" * 2_000_000, "я" * 1_000_000])
def test_large_texts_of_nothing_do_not_hang(text: str) -> None:
    assert len(split_blocks(text)) == (1 if text.strip() else 0)


@pytest.mark.parametrize(
    ("blocks", "lang"),
    [
        ([], "other"),
        ([("ru", 0, 10), ("en", 11, 100)], "en"),
        ([("ru", 0, 60), ("en", 61, 100), ("ru", 101, 140)], "ru"),
        ([("other", 0, 900), ("en", 901, 910)], "en"),
        ([("other", 0, 900)], "other"),
    ],
)
def test_main_language(blocks: list[tuple[str, int, int]], lang: str) -> None:
    assert main_language(Block(lang=code, start=start, end=end) for code, start, end in blocks) == lang
