"""What an analyst brings, out of every format: what is taken, what is left out, and what is said of bad files.

The people are invented; states and titles are real.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from diplonlp import (
    HeldOffice,
    Knowledge,
    KnowledgeError,
    KnownOrganization,
    KnownPerson,
    import_knowledge,
    read_knowledge,
    write_knowledge,
)
from diplonlp.knowledge.importers import ImportReport, import_records

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file and give its path."""

    def written(name: str, content: str | bytes | list[object]) -> Path:
        path = tmp_path / name
        if isinstance(content, list):
            content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


PEOPLE = (
    "id,name_en,name_ru,aliases_en,gender,states\nseitkali,Daulet Seitkali,Даулет Сейткали,Dauletbek Seitkali,m,KAZ\n"
)
OFFICES = "person,office,state,from,to\nseitkali,president,KAZ,2019-06-12,2022-01-05\n"


def test_an_analysts_own_tables(write: Write) -> None:
    people, offices = write("people.csv", PEOPLE), write("offices.csv", OFFICES)
    orgs = write(
        "organizations.csv",
        "id,name_en,name_ru,acronyms_en,parent,members,former_names\n"
        "steppe-forum,Steppe Forum,Степной форум,SF,,KAZ|KGZ [2015-08-12/],Steppe Talks [/2015]\n"
        "steppe-council,Council of the Steppe Forum,,,steppe-forum,,\n",
    )
    knowledge = import_knowledge([offices, people, orgs])
    assert knowledge.people == (
        KnownPerson(
            id="seitkali", name_en="Daulet Seitkali", name_ru="Даулет Сейткали", aliases_en=("Dauletbek Seitkali",),
            gender="m", states=("KAZ",),
        ),
    )  # fmt: skip
    assert knowledge.offices == (
        HeldOffice(person="seitkali", office="president", state="KAZ", since="2019-06-12", until="2022-01-05"),
    )
    forum, council = knowledge.organizations
    assert [(member.member, member.since) for member in forum.members] == [("KAZ", ""), ("KGZ", "2015-08-12")]
    assert (forum.former_names[0].name, council.parent) == ("Steppe Talks", "steppe-forum")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("people.csv", PEOPLE.replace(",", ";")),
        ("people.tsv", PEOPLE.replace(",", "\t")),
        ("people.csv", ("\ufeff" + PEOPLE.replace("\n", "\r\n")).encode()),
        ("people.csv", PEOPLE.encode("cp1251")),
        ("people.csv", PEOPLE.encode("utf-16")),
        ("people.csv.gz", gzip.compress(PEOPLE.encode())),
        ("people.csv", "# whom we follow\n\n" + PEOPLE),
    ],
)
def test_tables_as_programs_save_them(write: Write, name: str, content: str | bytes) -> None:
    assert import_knowledge(write(name, content)).people[0].name_ru == "Даулет Сейткали"


FTM = [
    {
        "id": "NK-1", "schema": "Person", "caption": "Daulet Seitkali",
        "properties": {"name": ["Daulet Seitkali", "Даулет Сейткали"], "citizenship": ["kz"], "gender": ["male"],
                       "birthDate": ["1961-03"], "wikidataId": ["Q900000001"]},
    },
    {"id": "occ-1", "schema": "Occupancy",
     "properties": {"holder": ["NK-1"], "post": ["pos-1"], "startDate": ["2019-06-12"], "endDate": ["2022"]}},
    {"id": "pos-1", "schema": "Position", "caption": "President of Kazakhstan",
     "properties": {"name": ["President of Kazakhstan"], "country": ["kz"]}},
    {"id": "NK-2", "schema": "Organization", "caption": "Steppe Forum",
     "properties": {"name": ["Steppe Forum", "Степной форум"], "topics": ["gov.igo"]}},
    {"id": "NK-3", "schema": "Vessel", "caption": "Aral", "properties": {"name": ["Aral"]}},
]  # fmt: skip


def test_follow_the_money(write: Write) -> None:
    report = ImportReport()
    knowledge = Knowledge.of(import_records(write("entities.ftm.json", list(FTM)), report))
    assert knowledge.people == (
        KnownPerson(
            id="NK-1", name_en="Daulet Seitkali", name_ru="Даулет Сейткали", gender="m", born="1961-03",
            states=("KAZ",), same_as=("Q900000001",),
        ),
    )  # fmt: skip
    assert [(o.person, o.office, o.state, o.since, o.until) for o in knowledge.offices] == [
        ("NK-1", "president", "KAZ", "2019-06-12", "2022")
    ]
    assert [(o.id, o.kind, o.name_ru) for o in knowledge.organizations] == [("NK-2", "international", "Степной форум")]
    assert report.left_out == {"schema Vessel": 1}


