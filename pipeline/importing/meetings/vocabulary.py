"""The words of a list of meetings: columns by the names that people give them, and the types of the Meeting Guide.

Standard: <https://github.com/code4recovery/spec>. Columns are known in English, and those that groups write by hand in
a few languages more.
"""

from __future__ import annotations

from typing import Final

from pipeline.formats.letters import composed

_FIELDS: Final = {
    "name": "meeting, meeting name, title, name of meeting, meeting title, gruppe, treffen, meetingname, nombre, nom",
    "slug": "id, meeting id, post id, permalink name",
    "day": "days, weekday, weekdays, day of week, meeting day, tag, wochentag, tage, día, dia, jour, giorno, dag",
    "time": "start, start time, begin, begins, meeting time, time start, uhrzeit, beginn, zeit, hora, heure, ora, tid",
    "end_time": "end, ends, finish, end time, time end, ende, bis, fin",
    "duration": "length, minutes, dauer, duration minutes",
    "timezone": "time zone, tz, zeitzone",
    "frequency": "recurrence, schedule, how often, rhythm, turnus, häufigkeit, haeufigkeit",
    "types": "type, codes, tags, meeting types, meeting type, format, formats, art, typ",
    "notes": "note, description, details, comments, comment, info, information, bemerkung, bemerkungen, notas, notes",
    "location": "venue, place, building, location name, venue name, ort, treffpunkt, lugar, lieu, luogo",
    "location_notes": "venue notes, room, directions, place notes, raum, anfahrt",
    "formatted_address": "full address, whole address, location address, anschrift",
    "address": "street, street address, address 1, address line 1, adresse, strasse, straße, dirección, direccion",
    "address_2": "address 2, address line 2",
    "city": "town, locality, municipality, stadt, ciudad, ville, città, plaats",
    "state": "province, county, administrative area, bundesland, state province",
    "postal_code": "postcode, post code, zip, zip code, zipcode, plz, postleitzahl, código postal, code postal",
    "country": "land, nation, país, pays, paese",
    "region": "area, neighborhood, neighbourhood",
    "sub_region": "subregion, sub area",
    "regions": "",
    "district": "",
    "sub_district": "",
    "latitude": "lat",
    "longitude": "lng, lon, long",
    "approximate": "",
    "attendance_option": "attendance, mode, venue type, attendance type",
    "conference_url": "online url, zoom, zoom link, zoom url, video url, video link, meeting url, meeting link, "
    "join url, join link, online meeting link, link zum meeting, online link",
    "conference_url_notes": "zoom notes, conference notes, password, passcode, meeting password, online notes",
    "conference_phone": "dial in, dial-in, phone number to join, telephone access, einwahl",
    "conference_phone_notes": "dial in notes, dial-in notes",
    "url": "listing url, permalink, link",
    "website": "web site, web, homepage, website url, group website, webseite",
    "website_2": "",
    "updated": "last updated, modified, last modified, changed, geändert",
    "language": "languages, sprache, sprachen, idioma, langue",
    "group": "group name",
    "group_notes": "",
    "entity": "",
    "entity_email": "",
    "entity_phone": "",
    "entity_location": "",
    "entity_logo": "",
    "entity_url": "",
    "entity_website_url": "",
    "feedback_url": "",
    "feedback_emails": "feedback email",
    "email": "e-mail, mail, contact email, group email",
    "phone": "telephone, contact phone, group phone, telefon, teléfono",
    "contact": "contact name, contact person, ansprechpartner, kontakt",
    "edit_url": "",
    "venmo": "",
    "square": "",
    "paypal": "",
    "homegroup_online": "",
    "mailing_address": "",
    "last_contact": "",
    "author": "",
    "cost": "fee, donation, price, kosten",
    "capacity": "",
    "until": "",
    "not_on": "",
    "interval": "",
    "starts": "start date, first date, first meeting",
} | {f"contact_{number}_{what}": "" for number in (1, 2, 3) for what in ("name", "email", "phone")}
"""Fields, and how else columns are called."""


def plain(name: str) -> str:
    """A name as it is compared: `Start Time*` → `start time`."""
    kept = "".join(one if one.isalnum() else " " for one in composed(name).casefold())
    return " ".join(kept.split())


_KNOWN: Final = {plain(word): name for name, said in _FIELDS.items() for word in (name, *said.split(","))}


def field(name: str) -> str:
    """The field that a column or a key is; "" for one that nobody knows."""
    return _KNOWN.get(plain(name), "")


