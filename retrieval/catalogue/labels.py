"""What museums of several languages call the parts of a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.words import folded

from .columns import COLUMN_NAMES, TEXT_NAMES

# Beside the English names of `mapping`; written plainly here, compared folded and without punctuation.
LABELS: Mapping[str, Sequence[str]] = {
    "artist": """
        kunstlerin kunstlerinnen urheber kunstlerinn auteur artista autore pittore peintre 作者 作家 画家 создатель
        автор художник vervaardiger kunstner tekijä tekija الفنان painter artistmaker contributor
    """.split(),
    "date": """
        datum datierung datedecreation datation fecha data datazione periode entstehungszeit 年代 制作年 дата
        creationdate dateofcreation datecreation dato ar التاريخ productiondate
    """.split(),
    "medium": """
        technik materialtechnik materialien materiaux materiauxettechniques tecnicaymateriales materiali materiaal
        материал техника 材質 材质 技法 teknik materialsandtechniques support المادة
    """.split(),
    "type": """objektart gattung objekttyp genre typededocument tipo objecttype 種類 тип objektbezeichnung""".split(),
    "dimensions": """
        masse abmessungen dimensioni dimensiones afmetingen format extent mal 寸法 размеры physicaldescription الأبعاد
    """.split(),
    "holder": """
        institution einrichtung standort lieudeconservation museo besitzer bewaarplaats holdinginstitution
        currentlocation 所蔵 所蔵者 музей
    """.split(),
    "accession": """
        inventarnummer inventaire numerodinventaire signatur shelfmark callnumber inventario cote objectid accessionno
        inventoryno 登録番号 identifiers objektnummer
    """.split(),
    "place": """ort herkunft entstehungsort lieu lugar luogo plaats placeoforigin 産地 место placeofproduction""".split(),
    "culture": """kultur civilisation 文化 культура""".split(),
    "tags": """schlagworte schlagwort sujet sujets temas soggetto onderwerp subjectterms 主題 topic topics""".split(),
    "credit": """creditline credit credits bildnachweis provenienz acquisitioncredit attribution""".split(),
    "description": """beschreibung descripcion descrizione beschrijving beskrivelse 説明 описание""".split(),
}


def field_of(label: str) -> str | None:
    """Return the field that a label names in any of the known languages, or None.

    >>> field_of("Künstler/in"), field_of("Inventory No."), field_of("Mood")
    ('artist', 'accession', None)
    """
    plain = _plain(label)
    english = next((field for field, names in COLUMN_NAMES.items() if plain in names), None)
    elsewhere = next((field for field, names in LABELS.items() if plain in map(_plain, names)), None)
    return english or ("description" if plain in TEXT_NAMES else elsewhere)


def _plain(label: str) -> str:
    return "".join(c for c in folded(label) if c.isalnum())
