"""What museums call their columns, in several languages, and how a column's name is compared with these."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from retrieval.words import folded

_PERSONS = (
    "artist", "creator", "maker", "author", "constituent", "person", "painter", "kunstler", "artiste", "artista", "kunstenaar",
    "artists", "creators", "makers",
)  # fmt: skip


def _of_persons(*names: str) -> tuple[str, ...]:
    """Return names after each word for a maker: “artistnationality”."""
    return tuple(person + name for name in names for person in _PERSONS)


# Names as museums write them, best first, folded and without punctuation.
COLUMN_NAMES: Mapping[str, Sequence[str]] = {
    "id": (
        "id", "objectid", "recordid", "artworkid", "workid", "systemnumber", "identifier", "irn", "internalrecordnumber", "objectnr",
        "uuid",
    ),
    "title": (
        "title", "objecttitle", "worktitle", "titel", "titre", "titolo", "titulo", "tittel", "headline", "werktitel", "objekttitel",
        "titreoeuvre", "name", "caption", "werk", "opera", "obra", "oeuvre", "bildtitel", "tituloobra", "titoloopera", "worksname",
    ),
    "original_title": ("originaltitle", "titleoriginal", "alternatetitle", "alternativetitle", "titeloriginal"),
    "object_name": ("objectname", "objectnaam", "objektbezeichnung", "bezeichnung", "denomination", "oggetto", "objeto", "objectnames"),
    "artist": (
        "artist", "artists", "allartists", "artistname", "maker", "makers", "creator", "creators", "author", "authors",
        "displayname", "artistdisplayname", "makername", "creatorname", "attribution", "primarymaker", "artistmaker", "by", "painter",
        "kunstenaar", "kunstler", "kunstlerin", "autor", "artiste", "artista", "autore", "auteur", "vervaardiger", "maler", "pintor",
        "pittore", "peintre", "urheber", "hersteller", "konstnar", "kunstner", "person", "artistfullname", "fullname", "citedname",
        "principalmaker", "principalorfirstmaker", "beteiligte", "createur", "photographer", "makersname", "creatorsname", "artistsname",
    ),
    "role": ("role", "roles", "rolle", *_of_persons("role", "roles"), "contributorrole"),
    "qualifier": ("qualifier", "prefix", "attributionqualifier", "attributiontype", *_of_persons("prefix", "qualifier")),
    "nationality": (
        "nationality", *_of_persons("nationality", "nationalities"), "nationalitat", "nationalite", "nazionalita", "nacionalidad",
        "school", "escuela", "ecole", "scuola",
    ),
    "born": (
        "born", "birthyear", "birthdate", "yearofbirth", "dateofbirth", "bornyear", "birth", "birthearliestdate", "geburtsjahr", "geboren",
        "naissance", "anneedenaissance", "geboortejaar", "annonascita", "nascita", "nacimiento",
        "fechadenacimiento", "fechanacimiento", "anodenacimiento", "datedenaissance", "datadinascita", "geburtsdatum", "geboortedatum",
        *_of_persons("born", "birthyear", "birthdate", "birth", "yearofbirth", "begindate", "beginyear"),
    ),
    "died": (
        "died", "deathyear", "deathdate", "yearofdeath", "dateofdeath", "diedyear", "death", "deathlatestdate", "todesjahr", "sterbejahr",
        "gestorben", "mort", "deces", "sterfjaar", "annomorte", "morte", "fallecimiento",
        "fechadefallecimiento", "fechademuerte", "fechafallecimiento", "datededeces", "datadimorte", "sterbedatum", "sterfdatum",
        *_of_persons("died", "deathyear", "deathdate", "death", "yearofdeath", "enddate", "endyear"),
    ),
    "life": (
        "lifedates", "lebensdaten", "biolabel", "displaybio", "levensdata", "lifespan",
        *_of_persons("bio", "displaybio", "biolabel", "dates", "lifedates", "life", "lifespan", "displaydate"),
    ),
    "gender": ("gender", "sex", "geschlecht", "sexe", "geslacht", *_of_persons("gender", "sex")),
    "birthplace": (
        "placeofbirth", "birthplace", "geburtsort", "lieudenaissance", "geboorteplaats", "luogonascita",
        "lugardenacimiento", "lugarnacimiento", "luogodinascita", *_of_persons("placeofbirth",
        "birthplace"),
    ),
    "deathplace": (
        "placeofdeath", "deathplace", "sterbeort", "lieudedeces", "sterfplaats", "luogomorte",
        "lugardefallecimiento", "lugardemuerte", "luogodimorte", *_of_persons("placeofdeath", "deathplace"),
    ),
    "culture": ("culture", "civilization", "culturalcontext", "kultur", "cultuur"),
    "date": (
        "date", "dated", "datetext", "objectdate", "creationdate", "year", "datecreated", "displaydate", "datering", "datierung",
        "datation", "datazione", "datacion", "fecha", "data", "annee", "jahr", "jaar", "anno", "ano", "entstehungszeit", "productiondate",
        "created", "datedecreation", "datecreation", "fechadecreacion", "datadicreazione", "yearcreated", "timeframe", "datemade",
        "datedisplay", "periode", "epoque", "datum", "creationyear", "yearmade", "madein", "datierungentstehungszeit",
    ),
    "earliest": (
        "earliest", "datebegin", "begindate", "beginyear", "daterangestart", "objectbegindate", "creationdateearliest", "fromyear",
        "dateearliest", "earliestdate", "datestart", "startdate", "startyear", "yearstart", "yearfrom", "datefrom", "datierungvon",
        "jahrvon", "productiondateearliest", "creationstartyear", "debut", "beginjaar", "desde", "earliestyear", "dateminimum",
    ),
    "latest": (
        "latest", "dateend", "enddate", "endyear", "daterangeend", "objectenddate", "creationdatelatest", "toyear", "datelatest",
        "latestdate", "datestop", "yearend", "yearto", "dateto", "datierungbis", "jahrbis", "productiondatelatest", "creationendyear",
        "fin", "eindjaar", "hasta", "latestyear", "datemaximum",
    ),
    "medium": (
        "medium", "mediumdisplay", "technique", "media", "tecnica", "technik", "techniek", "materialtechnik",
        "materialundtechnik", "materiauxtechniques", "techniques",  "mediumtechnique",
        "mediumandsupport", "materialsandtechniques", "mediumandtechnique", "materiaaltechniek", "technikmaterial", "mediums", "teknik",
    ),
    "material": ("material", "materials", "materiaux", "materiali", "materiaal", "werkstoff", "supporto", "soporte", "support"),
    "type": (
        "type", "classification", "classificationobject", "objecttype", "category", "worktype", "gattung", "objektart", "kategorie",
        "categorie", "categoria", "tipo", "domaine", "soort", "objectcategory", "form", "artform", "classifications", "tipologia",
        "genretype",
    ),
    "dimensions": (
        "dimensions", "dimensionsdisplaytext", "dimension", "measurements", "size", "masse", "abmessungen", "afmetingen", "dimensioni",
        "dimensiones", "dimensionsdisplay", "mesures", "misure", "medidas", "formaat", "mal", "dimensionstext",
    ),
    "height": ("height", "itemheight", "hohe", "hauteur", "altezza", "alto", "altura", "hoogte"),
    "width": ("width", "itemwidth", "breite", "largeur", "larghezza", "ancho", "anchura", "largura", "breedte"),
    "depth": ("depth", "itemdepth", "tiefe", "profondeur", "profondita", "profundidad", "diepte"),
    # Parallel cells: “Height⏎Width” beside “28.6⏎22.2” and “cm⏎cm”.
    "sides": (
        "dimtype", "dimensiontype", "dimensionstype", "measurementtype", "measurementstype", "dimensionelement", "sizetype", "masstyp",
        "typemesure", "tipodimensione", "dimensionsdimension", "dimensionsname", "measurementsname",
    ),
    "lengths": (
        "dimvaluemetric", "dimvalue", "dimensionvalue", "dimensionsvalue", "measurementvalue", "measurementsvalue", "sizevalue",
        "valeurmesure", "masswert",
    ),
    "units": (
        "units", "unit", "dimensionunit", "dimensionsunit", "einheit", "unite", "dimunitmetric", "dimunit", "measurementunit",
        "measurementsunit", "sizeunit",
    ),
    "holder": (
        "holder", "repository", "museum", "objectowned", "institution", "collection", "owner", "sammlung", "musee", "museo", "standort",
        "lieudeconservation", "luogodiconservazione",
        "holdinginstitution", "currentlocation", "museumname", "institutionname", "instelling", "coleccion", "collezione",
        "owninginstitution",
    ),
    "accession": (
        "accession", "accessionnumber", "acno", "objectnumber", "inventorynumber", "inventarisnummer", "accessionno", "accno",
        "inventarnummer", "inventarnr", "invnr", "inventorynr", "numeroinventaire", "numerodinventaire", "numerodeinventario", "inventaire",
        "inventario", "ndinventaire", "numinv", "numeroinventario", "ninventaire", "objectnummer", "signatur", "inventoryno",
        "cataloguenumber", "catalognumber", "ndecatalogo", "nodecatalogo", "nodeinventario", "noinventario", "numerodecatalogo",
        "ncatalogo", "numcatalogo", "accessionid", "inventory",
        "numinventaire",
    ),
    "place": (
        "place", "origin", "country", "placemade", "geography", "city", "placeoforigin", "entstehungsort", "lieu", "luogo", "lugar",
        "plaats", "productionplace", "primaryplace", "lieudecreation", "region", "herkunft", "countryoforigin", "plaatsvervaardiging",
    ),
    "style": (
        "style", "movement", "movements", "styleperiod", "period", "stil", "epoche", "mouvement", "stile", "estilo", "stijl", "dynasty",
    ),
    "genre": ("genre", "bildgattung", "genere", "genero"),
    "tags": (
        "tags", "subjectleaf", "subjects", "subject", "keywords", "terms", "schlagworte", "schlagworter", "motcles", "sujet", "soggetto",
        "tema", "onderwerp", "trefwoorden", "depicts", "themes", "theme", "thema", "subjectterms",
    ),
    "part_of": (
        "partof", "grouptitle", "parenttitle", "seriestitle", "seriesname", "series", "portfolio", "portfoliotitle", "suite", "setname",
        "settitle", "serie", "serientitel", "folge", "titredelaserie", "parentobject", "partofseries", "reeks",
    ),
    "acquired": (
        "acquired", "acquisitionyear", "accessionyear", "yearacquired", "dateacquired", "acquisitiondate", "accessiondate",
        "dateofacquisition", "erwerbungsjahr", "zugangsjahr", "zugangsdatum", "anneeacquisition", "dateacquisition", "fechadeingreso",
        "fechadeadquisicion", "verwervingsdatum",
    ),
    "edition": ("edition", "editionnumber", "editionsize", "auflage", "tirage", "edicion", "edizione", "tiratura", "oplage"),
    "inscription": (
        "inscription", "inscriptions", "inscribed", "signature", "signatures", "signed", "markings", "marks", "signatureandinscriptions",
        "beschriftung", "inschrift", "inscripcion", "inscripciones", "iscrizione", "iscrizioni", "opschrift", "opschriften", "inscricao",
    ),
    "picture": (
        "picture", "imagefile", "image", "imagepath", "imageurl", "imagefullsizeurl", "thumbnailurl", "primaryimage", "primaryimagesmall",
        "filename", "imagefilename", "imagesfile", "imagename", "thumbnail", "bild", "bildurl", "bilddatei", "bildname", "bildpfad",
        "abbildung", "foto",
        "dateiname", "nomfichier", "fichierimage", "archivoimagen", "photo", "imagem", "immagine", "imagen", "afbeelding", "webimage",
        "imageuri", "images",
        "primaryimageid", "img", "imglink", "photourl", "photosurl", "imagesurl", "pictureurl", "pictures", "photos", "attachmentsurl",
    ),
    "url": (
        "url", "objecturl", "link", "weblink", "webpage", "weburl", "resourceurl", "linkresource", "permalink", "uri", "page", "sourceurl",
        "recordlink", "objectlink", "landingpage", "website", "objectdetailswebpagelinktoobjectonwebsite", "homepage", "recordurl",
        "enlace", "lien", "collegamento",
    ),
    "licence": (
        "licence", "license", "rights", "rightsstatement", "copyright", "rightsandreproduction", "usagerights", "licenceurl", "licenseurl",
        "lizenz", "licencia", "licenza", "licenca", "licentie", "rechte", "droits", "diritti", "derechos", "rechten",
        "bildrechte", "nutzungsrechte", "bildlizenz", "imagerights", "sharelicensestatus", "copyrightstatus", "rightstype", "usage",
    ),
    "credit": (
        "credit", "creditline", "credits", "acknowledgement", "erwerbung", "erwerb", "erwerbungsart", "zugang", "zugangsart",
        "herkunftsvermerk", "mentionobligatoire", "lineadecredito",
        "verwerving", "courtesy", "provenancecredit",
    ),
    "source": ("source", "sourcename", "provider", "dataprovider", "quelle", "fonte", "bron"),
}  # fmt: skip
# A table of persons calls their columns more plainly.
MAKER_NAMES: Mapping[str, Sequence[str]] = {
    "id": (
        "id", "constituentid", "artistid", "personid", "creatorid", "makerid", "irn", "internalrecordnumber", "ulan", "number",
        "identifier",
    ),
    "name": (
        "name", "displayname", "fullname", "artistname", "artist", "preferredname", "forwarddisplayname", "preferreddisplayname", "label",
        "constituentname", "personname", "creator", "maker", "nachname", "nom", "nome", "nombre", "naam", "kunstler",
        "artiste", "kunstenaar", "autor",
    ),
    "other_names": ("othernames", "alternatename", "alternatenames", "alsoknownas", "aliases", "pseudonym", "variantnames", "namevariants"),
    "nationality": (*COLUMN_NAMES["nationality"], "displaynationality", "country", "culture"),
    "born": (*COLUMN_NAMES["born"], "birthyear", "birthdate", "birth", "yearofbirth", "begindate", "beginyear", "birthearliest"),
    "died": (*COLUMN_NAMES["died"], "deathyear", "deathdate", "death", "yearofdeath", "enddate", "endyear", "deathlatest"),
    "life": (*COLUMN_NAMES["life"], "dates", "displaydate", "displaydates", "life", "lifespan"),
    "gender": COLUMN_NAMES["gender"],
    "birthplace": COLUMN_NAMES["birthplace"],
    "deathplace": COLUMN_NAMES["deathplace"],
    "url": COLUMN_NAMES["url"],
    "licence": COLUMN_NAMES["licence"],
    "source": COLUMN_NAMES["source"],
}  # fmt: skip
# A table of texts says what each is about by a key; its title, where it has one, heads the passages.
TEXT_FIELDS: Mapping[str, Sequence[str]] = {
    "id": (
        *COLUMN_NAMES["id"], "constituentid", "artistid", "personid", "exhibitcode", "exhibitionid", "exhibitid", "textid",
        *COLUMN_NAMES["accession"], "code", "key", "number",
    ),
    "title": COLUMN_NAMES["title"],
    "url": COLUMN_NAMES["url"],
    "licence": COLUMN_NAMES["licence"],
    "source": COLUMN_NAMES["source"],
    # An exhibition's.
    "begin": ("begin", "opendate", "startdate", "begindate", "datebegin", "opening", "openingdate", "start", "beginn", "debut", "inicio"),
    "end": ("end", "closedate", "enddate", "dateend", "closing", "closingdate", "finish", "ende", "fin", "einde"),
    "venue": ("venue", "venues", "location", "ort", "lieu", "lugar", "luogo", "plaats"),
    "organiser": ("organiser", "organisers", "organizer", "organizers", "organisedby", "organizedby", "veranstalter", "organisateur"),
}  # fmt: skip
TEXT_NAMES = (
    "description", "kurztext", "langtext", "kurzbeschreibung", "objektbeschreibung", "werkbeschreibung", "bildbeschreibung", "objekttext",
    "saaltext", "katalogtext", "erlauterung", "commentaire", "descriptif", "publicdescription", "apidescription", "scrapeddescription",
    "walldescription", "text", "label",
    "labeltext", "comment", "comments", "didyouknow", "funfact", "bio", "biography", "essay", "note", "notes", "abstract",
    "summary", "overview", "content", "extratext", "beschreibung", "kommentar", "texte", "descrizione", "descripcion", "descricao",
    "beschrijving", "toelichting", "testo", "texto", "tekst", "textentry", "gallerylabel", "labelcopy", "catalogueentry", "curatornotes",
    "planningnotes", "statement", "commentary", "objecthistory", "biographie", "biografie", "biografia", "history", "narrative", "body",
    "artistdescription", "workdescription", "visualdescription", "longdescription", "shortdescription", "briefdescription",
    "physicaldescription", "histoire", "geschichte", "webtext", "webdescription", "about", "story",
    "provenance", "provenienz", "provenienza", "herkomst", "exhibitions", "exhibitionhistory", "ausstellungen",
    "exposiciones", "expositions", "esposizioni", "tentoonstellingen", "ficha", "notice", "walllabel", "interpretation", "beskrivelse",
)  # fmt: skip
FIELDS = (*COLUMN_NAMES, "name", "other_names", "begin", "end", "venue", "organiser", "text")
_BEFORE = frozenset(
    "object objects artwork work works item primary main dc dcterms edm obj nam bio record collection production creation".split()
)
_OF_A_WORK = re.compile(
    r"[\s_]+(?:of|des|der|de|du|d|del|della|dell|van)['’\s_]+(?:(?:the|la|le|l|el|het)['’\s_]+)?"
    r"(?:art)?(?:works?|objects?|obras?|oeuvre|œuvre|opera|werks|werkes|werk|objekts|objets?|oggetto|objeto)$|\(s\)$",
    re.IGNORECASE,
)
_AFTER = frozenset("text display en eng english value label string de fr nl it es field cm mm in inches m".split())
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def plain(column: str) -> str:
    """Return a column's name folded and without punctuation."""
    return re.sub(r"[^a-z0-9]", "", folded(column))


def variants(column: str) -> list[str]:
    """Return the forms under which a column's name is looked up, the fullest first.

    >>> variants("dc:Title"), variants("object_title_en"), variants("Height (cm)")
    (['dctitle', 'title'], ['objecttitleen', 'objecttitle', 'titleen', 'title'], ['heightcm', 'height'])
    """
    column = _OF_A_WORK.sub("", column)  # “Título de la obra”, “Artist(s)”
    words = [folded(word) for word in _WORD.findall(_ascii(column)) if word != "0"] or [plain(column)]
    found = [plain(column), "".join(words)]
    front, back = words, words
    while len(back) > 1 and back[-1] in _AFTER:
        back = back[:-1]
        found.append("".join(back))
    while len(front) > 1 and front[0] in _BEFORE:
        front = front[1:]
        found.append("".join(front))
    inner = back
    while len(inner) > 1 and inner[0] in _BEFORE:
        inner = inner[1:]
        found.append("".join(inner))
    return list(dict.fromkeys(found))


def _ascii(column: str) -> str:
    """Return a name without accents, its capitals kept, since they part its words."""
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFKD", column) if not unicodedata.combining(c))