def _table(text: str) -> dict[str, str]:
    """`O: open; C: closed` as a mapping."""
    parts = (part.strip().partition(": ") for line in text.strip().splitlines() for part in line.split(";"))
    return {name: said for name, _, said in parts if name}


SORTS: Final = _table(
    """
    O: open; C: closed; BE: first-visit; D: discussion; SP: speaker; MED: meditation; 11: meditation
    """
)
GROUPS: Final = _table(
    """
    W: women; M: men; Y: young-people; SEN: older-people; LGBTQ: lgbtq; G: lgbtq; L: lgbtq; BI: lgbtq; T: lgbtq
    NB: lgbtq
    """
)
ACCESS: Final = {"X": "step-free", "XB": "accessible-toilet", "ASL": "sign-language"}
LANGUAGES: Final = _table(
    """
    AF: af; AM: am; AR: ar; BG: bg; DA: da; DE: de; EL: el; EN: en; FA: fa; FI: fi; FR: fr; HE: he; HI: hi; HR: hr
    HU: hu; IS: is; ITA: it; JA: ja; KA: ka; KOR: ko; LT: lt; ML: ml; MT: mt; NE: ne; NL: nl; NO: no; POL: pl
    POR: pt; PUN: pa; RUS: ru; S: es; SK: sk; SL: sl; SV: sv; TH: th; TL: tl; TUR: tr; UK: uk
    """
)
ONLINE, CLOSED = "ONL", "TC"
"""What says how one takes part, and that the room is closed for a time."""
NAMES: Final = _table(
    """
    11: 11th Step Meditation; 12x12: 12 Steps & 12 Traditions; A: Secular; ABSI: As Bill Sees It; AF: Afrikaans
    AL: Concurrent with Alateen; AL-AN: Concurrent with Al-Anon; AM: Amharic; AR: Arabic
    ASL: American Sign Language; B: Big Book; BA: Babysitting Available; BE: Newcomer; BG: Bulgarian; BI: Bisexual
    BRK: Breakfast; C: Closed; CAN: Candlelight; CF: Child-Friendly; D: Discussion; DA: Danish; DB: Digital Basket
    DD: Dual Diagnosis; DE: German; DR: Daily Reflections; EL: Greek; EN: English; FA: Persian; FI: Finnish
    FF: Fragrance Free; FR: French; G: Gay; GR: Grapevine; H: Birthday; HE: Hebrew; HI: Hindi; HR: Croatian
    HU: Hungarian; IS: Icelandic; ITA: Italian; JA: Japanese; KA: Georgian; KOR: Korean; L: Lesbian; LGBTQ: LGBTQ
    LIT: Literature; LS: Living Sober; LT: Lithuanian; M: Men; MED: Meditation; ML: Malayalam; MT: Maltese
    N: Native American; NB: Non-Binary; NDG: Indigenous; NE: Nepali; NL: Dutch; NO: Norwegian; O: Open
    ONL: Online Meeting; OUT: Outdoor; P: Professionals; POA: Proof of Attendance; POC: People of Color; POL: Polish
    POR: Portuguese; PUN: Punjabi; RUS: Russian; S: Spanish; SEN: Seniors; SK: Slovak; SL: Slovenian
    SM: Smoking Permitted; SP: Speaker; ST: Step Study; SV: Swedish; T: Transgender; TC: Location Temporarily Closed
    TH: Thai; TL: Tagalog; TR: Tradition Study; TUR: Turkish; UK: Ukrainian; W: Women; X: Wheelchair Access
    XB: Wheelchair-Accessible Bathroom; XT: Cross Talk Permitted; Y: Young People
    """
)
_OTHERWISE: Final = _table(
    """
    beginners: BE; beginner: BE; newcomers: BE; first visit: BE; wheelchair accessible: X; wheelchair: X
    step free: X; sign language: ASL; online: ONL; zoom: ONL; offen: O; geschlossen: C; frauen: W; männer: M
    offenes meeting: O; geschlossenes meeting: C; young people s: Y; senior: SEN; older people: SEN; women s: W
    men s: M; lesbian gay: G; accessible toilet: XB; open meeting: O; closed meeting: C; speaker meeting: SP
    temporary closure: TC; temporarily closed: TC; temporarily inactive: TC; step meeting: ST
    """
)
_BY_CODE: Final = {code.upper(): code for code in NAMES}
_BY_NAME: Final = {plain(name): code for code, name in NAMES.items()} | _OTHERWISE


def code(text: str) -> str:
    """The code of a type, which is written as a code or by its name; "" for one that the standard does not have."""
    return _BY_CODE.get(text.strip().upper()) or _BY_NAME.get(plain(text), "")