def test_nested_entities(write: Write) -> None:
    person = json.loads(json.dumps(FTM[0]))
    person["properties"]["positionOccupancies"] = [
        {"id": "occ-1", "schema": "Occupancy", "properties": {"post": [FTM[2]], "startDate": ["2019"]}}
    ]
    knowledge = import_knowledge(write("nested.json", [person]))
    assert [(o.person, o.office, o.since) for o in knowledge.offices] == [("NK-1", "president", "2019")]


def test_opensanctions_simple_table(write: Write) -> None:
    rows = (
        "id,schema,name,aliases,birth_date,countries,addresses\n"
        'NK-1,Person,Daulet Seitkali,"Даулет Сейткали;D. Seitkali",1961-03-01,kz,\n'
    )
    person = import_knowledge(write("targets.simple.csv", rows)).people[0]
    assert (person.name_ru, person.states, person.born) == ("Даулет Сейткали", ("KAZ",), "1961-03-01")


def claim(property_: str, value: object, **qualifiers: object) -> dict[str, object]:
    def snak(kind: str, held: object) -> dict[str, object]:
        if isinstance(held, str) and held.startswith("Q"):
            return {
                "snaktype": "value",
                "property": kind,
                "datavalue": {"value": {"id": held}, "type": "wikibase-entityid"},
            }
        time = {"time": f"+{held}T00:00:00Z", "precision": 11}
        return {"snaktype": "value", "property": kind, "datavalue": {"value": time, "type": "time"}}

    return {
        "mainsnak": snak(property_, value), "rank": "normal",
        "qualifiers": {name: [snak(name, held)] for name, held in qualifiers.items()},
    }  # fmt: skip


WIKIDATA = [
    {
        "id": "Q900000001", "type": "item",
        "labels": {"en": {"language": "en", "value": "Daulet Seitkali"},
                   "ru": {"language": "ru", "value": "Даулет Сейткали"}},
        "aliases": {"en": [{"language": "en", "value": "Dauletbek Seitkali"}]},
        "claims": {
            "P31": [claim("P31", "Q5")], "P27": [claim("P27", "Q232")], "P21": [claim("P21", "Q6581097")],
            "P39": [claim("P39", "Q900000002", P580="2019-06-12", P582="2022-01-05")],
        },
    },
    {
        "id": "Q900000002", "type": "item",
        "labels": {"en": {"language": "en", "value": "President of Kazakhstan"}},
        "claims": {"P31": [claim("P31", "Q4164871")], "P17": [claim("P17", "Q232")]},
    },
]  # fmt: skip


@pytest.mark.parametrize("form", ["lines", "array", "dump", "entity data"])
def test_wikidata_items(write: Write, form: str) -> None:
    lines = [json.dumps(item) for item in WIKIDATA]
    content = {
        "lines": "\n".join(lines),
        "array": json.dumps(WIKIDATA, indent=1),
        "dump": "[\n" + ",\n".join(lines) + "\n]\n",
        "entity data": json.dumps({"entities": {item["id"]: item for item in WIKIDATA}}),  # type: ignore[index]
    }[form]
    knowledge = import_knowledge(write("items.json", content))
    person = knowledge.people[0]
    assert (person.id, person.name_ru, person.gender, person.states) == (
        "Q900000001", "Даулет Сейткали", "m", ("KAZ",),
    )  # fmt: skip
    assert [(o.office, o.state, o.since, o.until) for o in knowledge.offices] == [
        ("president", "KAZ", "2019-06-12", "2022-01-05")
    ]


def test_wikidata_table(write: Write) -> None:
    rows = (
        "item,itemLabel,positionLabel,start,end,country\n"
        "http://www.wikidata.org/entity/Q900000001,Daulet Seitkali,President of Kazakhstan,2019-06-12T00:00:00Z,,"
        "http://www.wikidata.org/entity/Q232\n"
    )
    knowledge = import_knowledge(write("query.csv", rows))
    assert [(o.person, o.office, o.state, o.since) for o in knowledge.offices] == [
        ("Q900000001", "president", "KAZ", "2019-06-12")
    ]


def test_a_body_the_tables_have_keeps_its_id_there(write: Write) -> None:
    entity = {"id": "NK-9", "schema": "Organization", "caption": "Shanghai Cooperation Organisation",
              "properties": {"name": ["Shanghai Cooperation Organisation"]}}  # fmt: skip
    found = import_knowledge(write("entities.json", [entity])).organizations[0]
    assert (found.id, found.same_as) == ("sco", ("NK-9",))


