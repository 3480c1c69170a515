"""Names taken apart, put into the nominative, compared: rows of names of many cultures; the people are invented."""

from __future__ import annotations

import pytest

from diplonlp.errors import UnknownNameError
from diplonlp.link.names import (
    canonical_person,
    compare_names,
    nominative_person,
    parse_name,
    same_person,
)
from diplonlp.records import LABELS

# text, given, patronymic, family
PARSED = [
    ("Бакыт Осмонов", "Бакыт", "", "Осмонов"),
    ("Осмонов Бакыт Керимович", "Бакыт", "Керимович", "Осмонов"),
    ("Бакыт Керимович Осмонов", "Бакыт", "Керимович", "Осмонов"),
    ("Валентиной Ивановной", "Валентиной", "Ивановной", ""),
    ("Osmonov Bakyt Kerimovich", "Bakyt", "Kerimovich", "Osmonov"),
    ("OSMONOV Bakyt", "Bakyt", "", "OSMONOV"),
    ("Osmonov, Bakyt", "Bakyt", "", "Osmonov"),
    ("В. И. Корнеева", "", "", "Корнеева"),
    ("К.-Ж. Сериков", "", "", "Сериков"),
    ("Abdel Fattah al-Masri", "Abdel Fattah", "", "al-Masri"),
    ("Абдель Фаттах ас-Сабах", "Абдель Фаттах", "", "ас-Сабах"),
    ("Khalid bin Salem Al Harbi", "Khalid", "bin Salem", "Al Harbi"),
    ("Ursula von der Heide", "Ursula", "", "von der Heide"),
    ("Урсулы фон дер Хайде", "Урсулы", "", "фон дер Хайде"),
    ("De Vries", "", "", "De Vries"),
    ("Асан уулу Бакыт", "Бакыт", "Асан уулу", ""),
    ("Elchin Heydar oglu Guliyev", "Elchin", "Heydar oglu", "Guliyev"),
    ("Ерлан Сәлімжанұлы Жақсыбеков", "Ерлан", "Сәлімжанұлы", "Жақсыбеков"),
    ("Li Wenjun", "Wenjun", "", "Li"),
    ("Ли Вэньцзюнь", "Вэньцзюнь", "", "Ли"),
    ("Ван И", "И", "", "Ван"),
    ("Kim Song-il", "Song-il", "", "Kim"),
    ("Nguyen Van Thanh", "Van Thanh", "", "Nguyen"),
    ("Mr. John F. Carter", "John", "", "Carter"),
    ("Лаврентьев", "", "", "Лаврентьев"),
    ("Дарига", "Дарига", "", ""),
    ("", "", "", ""),
    ("🙂", "", "", ""),
]


@pytest.mark.parametrize(("text", "given", "patronymic", "family"), PARSED)
def test_parse_name(text: str, given: str, patronymic: str, family: str) -> None:
    parts = parse_name(text)
    assert (parts.given, parts.patronymic, parts.family) == (given, patronymic, family)


@pytest.mark.parametrize(
    ("text", "particles", "initials", "generation", "gender"),
    [
        ("В. И. Корнеева", (), ("В", "И"), "", None),
        ("John F. Carter Jr.", (), ("F",), "junior", "m"),
        ("Elizabeth II", (), (), "2", "f"),
        ("Картер-старший", (), (), "senior", None),
        ("Ursula von der Heide", ("von", "der"), (), "", "f"),
        ("Айнура Асан кызы", ("кызы",), (), "", "f"),
        ("Валентиной Ивановной", (), (), "", "f"),
        ("Осмонов Бакыт Керимович", (), (), "", "m"),
        ("Tanzila Osmonova", (), (), "", "f"),
    ],
)
def test_parse_name_keeps_small_parts(
    text: str, particles: tuple[str, ...], initials: tuple[str, ...], generation: str, gender: str | None
) -> None:
    parts = parse_name(text)
    assert (parts.particles, parts.initials, parts.generation, parts.gender) == (
        particles,
        initials,
        generation,
        gender,
    )


