"""The tables of titles, words beside titles and topics, and the sample articles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pymorphy3
import pytest

from diplonlp.knowledge.schema import TitleModifier, TitleWord, TopicEntry
from diplonlp.knowledge.tables import read_table

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
LANGUAGES = ("en", "ru")
SLUG = re.compile(r"[a-z]+(-[a-z]+)*")
RUSSIAN = re.compile(r"[А-ЯЁа-яё]+([-./ ,]+[А-ЯЁа-яё]+)*[-.]?\*?")
ENGLISH = re.compile(r"-?[A-Za-z0-9éñ]+([-.' ,]+[A-Za-z0-9éñ]+)*[-.']?\*?")

# Single Russian words that are lemmas though pymorphy3 gives another one.
OTHER_LEMMA = {
    # indeclinable compounds of зам- and a genitive: pymorphy3 takes them for the case of a noun that does not exist
    "замгоссекретаря", "замгенсека", "замруководителя", "замначальника", "замгубернатора",
    # nouns pymorphy3's dictionary lacks, guessed with a masculine lemma
    "елбасы", "шерпа", "аятолла", "шейха",
    # participles used as nouns and adjectives: pymorphy3 gives the verb
    "управляющий", "предшествующий", "свергнутый", "отстранённый", "уволенный", "назначенный",
    "переизбранный", "уходящий",
}  # fmt: skip

# Words in the Russian columns that Russian itself writes in Latin letters.
LATIN_IN_RUSSIAN = {"COVID-19"}

TITLES = read_table("titles", TitleWord)
MODIFIERS = read_table("title_modifiers", TitleModifier)
TOPICS = read_table("topics", TopicEntry)


def fold(text: str) -> str:
    return text.casefold().replace("ё", "е")


@pytest.fixture(scope="module")
def morph() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


def lemmas(morph: pymorphy3.MorphAnalyzer, phrase: str) -> str:
    return " ".join(fold(morph.parse(word)[0].normal_form) for word in phrase.split())


def russian_words() -> list[str]:
    words = [word for row in TITLES if row.lang == "ru" for word in (row.word, *row.feminine)]
    words += [row.word for row in MODIFIERS if row.lang == "ru"]
    return words + [word for topic in TOPICS for word in topic.words_ru]


def english_words() -> list[str]:
    words = [word for row in TITLES if row.lang == "en" for word in (row.word, *row.plural, *row.feminine)]
    words += [row.word for row in MODIFIERS if row.lang == "en"]
    return words + [word for topic in TOPICS for word in topic.words_en]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_titles_cover_a_language(lang: str) -> None:
    assert sum(row.lang == lang for row in TITLES) >= 130


@pytest.mark.parametrize("rows", [TITLES, MODIFIERS], ids=["titles", "title_modifiers"])
def test_no_word_has_two_rows(rows: tuple[TitleWord | TitleModifier, ...]) -> None:
    counts = Counter((row.lang, fold(row.word)) for row in rows)
    assert [key for key, count in counts.items() if count > 1] == []


def test_both_languages_have_the_same_offices() -> None:
    offices = {lang: {row.office for row in TITLES if row.lang == lang} for lang in LANGUAGES}
    assert offices["en"] ^ offices["ru"] == set()
    assert [office for office in offices["en"] if not SLUG.fullmatch(office)] == []


# The first row of an office gives its usual name, so the order of rows matters.
@pytest.mark.parametrize(
    ("office", "name_en", "name_ru"),
    [
        ("president", "president", "президент"),
        ("prime-minister", "prime minister", "премьер-министр"),
        ("foreign-minister", "foreign minister", "министр иностранных дел"),
        ("secretary-of-state", "secretary of state", "госсекретарь"),
        ("secretary-general", "secretary general", "генеральный секретарь"),
        ("speaker", "speaker", "спикер"),
        ("chair", "chairman", "председатель"),
        ("member-of-parliament", "member of parliament", "депутат"),
        ("ambassador", "ambassador", "посол"),
        ("charge-d-affaires", "chargé d'affaires", "поверенный в делах"),
        ("spokesperson", "spokesman", "официальный представитель"),
    ],
)
def test_usual_name_of_an_office(office: str, name_en: str, name_ru: str) -> None:
    names = {lang: next(row.word for row in TITLES if (row.lang, row.office) == (lang, office)) for lang in LANGUAGES}
    assert names == {"en": name_en, "ru": name_ru}


@pytest.mark.parametrize(
    ("lang", "word", "office", "ambiguous"),
    [
        ("en", "chairwoman", "chair", "no"),
        ("en", "head", "head", "yes"),
        ("en", "chair", "chair", "yes"),
        ("en", "deputy", "member-of-parliament", "yes"),
        ("en", "general", "general", "yes"),
        ("en", "minister of foreign affairs", "foreign-minister", "no"),
        ("en", "toraga", "speaker", "no"),
        ("ru", "глава", "head", "yes"),
        ("ru", "член", "member", "beside"),
        ("ru", "торага", "speaker", "no"),
        ("ru", "генсек", "secretary-general", "no"),
        ("ru", "постпред", "permanent-representative", "no"),
        ("ru", "глава МИД", "foreign-minister", "no"),
        ("ru", "чрезвычайный и полномочный посол", "ambassador", "no"),
    ],
)
def test_office_of_a_word(lang: str, word: str, office: str, ambiguous: str) -> None:
    row = next(row for row in TITLES if (row.lang, row.word) == (lang, word))
    assert (row.office, row.ambiguous) == (office, ambiguous)


def test_plurals_are_listed_where_the_head_is_not_last() -> None:
    inner = re.compile(r"^\S+ (of|at|in) |-(at|in)-|^(secretary|consul|governor|director)[ -]general$|man$|woman$")
    missing = [row.word for row in TITLES if row.lang == "en" and inner.search(row.word) and not row.plural]
    assert missing == []


def test_columns_keep_to_their_language() -> None:
    assert [row.word for row in TITLES if row.plural and row.lang != "en"] == []
    assert [row.word for row in TITLES if row.feminine and row.lang != "ru"] == []


def test_only_a_status_has_a_meaning() -> None:
    meanings = {"former", "acting", "elect", "current", "late"}
    assert [row.word for row in MODIFIERS if (row.meaning in meanings) != (row.role == "status")] == []
    found = {(row.lang, row.meaning) for row in MODIFIERS if row.role == "status"}
    assert found == {(lang, meaning) for lang in LANGUAGES for meaning in meanings}


@pytest.mark.parametrize(
    ("lang", "word", "role", "meaning"),
    [
        ("en", "first", "part", ""),
        ("en", "deputy", "part", ""),
        ("en", "ex-", "status", "former"),
        ("en", "then", "status", "former"),
        ("en", "elect", "status", "elect"),
        ("en", "outgoing", "status", "current"),
        ("en", "Mr", "courtesy", ""),
        ("ru", "первый", "part", ""),
        ("ru", "экс-", "status", "former"),
        ("ru", "действующий", "status", "current"),
        ("ru", "врио", "status", "acting"),
        ("ru", "и.о.", "status", "acting"),
        ("ru", "новоизбранный", "status", "elect"),
        ("ru", "покойный", "status", "late"),
        ("ru", "г-н", "courtesy", ""),
    ],
)
def test_role_of_a_modifier(lang: str, word: str, role: str, meaning: str) -> None:
    row = next(row for row in MODIFIERS if (row.lang, row.word) == (lang, word))
    assert (row.role, row.meaning) == (role, meaning)


def test_topics_have_codes_names_and_words() -> None:
    assert len(TOPICS) >= 50
    assert [topic.code for topic in TOPICS if not SLUG.fullmatch(topic.code)] == []
    assert [code for code, count in Counter(topic.code for topic in TOPICS).items() if count > 1] == []
    assert [topic.code for topic in TOPICS if not (topic.name_en and topic.name_ru)] == []
    sizes = {topic.code: (len(topic.words_en), len(topic.words_ru)) for topic in TOPICS}
    assert {code: size for code, size in sizes.items() if not all(8 <= count <= 25 for count in size)} == {}


def test_no_phrase_names_two_topics(morph: pymorphy3.MorphAnalyzer) -> None:
    topics: dict[str, set[str]] = defaultdict(set)
    for topic in TOPICS:
        for phrase in topic.words_en:
            topics[fold(phrase)].add(topic.code)
        for phrase in topic.words_ru:
            topics[lemmas(morph, phrase)].add(topic.code)
    assert {phrase: codes for phrase, codes in topics.items() if len(codes) > 1} == {}


def test_no_phrase_stands_twice_in_a_topic() -> None:
    words = [(topic.code, fold(word)) for topic in TOPICS for word in (*topic.words_en, *topic.words_ru)]
    repeated = {word for (_, word), count in Counter(words).items() if count > 1}
    assert repeated == {fold(word) for word in LATIN_IN_RUSSIAN}


@pytest.mark.parametrize(
    "word",
    ["cooperation", "security", "state", "relations", "talks", "agreement", "press", "journalist", "airport",
     "сотрудничество", "безопасность", "государство", "отношения", "переговоры", "соглашение", "СМИ", "аэропорт"],
)  # fmt: skip
def test_topics_have_no_word_that_fires_everywhere(word: str) -> None:
    assert [topic.code for topic in TOPICS if word in (*topic.words_en, *topic.words_ru)] == []


def test_russian_words_are_cyrillic() -> None:
    assert {word for word in russian_words() if not RUSSIAN.fullmatch(word)} == LATIN_IN_RUSSIAN


def test_english_words_are_latin() -> None:
    assert [word for word in english_words() if not ENGLISH.fullmatch(word)] == []


def test_single_russian_words_are_lemmas(morph: pymorphy3.MorphAnalyzer) -> None:
    single = {word for word in russian_words() if not re.search(r"[ *A-Z]|[-.]$", word)}
    wrong = {word for word in single if fold(word) not in {fold(parse.normal_form) for parse in morph.parse(word)}}
    assert wrong == OTHER_LEMMA  # equal, so that an exception nobody needs any more is noticed


def test_english_words_keep_capitals_for_names_and_abbreviations() -> None:
    titles = [row.word for row in TITLES if row.lang == "en" and row.word != row.word.lower()]
    assert sorted(titles) == ["CEO", "EU commissioner", "MEP", "MP", "PM"]


def sample_files() -> list[Path]:
    return sorted(SAMPLES.glob("*.txt"))


def test_there_are_eight_samples_half_in_each_language() -> None:
    assert Counter(path.name[:2] for path in sample_files()) == {"en": 4, "ru": 4}


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.stem)
def test_sample_is_an_article(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert 120 <= len(re.findall(r"\w+", text)) <= 350
    cyrillic = len(re.findall(r"[а-яё]", text, re.IGNORECASE)) / len(re.findall(r"[^\W\d_]", text))
    assert (cyrillic > 0.8) if path.name.startswith("ru") else (cyrillic < 0.2)
    head = "\n".join(text.splitlines()[:4])
    assert re.search(r"\b(19|20)\d\d\b", head), "the head lines carry the article's date"


def test_readme_names_every_sample() -> None:
    readme = (SAMPLES.parent / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"`([\w-]+\.txt)`", readme)) == [path.name for path in sample_files()]
