"""Words by which a person is known in a text: first names that many bear, titles, and where people have their mail.

Names that are words, months or towns as well are left out: who says nothing wrong should not be told so.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FIRST_NAMES = _words(
    """
    aaron adam agnieszka ahmed aisha alan albert alejandro alex alexander alexandra ali alice alison amanda amelie
    amy ana andrea andreas andrew angela angelika anita anke anna anne annette annika anton antonio arthur barbara
    beate ben benjamin bernd bernhard beth bettina bianca bill birgit björn bob brenda brian brigitte carla carlos
    carmen carol caroline carolyn carsten catherine cathy chantal charles chiara chris christa christian christiane
    christine christoph christopher claire clara claudia colin craig cynthia dagmar daniel daniela danielle dave
    david deborah denise dennis derek diana diane dieter dirk dominik donald donna doris dorothea dorothy douglas
    edward elena elisabeth elizabeth ellen elsa emily emma emmanuel eric erik erika esther eva fatima felix fernando
    fiona florian francesca francesco françois frédéric friedrich gabriel gabriele gareth gary geoff georg george
    gerald gerd gerhard giovanni giulia giuseppe gordon graham greg guido hanna hannah hannelore hans harald harry
    hassan heather heidi heike heinrich heinz helen helena helga helmut henry herbert holger hugo ian ibrahim ines
    inge ingrid irene irina isabel isabelle jack jacob jakob james jamie jan jane janet jason jean jeff jeffrey jens
    jennifer jeremy jessica jill joachim joan joanna joanne joe johann johannes john jonathan josé josef joseph josh
    joshua juan juanita judith judy jürgen julia julian julie jutta karen karin karl karoline karsten katarina
    katarzyna kate katharina katherine kathleen kathrin kathy katja katrin keith kelly ken kenneth kerstin kevin kim
    klaus kristina kurt lars laura lauren lena leon leonard leonie linda lisa lorraine louise lucas lucia ludwig
    luis luisa lukas lydia magda magdalena malcolm manfred manuel manuela marc marcel marcus margaret margarete
    maria marianne marie mario marion marta martha martin martina mary mathias matteo matthew matthias max
    maximilian megan mehmet melanie melissa michael michaela michel michelle miguel mike miriam mohamed mohammed
    monica monika moritz nadine nancy natalie natasha neil nicholas nick nicola nicolas nicole niklas nina nora
    norbert oliver olivier olga oscar otto pablo pamela paolo patricia patrick paul paula pauline pedro peter petra
    philip philipp philippe phil piotr rachel rainer ralf ralph ramona rebecca regina reinhard renate richard rita
    robert roberto robin roger roland rolf ronald rosa rosemary ruth ryan sabine sabrina sam samantha samuel sandra
    sara sarah sascha sebastian sharon sheila silke silvia simon simone sofia sonja sophia sophie stefan stefanie
    stephan stephanie stephen steve steven stuart sue susan susanna susanne suzanne sven svenja sylvia tanja tatjana
    teresa thérèse theresa thomas thorsten tim timothy tina tobias tom tomasz torsten tony tracy udo ulrich ulrike
    ursula ute uwe valentina vanessa vera verena veronica veronika vincent virginie volker walter wendy werner
    wilhelm william wolfgang xavier yasmin yusuf yvonne zoe
    """
)
HONORIFICS = _words(
    "mr mrs ms miss mister dr doctor prof professor herr frau monsieur madame señor señora signor signora"
)
PLACES = _words(
    """
    abbey academy allee ave avenue bahnhof barracks bibliothek bridge building bureau café campus castle cathedral
    center centre chapel church city clinic close club college community company convent court crescent day drive
    evening farm fellowship festival foundation fund garden gardens gasse gate gemeinde gemeindehaus green group
    haus hall hill hospital hotel house inn institute institut kapelle kirche klinik krankenhaus lane library lodge
    luther mall mansion meeting memorial mews mill museum park path pfad place platz plaza practice primary priory
    project promenade quay rathaus river road room rooms saal schule school seminary shelter society square st
    station stiftung straße strasse street terrace theater theatre tower town trust universität university viertel
    village walk ward way weg wharf yard zentrum
    """
)
"""After a name, or as the second word of one, these say that it is a place or a body: `Martin Luther House`."""
FREE_MAIL = _words(
    """
    aol.com fastmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com
    hotmail.co.uk hotmail.com hotmail.de hotmail.fr icloud.com laposte.net libero.it live.co.uk live.com live.de
    mac.com mail.com mail.ru me.com msn.com orange.fr outlook.com outlook.de pm.me posteo.de proton.me
    protonmail.com qq.com rocketmail.com seznam.cz sfr.fr t-online.de tuta.io tutanota.com wanadoo.fr web.de
    yahoo.co.uk yahoo.com yahoo.de yahoo.es yahoo.fr yahoo.it yandex.ru zoho.com
    """
)