# written, gender known from the context, nominative
NOMINATIVES = [
    ("Талантом Торобековым", None, "Талант Торобеков"),
    ("Валентиной Корниенко", None, "Валентина Корниенко"),
    ("Дмитрия Кулиева", None, "Дмитрий Кулиев"),
    ("Торобекова", None, "Торобекова"),
    ("Торобекова", "m", "Торобеков"),
    ("Торобекова", "f", "Торобекова"),
    ("Торобекову", "f", "Торобекова"),
    ("Торобековой", None, "Торобекова"),
    ("Торобековым", None, "Торобеков"),
    ("Сергеем Викторовичем Ладыгиным", None, "Сергей Викторович Ладыгин"),
    ("Касым-Жомарту Серикову", None, "Касым-Жомарт Сериков"),
    ("Жээнбека Осмонова", None, "Жээнбек Осмонов"),
    ("Гурбангулы Аннаевым", None, "Гурбангулы Аннаев"),
    ("Шавкатом Юлдашевым", None, "Шавкат Юлдашев"),
    ("Чынары Айдаровой", None, "Чынара Айдарова"),
    ("Марии Закирьяновой", None, "Мария Закирьянова"),
    ("Ильёй Рожковым", None, "Илья Рожков"),
    ("Льва Толстого", None, "Лев Толстой"),
    ("Ольгой Высоцкой", None, "Ольга Высоцкая"),
    ("Андрею Рудскому", None, "Андрей Рудский"),
    ("Игоря Макулова", None, "Игорь Макулов"),
    ("Ангелы Келлер", None, "Ангела Келлер"),
    ("Эммануэлем Ламбером", None, "Эммануэль Ламбер"),
    ("Джо Картером", None, "Джо Картер"),
    ("Нарендры Рави", None, "Нарендра Рави"),
    ("Саломе Гогуашвили", None, "Саломе Гогуашвили"),
    ("Мевлютом Демироглу", None, "Мевлют Демироглу"),
    ("Ли Вэньцзюня", None, "Ли Вэньцзюнь"),
    ("Ким Тхэ Мина", None, "Ким Тхэ Мин"),
    ("Ван И", None, "Ван И"),
    ("Урсулы фон дер Хайде", None, "Урсула фон дер Хайде"),
    ("Сироджиддина Рахимова", None, "Сироджиддин Рахимов"),
    ("Айгуль Сапаровой", None, "Айгуль Сапарова"),
    ("Айгуль Сапарова", None, "Айгуль Сапарова"),
    ("Рустам Осмонов", None, "Рустам Осмонов"),
    ("Александра Корниенко", None, "Александра Корниенко"),
    ("Александра Корниенко", "m", "Александр Корниенко"),
    ("С. В. Ладыгиным", None, "С. В. Ладыгин"),
    ("ТАЛАНТОМ ТОРОБЕКОВЫМ", None, "ТАЛАНТ ТОРОБЕКОВ"),
    ("Talant Torobekov", None, "Talant Torobekov"),
    ("", None, ""),
]


@pytest.mark.parametrize(("written", "gender", "nominative"), NOMINATIVES)
def test_nominative_person(written: str, gender: str | None, nominative: str) -> None:
    assert nominative_person(written, gender) == nominative


# Names of one person: at least 0.6.
SAME = [
    ("Талант Торобеков", "Talant Torobekov"),
    ("Talant Torobekov", "Talent Torobekov"),
    ("Торобеков Талант Керимович", "Talant Torobekov"),
    ("Талантом Торобековым", "Талант Торобеков"),
    ("Торобекова", "Талант Торобеков"),
    ("Торобековым", "Talant Torobekov"),
    ("Валентина Корниенко", "V. Korniyenko"),
    ("В. И. Корниенко", "Valentina Kornienko"),
    ("Валентиной Ивановной", "Валентина Ивановна Корниенко"),
    ("Nurlan Sadykbayev", "Нурлана Садыкбаева"),
    ("Садыр Жапаров", "Sadyr Japarov"),
    ("Александр Лукашенко", "Alyaksandr Lukashenka"),
    ("Yevgeny Sokolov", "Jewgeni Sokolow"),
    ("Sasha Petrenko", "Александр Петренко"),
    ("William Carter", "Bill Carter"),
    ("Билла Картера", "William Carter"),
    ("Си Цзиньпином", "Xi Jinping"),
    ("Ван И", "Wang Yi"),
    ("Касым-Жомарт Бакаев", "K. Bakayev"),
    ("Kassym-Jomart Bakayev", "Бакаевым"),
    ("Abdel-Fattah al-Masri", "Абдель Фаттах аль-Масри"),
    ("Mohammed Hossein Rezai", "Мохаммад Хоссейн Резаи"),
    ("Ерлан Сәлімжанұлы Жақсыбеков", "Ерлан Салимжанович Жаксыбеков"),
    ("José Núñez", "Jose Nunez"),
    ("Jürgen Köhler", "Juergen Koehler"),
    ("Guenter Weiss", "Гюнтер Вайс"),
    ("Dr. Rami Haddad", "Рами Хаддадом"),
    ("Elizabeth II", "Элизабет II"),
    ("Джордж Картер-младший", "George Carter Jr."),
    ("Уолтер Хилл", "Walter Hill"),
    ("Дарига", "Dariga Sadykbayeva"),
    ("Айнура Асан кызы", "Asan kyzy Ainura"),
    ("Elena Ivanov", "Елена Иванова"),
]