# file, content, what the error says
BAD = [
    ("people.csv", "", "is empty"),
    ("people.csv", "id,nam_en\nx,Daulet Seitkali\n", "line 1, column nam_en: no table has it; did you mean name_en?"),
    ("people.csv", "name_en\nDaulet Seitkali\n", "line 1, no column id"),
    ("people.csv", "id,name_en,name_en\nx,Daulet,Seitkali\n", "column name_en: is there twice"),
    ("people.csv", "id,name_en\nx,Daulet,Seitkali\n", "line 2: 3 cells where the header has 2"),
    ("people.csv", "id,name_en\nx,🙂🙂\n", "line 2, column name_en: "),
    ("people.csv", f"id,name_en\nx,{'Long ' * 2000}\n", "line 2, column name_en: "),
    ("people.csv", "id,name_en\nx,Daulet Seitkali\nx,Nurlan Ospanov\n", "line 3, column id: 'x' was given before"),
    ("people.csv", "id,name_en,states\nx,Daulet Seitkali,KZK\n", "column states: "),
    ("people.csv", "id,name_en,born\nx,Daulet Seitkali,1961?\n", "column born: "),
    ("people.csv", "id,name_en,gender\nx,Daulet Seitkali,man\n", "column gender: 'man' is neither m nor f"),
    (
        "offices.csv",
        "person,office,state\nnobody,president,KAZ\n",
        "line 2, column person: no person has the id 'nobody'",
    ),
    (
        "organizations.csv",
        "id,name_en,parent\na,Steppe Forum,b\nb,Steppe Council,a\n",
        "a is part of b is part of a",
    ),
    ("organizations.csv", "id,name_en,parent\na,Steppe Forum,b\n", "no organisation has the id 'b'"),
    ("states.csv", "code,aliases_en\nKAZ,Qazaqland\nKAZ,Steppeland\n", "line 3, column code: 'KAZ' was given before"),
    ("items.json", "[1, 2]", "neither entities of FollowTheMoney"),
    ("people.csv.gz", b"not gzip at all", "cannot be read"),
]


@pytest.mark.parametrize(("name", "content", "message"), BAD)
def test_bad_files_are_named_with_their_place(write: Write, name: str, content: str | bytes, message: str) -> None:
    path = write(name, content)
    with pytest.raises(KnowledgeError) as caught:
        import_knowledge(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"cannot be read .*check the path"):
        import_knowledge(tmp_path / "people.csv")


def test_bad_rows_do_not_stop_the_others(write: Write) -> None:
    path = write("people.csv", "id,name_en\nx,🙂\ny,Daulet Seitkali\n,Nurlan Ospanov\nz,Erlan Kenzhe\n")
    problems: list[str] = []
    knowledge = import_knowledge(path, on_problem=lambda problem: problems.append(str(problem)))
    assert [person.id for person in knowledge.people] == ["y", "z"]
    assert [problem.split(":")[0].rpartition("/")[2] for problem in problems] == [
        "people.csv, line 2, column name_en", "people.csv, line 4, column id",
    ]  # fmt: skip


def test_a_bad_line_of_a_data_set_is_left_out(write: Write) -> None:
    path = write("entities.json", json.dumps(FTM[0]) + "\nnot json\n" + json.dumps(FTM[3]) + "\n")
    problems: list[str] = []
    knowledge = import_knowledge(path, on_problem=lambda problem: problems.append(str(problem)))
    assert len(knowledge) == 2
    assert "line 2: not an entity of FollowTheMoney" in problems[0]


def test_what_is_written_is_read_again(write: Write, tmp_path: Path) -> None:
    knowledge = import_knowledge([write("people.csv", PEOPLE), write("offices.csv", OFFICES)])
    target = tmp_path / "knowledge.jsonl"
    assert write_knowledge(knowledge, target) == 2
    assert read_knowledge(target) == knowledge


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ('{"type": "person", "id": "x"}\n', "its first line is no header"),
        ('{"type": "diplonlp-knowledge", "version": 99}\n', "version 99 of the format is not known"),
        ('{"type": "diplonlp-knowledge", "version": 1}\n{"type": "planet"}\n', "line 2: not a record"),
        ('{"type": "diplonlp-knowledge", "version": 1}\n{"type": "office", "person": "x"}\n', "line 2"),
    ],
)
def test_a_file_that_is_no_file_of_knowledge(write: Write, content: str, message: str) -> None:
    path = write("knowledge.jsonl", content)
    with pytest.raises(KnowledgeError) as caught:
        read_knowledge(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_records_made_in_python_are_checked_too() -> None:
    import diplonlp

    cycle = Knowledge(
        organizations=(
            KnownOrganization(id="a", name_en="Steppe Forum", parent="b"),
            KnownOrganization(id="b", name_en="Steppe Council", parent="a"),
        )
    )
    with pytest.raises(KnowledgeError, match=r"a is part of b|b is part of a"):
        diplonlp.load(knowledge=cycle)
