"""Which shows are learnt from and which are asked for: another museum's, or later years of the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.catalogue.tables import DOCUMENT_SUFFIXES, TABLE_SUFFIXES
from retrieval.errors import SourceError
from tools.curate.relevance.ground import prepare
from tools.curate.relevance.habits import Study
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.past import Museum, PastShow, twins, without
from tools.curate.relevance.read import read_museum

# The share of a museum's shows, the earliest, that is learnt from when later ones are asked for.
EARLY = 0.6


@dataclass(frozen=True, slots=True)
class Arm:
    """A trial: what is learnt from, and the shows of a museum that are asked for; `twins` shows and lists of persons were dropped from
    the lessons. From place `late` on, shows opened in late years, which nothing was tuned on.
    """

    name: str
    studies: Sequence[Study]
    persons: Sequence[Museum]
    test: Study
    shows: Sequence[PastShow]
    twins: int
    late: int = 0


def read_museums(folder: Path) -> list[Museum]:
    """Read a museum's folder, or every museum's folder in it."""
    if not folder.is_dir():
        raise SourceError(f"there is no folder {folder}; give one with a museum's past shows, or with such folders")
    if any(file.suffix.lower() in (*TABLE_SUFFIXES, *DOCUMENT_SUFFIXES) for file in folder.iterdir()):
        return [read_museum(folder)]
    found = [read_museum(inner) for inner in sorted(folder.iterdir()) if inner.is_dir()]
    if not found:
        raise SourceError(f"{folder} holds no past shows; give a folder with exhibitions, works and what was hung")
    return found


def studied(museums: Sequence[Museum], encodings: Encodings) -> list[Study]:
    """Make the works of museums ready; those that list persons alone have none."""
    return [Study(museum, prepare(museum.pool, encodings, museum.texts)) for museum in museums if museum.pool]


def arms(tested: Sequence[Study], others: Sequence[Study], persons: Sequence[Museum]) -> Iterator[Arm]:
    """Yield for each museum: learnt elsewhere and tested on it, and learnt on its early years and tested on the late ones."""
    for test in tested:
        elsewhere = [study for study in (*tested, *others) if study is not test]
        names = " and ".join(study.museum.name for study in elsewhere)
        if elsewhere:
            arm = _arm(f"{names} → {test.museum.name}", elsewhere, persons, test, test.museum.shows)
            arm = replace(arm, late=int(EARLY * len(arm.shows)))
            # Where all that one could learn from travelled, there is nothing to try.
            if any(study.museum.shows for study in arm.studies):
                yield arm
    for test in tested:
        cut = int(EARLY * len(test.museum.shows))
        early = replace(test.museum, shows=test.museum.shows[:cut])
        if 0 < cut < len(test.museum.shows):
            year = test.museum.shows[cut].year
            yield _arm(f"{test.museum.name} before {year} → from {year}", [Study(early, test.ground)], [], test, test.museum.shows[cut:])


def _arm(name: str, studies: Sequence[Study], persons: Sequence[Museum], test: Study, shows: Sequence[PastShow]) -> Arm:
    titles = [show.title for show in shows]
    kept: list[Study] = []
    dropped = 0
    for study in studies:
        same = twins(study.museum.shows, titles)
        dropped += len(same)
        kept.append(Study(without(study.museum, same), study.ground))
    others = [_without_titles(museum, titles) for museum in persons]
    dropped += sum(len(museum.persons) - len(other.persons) for museum, other in zip(persons, others, strict=True))
    return Arm(name, kept, others, test, shows, dropped)


def _without_titles(museum: Museum, titles: Sequence[str]) -> Museum:
    listed = [PastShow(id=str(n), museum="", title=each[0], works=(), theme="thematic") for n, each in enumerate(museum.persons)]
    same = twins(listed, titles)
    return replace(museum, persons=tuple(each for n, each in enumerate(museum.persons) if str(n) not in same))