# Names of two people: below 0.6.
DIFFERENT = [
    ("Dariga Sadykbayeva", "Nurlan Sadykbayev"),
    ("Дарига Садыкбаева", "Нурлан Садыкбаев"),
    ("Гурбангулы Аннагельдыев", "Сердар Аннагельдыев"),
    ("Sadykbayeva", "Sadykbayev"),
    ("A. Petrova", "Andrei Petrov"),
    ("Марат Султанов", "Мурат Султанов"),
    ("Marat Sultanov", "Мурат Султанов"),
    ("Nurlan Osmonov", "Erlan Osmonov"),
    ("Иван Петров", "Сергей Петров"),
    ("Ivan Petrov", "Иван Сидоров"),
    ("В. Корнеев", "Сергей Корнеев"),
    ("V. S. Nadarajasundaram", "N. Nadarajasundaram"),
    ("Иван Сергеевич Петров", "Иван Андреевич Петров"),
    ("Elizabeth II", "Elizabeth I"),
    ("Alexander II", "Александр Дубов"),
    ("George Carter Jr.", "George Carter Sr."),
    ("Li Keqiang", "Li Zhanshu"),
    ("Ким Тхэ Мин", "Ким Тхэ Сон"),
    ("Талант Торобеков", "Валентина Корниенко"),
    ("Ким", "Пак"),
    ("", "Иван Петров"),
    ("🙂", "🙃"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_person(one: str, other: str) -> None:
    assert same_person(one, other) >= 0.6
    assert same_person(one, other) == pytest.approx(same_person(other, one))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_of_two_people(one: str, other: str) -> None:
    assert same_person(one, other) < 0.6
    assert same_person(one, other) == pytest.approx(same_person(other, one))


def test_scores_order_the_evidence() -> None:
    """A full name is worth more than initials, initials more than a family name alone."""
    full = compare_names("Талант Торобеков", "Talant Torobekov").score
    initial = compare_names("Т. Торобеков", "Talant Torobekov").score
    family = compare_names("Торобеков", "Talant Torobekov").score
    assert full == 1.0
    assert full > initial > family == pytest.approx(0.7)


def test_comparison_explains_itself() -> None:
    comparison = compare_names("Торобековым Талентом", "Talant Torobekov")
    said = {(part.role, part.a, part.b): part.why for part in comparison.parts}
    assert said["family", "торобековым", "torobekov"] == "case form"
    assert said["given", "талентом", "talant"] == "spelling"
    assert comparison.score == min(part.score for part in comparison.parts)


def test_long_names_are_compared_in_bounded_time() -> None:
    """A name of a thousand words and one of ten thousand letters have a score like any other."""
    long = " ".join(f"Имя{letter}" for letter in "абвгдежзиклмн" * 8)
    assert 0.0 <= compare_names(long, long).score <= 1.0
    assert 0.0 <= compare_names("а" * 10_000, "б" * 10_000).score <= 1.0


CANONICAL = [
    (["Талантом Торобековым", "Торобекова", "Торобеков"], "Талант Торобеков"),
    (["Дмитрия Кулиева", "Кулиевым", "Кулиева"], "Дмитрий Кулиев"),
    (["Валентиной Корниенко", "Корниенко"], "Валентина Корниенко"),
    (["Жээнбека Осмонова", "Жээнбеком Осмоновым"], "Жээнбек Осмонов"),
    (["А. Сапаровой", "Айгуль Сапаровой", "Сапарова"], "Айгуль Сапарова"),
    (["Torobekov", "Talant Torobekov", "T. Torobekov"], "Talant Torobekov"),
    (["Talent Torobekov", "Talant Torobekov", "Talant Torobekov"], "Talant Torobekov"),
    (["Осмонов", "Б. К. Осмонов"], "Б. К. Осмонов"),
    (["Ли Вэньцзюнем", "Ли Вэньцзюня"], "Ли Вэньцзюнь"),
    (["Торобекова"], "Торобекова"),
]


@pytest.mark.parametrize(("forms", "expected"), CANONICAL)
def test_canonical_person(forms: list[str], expected: str) -> None:
    assert canonical_person(forms) == expected
    assert canonical_person(forms[::-1]) == expected


def test_canonical_person_needs_a_form() -> None:
    with pytest.raises(ValueError, match="at least one form"):
        canonical_person([])


# label, a, b, whether they are taken for one
TERMS = [
    # case, word order, quotation marks, legal form
    ("ORG", "Министерства иностранных дел Киргизии", "Министерство иностранных дел Киргизии", True),
    ("ORG", "«Степной банк развития»", "Степным банком развития", True),
    ("ORG", "Steppe Rivers Commission", "Commission of Steppe Rivers", True),
    # acronyms: of the words, of the tables, by case, in another script
    ("ORG", "Шанхайская организация сотрудничества", "ШОС", True),
    ("ORG", "Eurasian Economic Commission", "EEC", True),
    ("ORG", "EAEU", "Eurasian Economic Union", True),
    ("ORG", "CIS", "СНГ", True),
    ("ORG", "ОДКБ", "Collective Security Treaty Organisation", True),
    ("ORG", "Степная речная комиссия", "СРК", True),
    ("ORG", "МИДом Турции", "Ministry of Foreign Affairs of Turkey", True),
    ("ORG", "турецкий МИД", "Turkish Foreign Ministry", True),
    ("ORG", "СNN", "CNN", True),  # the first letter of one is Cyrillic
    # translation word by word
    ("ORG", "Jogorku Kenesh", "Жогорку Кенеш", True),
    ("ORG", "Степная комиссия по рыболовству", "Steppe Fisheries Commission", True),
    ("ORG", "National Assembly of Armenia", "National Assembly", True),
    # one kind of body, two states or two matters
    ("ORG", "Ministry of Health of Poland", "Ministry of Defence of Poland", False),
    ("ORG", "МИД Турции", "МИД Казахстана", False),
    ("ORG", "МИД Турции", "Ministry of Foreign Affairs of Kazakhstan", False),
    ("ORG", "парламент Армении", "парламент Грузии", False),
    ("ORG", "National Assembly of Armenia", "National Assembly of Bulgaria", False),
    ("ORG", "European Commission", "Danube River Commission", False),
    ("ORG", "European Council", "Council of Europe", False),
    ("ORG", "Совет Европы", "European Council", False),
    ("ORG", "Kyrgyz Air Force", "Tajik Air Force", False),
    ("ORG", "CIS", "CSTO", False),
    ("ORG", "СНГ", "Steppe Rivers Commission", False),
    ("STATE", "Казахстане", "Kazakhstan", True),
    ("STATE", "Вануату", "Vanuatu", True),
    ("STATE", "Республика Мальта", "Мальта", True),
    ("STATE", "Swaziland", "Эсватини", True),
    ("STATE", "Бирма", "Myanmar", True),
    ("STATE", "КНДР", "North Korea", True),
    ("STATE", "Mali", "Malawi", False),
    ("STATE", "Slovakia", "Slovenia", False),
    ("STATE", "Словакия", "Словения", False),
    ("STATE", "Slovenia", "Словакия", False),
    ("STATE", "Корея", "Северная Корея", False),
    ("STATE", "Congo", "Democratic Republic of the Congo", False),
    ("STATE", "Гвинея", "Guinea-Bissau", False),
    ("STATE", "РК", "Казахстан", False),  # it may be Korea
    ("LOC", "Усть-Каменогорске", "Усть-Каменогорск", True),
    ("LOC", "Ошской области", "Ошская область", True),
    ("LOC", "Ошской области", "Osh region", True),
    ("LOC", "Алма-Ата", "Almaty", True),
    ("LOC", "Нур-Султан", "Astana", True),
    ("LOC", "Ошская область", "Ош", False),
    ("LOC", "", "Ош", False),
    ("LOC", "🙂", "Ош", False),
]


@pytest.mark.parametrize(("label", "one", "other", "same"), TERMS)
def test_names_of_bodies_states_and_places(label: str, one: str, other: str, same: bool) -> None:
    found = compare_names(one, other, label=label)
    assert found.same is same, found
    assert found.score == pytest.approx(compare_names(other, one, label=label).score)
    assert found.why


def test_a_label_the_schema_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownNameError, match=r"no label is called 'PER'.*PERSON"):
        compare_names("Осмонов", "Osmonov", label="PER")


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(
    ("one", "other", "score"), [("", "", 0.0), ("🙂", "🙂", 1.0), ("🙂", "🙃", 0.0), ("...", "-", 0.0), ("1", "2", 0.0)]
)
def test_what_is_no_name_is_only_like_itself(label: str, one: str, other: str, score: float) -> None:
    assert compare_names(one, other, label=label).score == score
