# ruff: noqa: RUF001 - letters of other scripts look like ours
"""Words of distress: who types them into the search sees help before any result, in whatever language they type.

A library adds to them in `content/words.yml` and in the words of its interface; nothing takes any away. A phrase is
found in what is typed where its words stand there in their order, with a few others between them; `*` at an end of a
word stands for any letters. A phrase in quotation marks must be all that is typed: "die" alone is one,
and every third
German text has that word. Case, accents and apostrophes don't count (theme/assets/distress.js).

Those of languages besides English and German were written with the help of a machine.
"""

from __future__ import annotations

from pipeline.model.library import Library

EVERY = """
"die", "dying", "dead", "death", "to die", "i died", how die, way* die, help* die, let me die, hope i die, might die,
could die, should die, i die, am dying, im dying, think* dying, thought* dying, "hanging", "hang", how hang,
slit* wrist*, slit* throat, cut* wrist*, "cutting", start* cutting myself, urge* cut, whats the point,
what is the point, wheres the point, no point anymore, no point any more, pointless to live, suicid*, kill* myself,
kill me, kill my self, want* die, wanna die, going to die, gonna die, about to die,
feel like dying, wish* dead, rather be dead, better off dead, better off without me, end it all, ending it all,
end* my life, end* my own life, take* my life, take* my own life, want* end it, want* it to end, dont want* live,
dont wanna live, dont want* be here, dont wanna be here, dont want* be alive, dont want* exist,
dont want* wake up, never wake up, no reason to live, no point living, nothing to live for, tired of living,
not worth living, cant go on, cannot go on, can not go on, cant live, cant take it, cannot take it,
cant do this anymore, cant do this any more, cant cope, cannot cope, no way out, want* disappear, self harm*,
selfharm*, self injur*, harm* myself, hurt* myself, hate myself, cut* myself, hang* myself, shoot* myself,
drown myself, jump off, unalive*, kms, kys, goodbye note, goodbye letter, overdos*, od, oding, ods,
too many pills, took pills, took too much, taken too much, not breathing, cant breathe, stopped breathing,
wont wake*, cant wake*, lips blue, blue lips, is unconscious, found unconscious, passed out, seizure*,
hallucinat*, seeing things not there, in danger, emergency, need help now, hits me, beats me up, rape*, raping,
afraid at home, afraid of him, afraid of her

"sterben", "tod", "tot", "tot sein", wie sterbe*, wie sterben, sterbe ich, lass mich sterben, aufhangen, aufhaengen,
erhangen, erhaengen, pulsader*, wozu noch leben, warum noch leben, wozu lebe, *suizid*, *selbstmord*, umbringen,
bring* mich um, mich toten, mich toeten, will sterben, mochte sterben,
moechte sterben, sterben will, wunschte tot, tot sein, nicht mehr leben, nicht mehr aufwachen, leben beenden,
leben nehmen, alles beenden, kann nicht mehr, halte nicht mehr aus, ertrage nicht mehr, keinen ausweg,
kein ausweg, lebensmud*, todessehnsucht, selbst verletz*, *selbstverletz*, ritzen, ritze mich, was antun,
etwas antun, uberdosis, ueberdosis, uberdosiert, ueberdosiert, zu viele tabletten, atmet nicht, wacht nicht auf,
bewusstlos, krampfanfall, notfall, notruf, schlagt mich, schlaegt mich, vergewaltig*

"موت", "الموت", "اموت", *انتحار*, *انتحر*, *اريد* اموت, ابغى اموت, ابي اموت, بدي موت, بدي اموت, عايز اموت,
عايزه اموت, عاوز اموت,
*اقتل نفسي, *قتل نفسي, *انهي حياتي, *انهاء حياتي, لا اريد العيش, لا اريد اعيش, مش عايز اعيش, ما بدي اعيش,
ما ابغى اعيش, اتمنى الموت, *ايذاء النفس, *اذي نفسي, *اجرح نفسي, جرعة زائدة, لا استطيع الاستمرار,
لا استطيع التحمل, لا اتحمل, تعبت من الحياة, كرهت حياتي, لا يتنفس, فاقد الوعي, طوارئ, النجدة, يضربني, اغتصاب

"mourir", "la mort", comment mourir, "morir", "muerte", como morir, "morire", "la morte", come morire, "morrer",
"morte",
como morrer, "sterven", "dood", hoe sterven, "умереть", "смерть", как умереть, me tuer, me suicider, veux mourir,
envie de mourir, veux en finir, finir avec la vie, fin a mes jours,
fin a ma vie, envie de vivre, plus vivre, nen peux plus, me faire du mal, automutil*, me scarifi*, me couper,
surdose*, ne respire plus, urgence, me frappe, quiero morir*, ganas de morir, matarme, me quiero matar,
quitarme la vida, acabar con mi vida, no quiero vivir, no puedo mas, hacerme dano, autolesion*, cortarme,
sobredosis, no respira, emergencia, me pega, voglio morire, uccidermi, ammazzarmi, farla finita,
non voglio vivere, togliermi la vita, non ce la faccio, farmi del male, autolesion*, tagliarmi, non respira,
emergenza, mi picchia, quero morrer, me matar, acabar com minha vida, tirar minha vida, nao quero viver,
nao aguento mais, me cortar, nao respira, me bate, zelfmoord*, zelfdod*, wil dood, dood wil*, niet meer leven,
leven beeindig*, mezelf aandoen, zelfbeschadig*, mezelf snijden, overdosis, kan niet meer, ademt niet, slaat mij,
självmord*, ta livet av, ta mitt liv, vill dö, vill inte leva, orkar inte mer, skada mig själv, självskad*,
överdos*, selvmord*, ta livet av, tage mit liv, vil dø, vil ikke leve, orker ikke mer, selvskad*, overdos*,
itsemurh*, tappaa itseni, haluan kuolla, en halua elää, en jaksa enää, viillel*, yliannost*, samobój*, zabić się,
chcę umrzeć, nie chcę żyć, odebrać sobie życie, nie daję rady, samookalecz*, przedawkow*, sebevra*, samovra*,
zabít se, chci umřít, nechci žít, chcem zomrieť, nechcem žiť, předávkov*, öngyilkos*, meg akarok halni,
nem akarok élni, túladagol*, sinucid*, vreau să mor, nu mai vreau să trăiesc, supradoz*, intihar*,
ölmek istiyorum, kendimi öldür*, yaşamak istemiyorum, kendime zarar, dayanamıyorum, aşırı doz, суицид*,
самоубий*, убить себя, убью себя, хочу умереть, не хочу жить, покончить с собой, покончить с жизнью, режу себя,
передоз*, больше не могу, самогуб*, суїцид*, хочу померти, не хочу жити, вбити себе, накласти руки, передозуван*,
αυτοκτον*, θέλω να πεθάνω, να σκοτωθώ, δεν αντέχω άλλο, להתאבד, התאבדות, רוצה למות, לא רוצה לחיות, خودکشی,
میخواهم بمیرم, می خواهم بمیرم, خودکشى, خود کشی, مرنا چاہتا, مرنا چاہتی, आत्महत्या, मरना चाहता, मरना चाहती,
खुदकुशी, *自杀*, *自殺*, *想死*, *不想活*, *轻生*, *輕生*, *自残*, *自殘*, *死にたい*, *消えたい*, *リストカット*,
*자살*, 죽고싶*, 죽고 싶*, *자해*
"""


def phrases(library: Library) -> tuple[str, ...]:
    """All phrases of a library, each once: ours, those of its interface, those of its own list."""
    added = str(library.wording.section("distress").get("words", ""))
    return tuple(dict.fromkeys((*_parted(EVERY), *_parted(added), *library.wordlist.distress)))


def _parted(text: str) -> list[str]:
    """The phrases of a text, between commas and at the ends of lines."""
    return [phrase.strip() for line in text.split("\n") for phrase in line.split(",") if phrase.strip()]
