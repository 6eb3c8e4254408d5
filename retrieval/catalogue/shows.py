"""Word what a table of exhibitions tells of each, so that “what was shown in 1913?” finds it though nobody wrote a text on it."""

from __future__ import annotations

from collections.abc import Mapping

# Fields of a table of texts that make its rows exhibitions.
DAY = len("1913-02-17")
SHOWN = ("begin", "end", "venue", "organiser")


def show_sentences(title: str, told: Mapping[str, str | None]) -> str | None:
    """Return an exhibition in sentences; None where nothing but its title is told.

    >>> show_sentences("Pines", {"begin": "1913-02-17", "end": "1913-03-15", "venue": "Armory"})
    'Pines was an exhibition, shown from 1913-02-17 to 1913-03-15. Pines was shown at Armory.'
    """
    begin, end, venue, organiser = (told.get(name) for name in SHOWN)
    if not any((begin, end, venue, organiser)):
        return None
    dates = (
        f"from {begin} to {end}"
        if begin and end and begin != end
        else f"{'on' if len(begin) == DAY else 'in'} {begin}"
        if begin
        else f"until {end}"
        if end
        else ""
    )
    said = [f"{title} was an exhibition{f', shown {dates}' * bool(dates)}."]
    said += [f"{title} was shown at {venue}."] * bool(venue)
    said += [f"{title} was organised by {organiser}."] * bool(organiser)
    return " ".join(said)
