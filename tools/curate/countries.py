"""Countries with their other names and their peoples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# By continent: country, other names: peoples. The first people is the usual one.
_TABLE = """
# Europe
Netherlands, Holland, the Netherlands: Dutch, Netherlandish
Belgium, Flanders: Belgian, Flemish
England: English
Scotland: Scottish
Wales: Welsh
United Kingdom, Britain, Great Britain, the UK, UK: British, English, Scottish, Welsh, Northern Irish
Ireland: Irish
France: French
Germany: German
Austria: Austrian
Switzerland: Swiss
Italy: Italian, Florentine, Venetian, Sienese
Spain: Spanish, Catalan
Portugal: Portuguese
Denmark: Danish
Norway: Norwegian
Sweden: Swedish
Finland: Finnish
Iceland: Icelandic
Estonia: Estonian
Latvia: Latvian
Lithuania: Lithuanian
Poland: Polish
Czech Republic, Bohemia: Czech, Bohemian
Hungary: Hungarian
Romania: Romanian
Bulgaria: Bulgarian
Serbia: Serbian
Croatia: Croatian
Greece: Greek
Russia: Russian
Ukraine: Ukrainian
# Asia
Turkey: Turkish, Ottoman
Japan: Japanese
China: Chinese
Korea, South Korea: Korean
Taiwan: Taiwanese
India: Indian, Mughal
Pakistan: Pakistani
Bangladesh: Bangladeshi, Bengali
Sri Lanka: Sri Lankan, Sinhalese
Nepal: Nepali, Nepalese
Tibet: Tibetan
Mongolia: Mongolian
Thailand: Thai
Vietnam: Vietnamese
Cambodia: Cambodian, Khmer
Indonesia, Java, Bali: Indonesian, Javanese, Balinese
Philippines, the Philippines: Filipino
Iran, Persia: Iranian, Persian
Iraq, Mesopotamia: Iraqi
Syria: Syrian
Lebanon: Lebanese
Israel: Israeli
Palestine: Palestinian
Armenia: Armenian
# Africa
Egypt: Egyptian
Morocco: Moroccan
Algeria: Algerian
Tunisia: Tunisian
Sudan: Sudanese
Ethiopia: Ethiopian
Kenya: Kenyan
Nigeria: Nigerian, Yoruba, Igbo
Ghana: Ghanaian
Mali: Malian
Senegal: Senegalese
Congo: Congolese
South Africa: South African
Zimbabwe: Zimbabwean
Mozambique: Mozambican
# North America
United States, America, the United States, the USA, USA, the US: American
Canada: Canadian, Inuit
Mexico: Mexican
Cuba: Cuban
Haiti: Haitian
Jamaica: Jamaican
# South America
Brazil: Brazilian
Argentina: Argentine, Argentinian
Chile: Chilean
Peru: Peruvian
Colombia: Colombian
Bolivia: Bolivian
Ecuador: Ecuadorian
Uruguay: Uruguayan
Venezuela: Venezuelan
# Oceania
Australia: Australian
New Zealand, Aotearoa: New Zealand, Māori
Samoa: Samoan
"""


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its other names and its peoples."""

    names: tuple[str, ...]
    peoples: tuple[str, ...]
    continent: str


def _countries() -> Iterator[Country]:
    continent = ""
    for line in _TABLE.strip().splitlines():
        if line.startswith("#"):
            continent = line.removeprefix("# ")
            continue
        names, peoples = line.split(": ")
        yield Country(tuple(names.split(", ")), tuple(peoples.split(", ")), continent)


COUNTRIES = tuple(_countries())
BY_NAME = {name.lower(): country for country in COUNTRIES for name in country.names}
# The first country whose own people it is: “English” is England's before it is Britain's.
BY_PEOPLE: dict[str, Country] = {}
for _country in COUNTRIES:
    for _people in _country.peoples:
        BY_PEOPLE.setdefault(_people.lower(), _country)
