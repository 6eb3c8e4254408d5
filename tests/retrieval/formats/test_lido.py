from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.catalogue.lido import records, rows, sniff
from retrieval.catalogue.tables import Row
from retrieval.errors import SourceError

HERE = Path(__file__).parent
NAMESPACE = 'xmlns:lido="http://www.lido-schema.org"'
FERRY = {
    "id": "harbour/0042",
    "title": "The Ferry",
    "original_title": "Die Fähre",
    "artist": "Lindqvist, Ada",
    "nationality": "Swedish",
    "born": 1850,
    "died": 1920,
    "date": "um 1885",
    "earliest": 1883,
    "latest": 1887,
    "place": "Bergen",
    "medium": ["oil", "canvas"],
    "type": ["Gemälde"],
    "holder": "Harbour Museum",
    "accession": "H 42",
    "description": "A ferry crosses the fjord at dusk & nobody looks back.",
    "height": "80.5 cm",
    "width": "120.5 cm",
    "dimensions": "80.5 x 120.5 cm",
    "tags": ["boat"],
    "url": "https://harbour.example/object/42/page",
    "picture": "https://harbour.example/42.jpg",
    "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
    "credit": "Geschenk der Stadt, 1950",
    "source": "Harbour Museum",
}
BULL = {
    "id": "harbour/0043",
    "title": "Bull",
    "type": ["sculpture"],
    "culture": ["Cycladic"],
    "date": "2600–2400 BCE",
    "earliest": -2600,
    "latest": -2400,
}
Written = Callable[[str | bytes], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(content: str | bytes) -> Path:
        file = tmp_path / "museum.xml"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return write


def lido(inside: str, language: str = "en") -> str:
    return (
        f'<lido:lido {NAMESPACE}><lido:lidoRecID>1</lido:lidoRecID><lido:descriptiveMetadata xml:lang="{language}">'
        f"{inside}</lido:descriptiveMetadata></lido:lido>"
    )


def titled(title: str) -> str:
    return (
        "<lido:objectIdentificationWrap><lido:titleWrap><lido:titleSet><lido:appellationValue>"
        f"{title}</lido:appellationValue></lido:titleSet></lido:titleWrap></lido:objectIdentificationWrap>"
    )


def made_by(*actors: str) -> str:
    played = "".join(f"<lido:eventActor><lido:actorInRole>{actor}</lido:actorInRole></lido:eventActor>" for actor in actors)
    kind = "<lido:eventType><lido:term>Production</lido:term></lido:eventType>"
    return f"<lido:eventWrap><lido:eventSet><lido:event>{kind}{played}</lido:event></lido:eventSet></lido:eventWrap>"


def actor(name: str, role: str = "", qualifier: str = "") -> str:
    named = f"<lido:actor><lido:nameActorSet><lido:appellationValue>{name}</lido:appellationValue></lido:nameActorSet></lido:actor>"
    played = f"<lido:roleActor><lido:term>{role}</lido:term></lido:roleActor>" if role else ""
    return f"{named}{played}<lido:attributionQualifierActor>{qualifier}</lido:attributionQualifierActor>"


def only_row(file: Path) -> Row:
    (row,) = rows(file)
    return row


def refusal(file: Path) -> str:
    with pytest.raises(SourceError) as refused:
        list(rows(file))
    return str(refused.value)


def test_every_part_of_a_record_finds_its_column() -> None:
    assert list(rows(HERE / "two_records.xml")) == [FERRY, BULL]


def test_a_default_namespace_a_wrapped_answer_and_other_encodings_read_alike(written: Written) -> None:
    whole = (HERE / "two_records.xml").read_text(encoding="utf-8")
    assert list(rows(written(whole.replace("lido:", "").replace("xmlns:lido", "xmlns")))) == [FERRY, BULL]
    inside = whole.partition("?>")[2]
    answer = f"<OAI-PMH><ListRecords><record><header/><metadata>{inside}</metadata></record></ListRecords></OAI-PMH>"
    assert list(rows(written(answer))) == [FERRY, BULL]
    assert list(rows(written(whole.replace("UTF-8", "UTF-16").encode("utf-16")))) == [FERRY, BULL]
    assert only_row(written(f'<?xml version="1.0" encoding="iso-8859-1"?>{lido(titled("Fähre"))}'.encode("latin-1")))["title"] == "Fähre"


def test_an_english_block_goes_before_the_first_and_the_first_fills_its_gaps(written: Written) -> None:
    german = lido(titled("Fähre") + made_by(actor("Ek")), "de").removesuffix("</lido:lido>")
    both = f'{german}<lido:descriptiveMetadata xml:lang="en">{titled("Ferry")}</lido:descriptiveMetadata></lido:lido>'
    assert only_row(written(both)) == {"id": "1", "title": "Ferry", "artist": "Ek"}


@pytest.mark.parametrize(
    ("actors", "artist"),
    [
        ([actor("Ek", "painter"), actor("Holm", "sitter")], "Ek"),
        ([actor("Ek", "painter"), actor("Holm", "etcher"), actor("Press", "publisher")], ["Ek", "Holm"]),
        ([actor("Press", "printer"), actor("Ek", "Künstler")], "Ek"),
        ([actor("Works", "manufactory")], "Works"),
        ([actor("Rembrandt", "painter", "workshop of")], "workshop of Rembrandt"),
        ([actor("葛飾北斎", "絵師")], "葛飾北斎"),
        ([actor("", "painter")], None),
    ],
)
def test_makers_are_told_from_sitters_and_publishers(written: Written, actors: list[str], artist: object) -> None:
    assert only_row(written(lido(titled("Ferry") + made_by(*actors)))).get("artist") == artist


def test_a_record_of_nothing_but_its_id_has_nothing_but_its_id(written: Written) -> None:
    assert only_row(written(lido(""))) == {"id": "1"}


def test_a_text_of_ten_megabytes_is_read_whole(written: Written) -> None:
    assert len(only_row(written(lido(titled("a" * 10_000_000))))["title"]) == 10_000_000


def test_memory_stays_flat_over_any_number_of_records(written: Written) -> None:
    def peak(count: int) -> int:
        inside = "".join(lido(titled(f"Ferry {n} " + "x" * 500)) for n in range(count))
        file = written(f"<lido:lidoWrap {NAMESPACE}>{inside}</lido:lidoWrap>")
        tracemalloc.start()
        assert sum(1 for _ in rows(file)) == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    few = peak(200)
    assert peak(4000) < 1.5 * few


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE lido [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><lido>&b;</lido>',
        '<!DOCTYPE lido [<!ENTITY x SYSTEM "file:///etc/passwd">]><lido>&x;</lido>',
        '<!DOCTYPE lido SYSTEM "http://127.0.0.1:1/evil.dtd"><lido/>',
        '<!DOCTYPE lido [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p"> %p;]><lido/>',
    ],
    ids=["billion laughs", "file of the machine", "outer document type", "parameter entity"],
)
def test_bombs_and_entities_are_refused_in_a_sentence(written: Written, bomb: str) -> None:
    says = "museum.xml declares a document type or entities, which can hide a bomb; export it without a DOCTYPE"
    assert refusal(written(bomb)) == says


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "museum.xml is not whole XML (no element found: line 1, column 0); export or download it again"),
        ("no xml", "museum.xml is not whole XML (syntax error: line 1, column 0); export or download it again"),
        (
            b"\x89PNG\r\n\x1a\n\0\0",
            "museum.xml is not whole XML (not well-formed (invalid token): line 1, column 0); export or download it again",
        ),
        (
            f"<lido:lidoWrap {NAMESPACE}>{lido(titled('Ferry'))}<lido:lido><lido:lidoRec",
            "museum.xml is not whole XML (unclosed token: line 1, column ",
        ),
        ('<?xml version="1.0" encoding="klingon"?><lido/>', "museum.xml is "),
        (
            b"<lido>\xff\xfe</lido>",
            "museum.xml is not whole XML (not well-formed (invalid token): line 1, column 6); export or download it again",
        ),
    ],
    ids=["empty", "no XML", "a picture", "cut off", "an encoding that is none", "not UTF-8"],
)
def test_broken_xml_is_told_in_a_sentence(written: Written, content: str | bytes, says: str) -> None:
    assert refusal(written(content)).startswith(says)


def test_records_before_the_break_are_read(written: Written) -> None:
    stream = records(written(f"<lido:lidoWrap {NAMESPACE}>{lido(titled('Ferry'))}<lido:lido><lido:lidoRec"))
    assert next(stream).findtext("lidoRecID") == "1"


def test_a_hundred_thousand_levels_do_not_end_the_process(written: Written) -> None:
    deep = "<lido:a>" * 100_000 + "</lido:a>" * 100_000
    assert only_row(written(lido(deep)))["id"] == "1"


@pytest.mark.parametrize(
    ("head", "is_lido"),
    [
        (b'<?xml version="1.0"?><lido:lidoWrap xmlns:lido="http://www.lido-schema.org">', True),
        ("<lido xmlns='http://www.lido-schema.org'>".encode("utf-16"), True),
        (b"<lido>", True),
        (b"<mods><title>lido</title></mods>", False),
        (b'{"lido": 1}', False),
        (b"", False),
    ],
)
def test_a_file_says_of_itself_whether_it_is_lido(head: bytes, is_lido: bool) -> None:
    assert sniff(head) is is_lido
