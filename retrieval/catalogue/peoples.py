"""Tell a people or a place from a person: museums write “Egyptian” and “Akan Cultural Group” where a maker's name stands."""

from __future__ import annotations

import re

from retrieval.words import folded

# Left out on purpose, for painters are called so: Israel, Jordan, Chad, Paris, Francia, Holland, Ireland, Georgia, Florence, Siena.
_COUNTRIES = """
    afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain bangladesh belarus belgium belize benin
    bhutan bolivia bosnia botswana brazil bulgaria burma burundi cambodia cameroon canada chile china colombia congo croatia cuba cyprus
    denmark ecuador egypt england eritrea estonia ethiopia fiji finland france gabon gambia germany ghana greece guatemala guinea haiti
    honduras hungary iceland india indonesia iran iraq italy jamaica japan kazakhstan kenya korea kosovo kuwait kyrgyzstan laos latvia
    lebanon lesotho liberia libya lithuania luxembourg madagascar malawi malaysia mali malta mauritania mexico moldova mongolia montenegro
    morocco mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru
    philippines poland portugal qatar romania russia rwanda scotland senegal serbia singapore slovakia slovenia somalia spain sudan
    suriname sweden switzerland syria taiwan tajikistan tanzania thailand tibet togo tonga tunisia turkey turkmenistan uganda ukraine
    uruguay usa uzbekistan vanuatu venezuela vietnam wales yemen yugoslavia zambia zimbabwe africa asia europe america oceania polynesia
    melanesia micronesia mesopotamia mesoamerica anatolia persia byzantium babylon assyria phoenicia etruria macedonia flanders bohemia
    catalonia sicily tuscany lombardy bavaria saxony prussia gujarat rajasthan bengal deccan kashmir punjab gandhara java bali sumatra
    borneo samoa hawaii alaska massachusetts pennsylvania connecticut staffordshire colima nayarit jalisco oaxaca chiapas campeche
    agypten aegypten osterreich deutschland frankreich italien spanien griechenland russland schweiz niederlande turkei japon chine
    rome thessaloniki mycenae dakar lagos mewar bundi jodhpur bokhara
    allemagne italie espagne egypte grece alemania espana italia egipto grecia giappone cina mexique
"""
_PEOPLES = """
    afghan african akan albanian algerian american andean anatolian apache arabian argentine armenian asante ashanti assyrian athenian
    attic australian austrian aztec babylonian bactrian bamana bambara bamileke bamum baule bavarian belgian bengali bohemian bolivian
    brazilian british bulgarian burmese byzantine cambodian canadian carthaginian catalan caucasian celtic chancay cherokee cheyenne
    chilean chimu chinese chokwe colombian congolese coptic corinthian cretan croatian cuban cycladic cypriot czech danish
    dogon dutch ecuadorian edo egyptian english eskimo estonian ethiopian etruscan european fang fante finnish flemish florentine french
    gandharan genoese georgian german ghanaian gothic greco-roman graeco-roman greek guatemalan guro haida haitian hausa hawaiian
    hellenistic hittite hopi huari hungarian iberian icelandic igbo inca incan indian indonesian inuit iranian iraqi iroquois islamic
    israeli italian jamaican japanese javanese khmer kiowa kongo korean kuba kushan lakota laotian latvian lebanese lega lithuanian luba
    macedonian makonde malian maori maya mayan melanesian mende mesoamerican mesopotamian mexican minoan mixtec moche mochica mongolian
    moroccan mossi mughal mycenaean nabataean nasca navajo nazca nepalese nepali netherlandish nigerian nok norwegian nubian ojibwa olmec
    ottoman pahari pakistani palmyrene parthian peruvian persian phoenician polish polynesian pomo portuguese prussian pueblo punu
    rajasthani rajput roman romanian romano-egyptian russian sasanian sassanian scottish scythian seljuk senegalese senufo serbian
    sicilian sienese sinhalese sioux slovak slovenian songye spanish sumerian swahili swedish swiss syrian tairona tarascan teotihuacan
    thai tibetan tlingit toltec tunisian turkish ukrainian umayyad ugandan uzbek venetian vietnamese wari welsh yaka yombe yoruba yup'ik
    zapotec zulu zuni kenyan fon bedouin pre-columbian achaemenid achaemenian neo-assyrian neo-babylonian
"""
_QUALITIES = """
    ancient early late old new modern colonial north south east west northern southern eastern western central middle upper lower inner
    native republic kingdom empire united states of the and or possibly probably island islands coast region province city native
"""
_LANDS = frozenset(folded(_COUNTRIES).split())
_NAMES = frozenset(folded(f"{_COUNTRIES} {_PEOPLES}").split())
_BESIDE = frozenset(_QUALITIES.split())
_GROUP = re.compile(r"(?:cultural group|cultures?|peoples?|tribes?|dynasty|civili[sz]ation|kultur|volk|cultura)$")


def is_country(name: str) -> bool:
    """Say whether a name is a country's, such as “Sweden”, and no people's.

    >>> is_country("Sweden"), is_country("Swedish")
    (True, False)
    """
    return folded(name.strip()) in _LANDS


def people_in(label: str) -> str | None:
    """Return the people or place that stands where a name should; None for a person's name.

    >>> people_in("West African?"), people_in("Akan Cultural Group"), people_in("Roman Opalka"), people_in("Iran")
    ('West African', 'Akan Cultural Group', None, 'Iran')
    """
    said = label.strip(" ?()[]")
    words = re.findall(r"[\w'-]+", folded(said))
    known = [word for word in words if word in _NAMES]
    if known and all(word in _NAMES or word in _BESIDE for word in words):
        return said
    return said if _GROUP.search(" ".join(words)) and len(words) > 1 else None
