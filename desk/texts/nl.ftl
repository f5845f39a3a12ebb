# Wat de pagina's zeggen, in het Nederlands. Dezelfde namen en dezelfde plaatsen als in en.ftl; een toets houdt ze gelijk.
#
# Woordenlijst: één woord voor één ding. Wie deze tekst verandert, houdt zich eraan.
#
#   office bureau · desk werkplek · member deelnemer · coordinator coördinator · trustee sleutelbewaarder · auditor controleur
#   round ronde · practice round oefenronde · ceremony ceremonie · deadline uiterste datum · period periode
#   return opgave · figure cijfer · cell cel · total totaal · count telling · contributor bijdrager · breakdown uitsplitsing
#   send insturen · correction correctie · take back intrekken · receipt ontvangstbewijs · log logboek · event gebeurtenis
#   seal verzegelen · set verzameling · statement verklaring · open openen · approved goedgekeurd · plan plan
#   withheld afgeschermd · closed, shut gesloten · publish publiceren · publication publicatie · record dossier
#   key sleutel · sub-key deelsleutel · share aandeel · fingerprint vingerafdruk · passphrase wachtzin
#   commit vastleggen · reveal onthullen · confirm bevestigen · offer aanbieden · quorum quorum
#   directory register · card kaart · request aanvraag · certificate certificaat · backup reservekopie
#   workbook werkmap · sheet werkblad · layout indeling · fault fout · warning waarschuwing · note toelichting · structure structuur
#   hold back aanhouden · cancel annuleren · erase wissen · lock vergrendelen
#
# Namen van opdrachten, bestanden, kolommen en codes (trustee sit, totals.csv, OBS_STATUS, PUBLISHED) blijven zoals ze zijn.

brand = Intertally
own-name = Nederlands
language = Taal
skip = Naar de inhoud
footer = Deze pagina komt van uw eigen computer en gaat alleen daarheen. Cijfers verlaten die computer versleuteld, behalve de cijfers die u als gepubliceerd aanmerkt.
nav = Pagina’s van dit bureau
nav-rounds = Rondes
nav-receipts = Ontvangstbewijzen
nav-due = Te doen
nav-backup = Reservekopie
crumbs = Waar u bent
lock = Vergrendelen
end = Beëindigen
go-on = Verder
go-back = Terug

# Datums en getallen. Cijfers van een opgave en totalen worden in elke taal zonder scheidingstekens geschreven.
date = { $day } { $month } { $year }, { $hour }:{ $minute } { $zone }
date-both = { $utc } ({ $here })
month-1 = januari
month-2 = februari
month-3 = maart
month-4 = april
month-5 = mei
month-6 = juni
month-7 = juli
month-8 = augustus
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december
percent = { $n }%

# Voor de deur en na het einde.
barred-title = Met dit adres komt u niet binnen
barred-host = Het adres noemt een andere host dan deze werkplek.
barred-origin = Dit verzoek kwam van een andere pagina. Er is niets gedaan.
barred-cookie = Deze browser is niet binnengekomen met het adres dat de werkplek heeft gegeven, of de werkplek is sindsdien opnieuw gestart.
barred-token = Het adres is al gebruikt, of het is van een eerdere werkplek. Hebt u het niet zelf gebruikt, beëindig de werkplek dan nu.
barred-next = Start de werkplek opnieuw en open het adres dat u dan krijgt.
enter-title = Uw werkplek is open
enter-go = Naar de werkplek
ended-title = De werkplek is beëindigd
ended-text = De bureaus zijn vergrendeld en er staat niets van deze sessie meer in het geheugen. U kunt deze pagina sluiten.
ended-here = De werkplek is beëindigd. U kunt deze pagina sluiten.
refused-title = Dat is niet gelukt
refused-back = Naar de eerste pagina
refused-nowhere = Zo’n pagina is er niet, of wat zij liet zien is opgeborgen.
refused-form = Het formulier kon niet worden gelezen. Een opgave mag ten hoogste 32 MB groot zijn.
refused-stale = Er is niets gedaan: deze pagina is verouderd en inmiddels is een andere stap aan de beurt. Ga terug en kijk opnieuw.
refused-changed = Er is niets ingestuurd: de opgave die deze pagina liet zien, ligt niet meer klaar. In een ander tabblad is zij vervangen of ingestuurd. Bekijk haar opnieuw.

# Rollen.
role-member = Deelnemer
role-member-what = De cijfers van uw land: controleren, versleutelen, insturen en het bewijs bewaren.
role-trustee = Sleutelbewaarder
role-trustee-what = Uw deel van de sleutel: samen met anderen opent u de totalen die de regels toestaan, en niets anders.
role-coordinator = Coördinator
role-auditor = Controleur
role-auditor-what = Het openbare dossier van een ronde: controleer het op deze computer, zonder iemand te hoeven vertrouwen.
role-aggregator = Server

# De eerste pagina.
home-title = Uw werkplek
home-lead = Gezamenlijke statistiek waarvoor geen land zijn cijfers aan iemand laat zien. Wat wilt u doen?
home-bare = Nog geen bureau op deze computer
home-founded = Bureau { $name }: wacht op de bestanden die terugkomen
home-joined = Bureau { $name }: vergrendeld
home-open = Bureau { $name }: open
home-no-office = Hiervoor zijn geen bureau en geen netwerk nodig
home-safe-title = Wat waar gebeurt
home-safe = Cijfers worden op deze computer gelezen, gecontroleerd en versleuteld. Niemand kan één opgave op zichzelf ontsleutelen: wat later wordt geopend, zijn sommen over landen, en alleen die waaruit niets over enkele landen is af te leiden. Toelichtingen, en cijfers die u als gepubliceerd aanmerkt, zijn openbaar.

# De eerste dag.
steps = Stappen van de eerste dag
steps-make = Uw bureau aanmaken
steps-send = Twee bestanden sturen, drie terugkrijgen
steps-join = Vergelijken en aansluiten
make-title = Uw bureau aanmaken
make-lead = Een bureau is een map op deze computer met uw sleutels, versleuteld met een wachtzin. Het kost een minuut.
make-area = Uw landcode
make-area-hint = Zoals die in de structuur van de statistiek staat, bijvoorbeeld NL.
make-name = Naam van uw bureau
make-name-hint = Zoals de anderen het kennen, ten hoogste 64 tekens.
make-server = Adres van de server
make-server-hint = U krijgt het van de coördinator.
make-passphrase = Een nieuwe wachtzin
make-passphrase-hint = Vijf of zes woorden die niets met elkaar te maken hebben. Ten minste 12 tekens.
make-again = Nogmaals dezelfde
make-differ = De twee wachtzinnen verschillen. Typ beide opnieuw.
make-lost = Een verloren wachtzin kan niemand herstellen: bewaar hem waar uw organisatie zulke zaken bewaart.
make-place = Het bureau wordt aangemaakt in { $place }. Neem die map op in uw reservekopieën.
make-do = Bureau aanmaken
strength-0 = Te makkelijk te raden
strength-1 = Zeer zwak
strength-2 = Zwak: voeg een woord toe
strength-3 = Redelijk: met nog een woord is hij sterk
strength-4 = Sterk
join-title = Twee bestanden sturen, drie terugkrijgen
join-send = 1. Stuur deze naar de coördinator
join-send-text = Beide zijn openbaar. Er staat geen geheim in.
join-card = Kaart opslaan
join-request = Aanvraag opslaan
join-read = Lees daarna deze vingerafdruk voor aan de telefoon. Zo weet de coördinator dat de bestanden van u zijn.
join-code = QR-code met de vingerafdruk { $text }
join-code-text = Hetzelfde voor een camera: wie naast u zit, of de code op papier ziet, hoeft niets over te typen.
join-back = 2. Geef wat is teruggekomen
join-back-text = De coördinator stuurt drie bestanden: het register van alle bureaus, het certificaat van de certificeringsinstantie en uw eigen certificaat.
join-directory = Register (directory.toml)
join-authority = Certificaat van de instantie (authority.pem)
join-certificate = Uw certificaat (bijvoorbeeld member-NL.pem)
join-next = Verder: vingerafdrukken vergelijken
join-lacks = Alle drie de bestanden zijn nodig. Kies ze alle drie.
compare-title = Vergelijk de vingerafdrukken
compare-lead = Vraag elk bureau telefonisch of op papier naar zijn vingerafdruk, de sleutelbewaarders vóór alle anderen: een valse sleutelbewaarder is een vals slot.
compare-role = Rol
compare-name = Bureau
compare-fingerprint = Vingerafdruk
compare-own = u
compare-yes = Ik heb deze vingerafdrukken met de bureaus zelf vergeleken.
compare-do = Aansluiten
compare-back = Andere bestanden kiezen
unlock-title = Uw bureau openen
unlock-of = Bureau { $name } openen
unlock-lead = Met uw wachtzin is het bureau tijdens deze sessie open. Vergrendel het als u weggaat.
unlock-passphrase = Wachtzin
unlock-place = Het bureau staat in { $place }.
unlock-do = Openen

# Werk dat loopt.
task-reading = Logboek lezen
task-sending = Versleutelen en insturen
task-practising = Verzonnen cijfers insturen
task-withdrawing = Opgave intrekken
task-fetching = Uitkomsten ophalen
task-checking = Dossier controleren
task-ceremony = Deelnemen aan de ceremonie
task-rehearsing = Aantonen dat u de sleutels hebt
task-stating = Verzegelde verzameling controleren
task-counts = Tellingen openen
task-totals = Totalen openen
task-erasing = Uw deelsleutels wissen
working = Bezig
asked-title = Eén vraag
answer-yes = Ja
answer-no = Nee
answer-not-now = Nu niet
waits-title = Gedaan, voor zover dat nu kan
waits-none = Er wordt nergens op gewacht.
waits-text = Nu zijn anderen aan zet. Waarop wordt gewacht:

# Wat een sleutelbewaarder wordt gevraagd.
ask-checked = Wat deze computer heeft gecontroleerd
ask-round = Ronde
ask-of = { $n } van { $all }
ask-keys = Sleutels
ask-committee = Commissie
ask-committee-of = { $t } van { $n } sleutelbewaarders openen samen
ask-commit-by = Vastleggen uiterlijk op
ask-part-title = Deelnemen aan deze ceremonie?
ask-part-text = De coördinator stelt een ceremonie voor: de sleutelbewaarders maken samen sleutels voor komende rondes, en ieder bewaart een deel dat op zichzelf niets opent.
ask-part-again = Door hun toedoen is de ceremonie eerder mislukt, en zij zouden opnieuw een leidende rol hebben: { $names }.
ask-part-checked = De coördinator en alle sleutelbewaarders van het voorstel hebben de sleutels die u hebt vastgezet.
ask-part-you = Dit controleert u: is deze ceremonie u langs een andere weg aangekondigd, met deze commissie?
ask-part-yes = Deelnemen
ask-consent-title = Een mens moet instemmen
ask-consent-text = De regels van ronde ‘{ $round }’ laten deze computer niet vanzelf verdergaan:
ask-consent-you = Dit controleert u: waarom wil de coördinator dat? Vraag het telefonisch.
ask-consent-yes = Instemmen
ask-state-title = Een verklaring over deze verzameling afleggen?
ask-state-members = Deelnemers in de verzameling
ask-state-at = Verzegeld
ask-state-cells = Cellen
ask-state-minimum = Een totaal wordt alleen geopend waar ten minste { $range } deelnemers een cijfer hebben dat niet nul is.
ask-state-earlier = Eerdere dossiers die meetellen
ask-state-log = Het logboek, naast alles wat dit bureau eerder heeft gezien.
ask-state-proofs = Elke handtekening en elk bewijs van elke opgave.
ask-state-set = De verzameling bevat de laatste opgave van elke deelnemer, en zij is verzegeld toen dat mocht.
ask-state-sum = De som, opgeteld op deze computer.
ask-state-counted = De cellen waarin bijdragers worden geteld, zijn de cellen die de regels toelaten.
ask-state-pins = Deelnemers en beleid, naast wat u hebt vastgezet; en uw eigen grootboek.
ask-state-you = Dit controleert u: is dit de ronde waarover u bent ingelicht, en zijn dit de deelnemers?
ask-state-means = U legt één keer een verklaring af, voor altijd: u staat in voor precies deze verzameling. Na een quorum van verklaringen worden de aantallen bijdragers voor de coördinator en de sleutelbewaarders geopend, en geen enkel cijfer.
ask-state-yes = Verklaring afleggen
ask-totals-title = Deze totalen openen?
ask-totals-open = Totalen die worden geopend
ask-totals-shut = Totalen die gesloten blijven
ask-totals-counts = De tellingen, naast de sommen en de bewijzen van alle sleutelbewaarders.
ask-totals-plan = Het plan, hier opnieuw berekend uit beleid en tellingen: het keurt precies deze totalen goed.
ask-totals-you = Dit controleert u: is dat ongeveer het aantal dat u van deze ronde verwachtte?
ask-totals-means = Ze worden geopend voor de coördinator, die ze publiceert. De andere blijven voor iedereen gesloten.
ask-totals-yes = Deze totalen openen
taken-title = Gedaan
taken-kept = Het logboek heeft het opgenomen
taken-text = Het is gebeurtenis { $height } van het logboek, op { $at }.
taken-receipt = De server heeft een ontvangstbewijs ondertekend; het is gecontroleerd en wordt in uw bureau bewaard. Niemand kan dit nu nog laten vallen zonder dat u het kunt bewijzen.
taken-go = Terug naar de ronde
stopped-title = Het is gestopt
not-done-title = Er is niets gedaan
not-done-text = U hebt nee gezegd, of de werkplek is beëindigd voordat u antwoordde.

# Rondes.
rounds-title = Rondes
rounds-none = Dit bureau staat nog in geen enkele ronde. De coördinator opent rondes; lees het logboek dan opnieuw.
rounds-unread = Het logboek kon nog niet worden gelezen.
read-at = Het logboek is { $when } gelezen.
read-again = Opnieuw lezen
phase-soon = Gaat later open
phase-open = Open
phase-closed = Gesloten
phase-sealed = Verzegeld: wordt geopend
phase-counted = Geteld: wordt geopend
phase-published = Gepubliceerd
phase-held = Aangehouden
phase-cancelled = Geannuleerd
phase-failed = Mislukt
practice = Oefening: geen echte cijfers
opens = Gaat { $when } open
closes = Sluit { $when }
closed = { $when } gesloten
sent-nothing = Niets ingestuurd
sent-first = Ingestuurd, en telt mee
sent-revision = Correctie { $n } telt mee
sent-withdrawn = Ingetrokken: er telt niets mee
strange-short = Er is op uw naam iets ingestuurd waarvan dit bureau geen ontvangstbewijs heeft. Open de ronde.
strange = De gebeurtenissen { $events } van het logboek zijn inzendingen of intrekkingen op uw naam waarvan dit bureau geen ontvangstbewijs heeft. Hebt u ze niet vanaf een andere computer gestuurd, dan is uw sleutel in andere handen: meld het nu aan de coördinator.
failed = Deze ronde is mislukt: { $why }
few = Nog maar { $have } sleutelbewaarders hebben aangetoond dat zij de sleutels van deze ronde hebben, en er zijn er { $need } nodig. Blijft dat zo, dan wordt de ronde overgedaan en moet iedereen opnieuw insturen.
fact-return = Uw opgave
fact-deadline = Uiterste datum
fact-periods = Perioden
fact-members = Deelnemers
fact-who = Wie er meedoen
fact-asks = Gevraagd
fact-cells = { $n ->
    [one] { $n } cijfer
   *[other] { $n } cijfers
} op { $sheets ->
    [one] één werkblad
   *[other] { $sheets } werkbladen
}
fact-sheets = Welke werkbladen
fact-id = Id van de ronde
fact-id-hint = Vergelijk deze met wat de coördinator u heeft geschreven.
ago-minutes = { $n ->
    [0] zojuist
    [one] { $n } minuut geleden
   *[other] { $n } minuten geleden
}
ago-hours = { $n } uur geleden
ago-days = { $n ->
    [one] { $n } dag geleden
   *[other] { $n } dagen geleden
}
in-minutes = { $n ->
    [0] nu
    [one] over { $n } minuut
   *[other] over { $n } minuten
}
in-hours = over { $n } uur
in-days = { $n ->
    [one] over { $n } dag
   *[other] over { $n } dagen
}

# Eén ronde.
way-title = Uw opgave insturen
way-correct = Een correctie insturen
way-correct-text = Wat u instuurt, vervangt uw eerdere opgave. De eerdere blijft in het logboek staan, even onleesbaar als voorheen.
way-book = Vul de werkmap in
way-book-text = Zij heeft voor elke tabel een werkblad en zegt zelf hoe zij wordt ingevuld. Gebruik niet die van vorig jaar: elke ronde heeft haar eigen werkmap.
way-book-do = Werkmap downloaden
way-csv = of een CSV-bestand
way-drop = Sleep de opgave hierheen
way-drop-text = De opgave wordt op deze computer gelezen en gecontroleerd. Er wordt niets ingestuurd voordat u het zegt.
drop-label = Uw opgave
drop-again = Uw opgave, verbeterd in het bestand
drop-hint = Sleep het bestand naar dit veld of kies het: Excel of LibreOffice, CSV, SDMX-CSV of SDMX-ML.
drop-do = Controleren
draft-title = Er ligt een opgave klaar
draft-text = { $file } is gelezen en nog niet ingestuurd.
draft-go = Bekijken
practise-text = Dit is een oefenronde. Om de weg zonder risico te leren kennen, kunt u verzonnen cijfers laten insturen.
practise-do = Verzonnen cijfers insturen
withdraw-title = De opgave intrekken
withdraw-hint = Totdat de ronde wordt verzegeld, kunt u intrekken wat u hebt ingestuurd. Wilt u iets corrigeren, stuur dan gewoon opnieuw in.
withdraw-go = Intrekken
withdraw-text = { $n ->
    [0] Uw opgave
   *[other] Correctie { $n } van uw opgave
} voor ‘{ $round }’ blijft in het logboek staan en telt niet meer mee. Totdat u opnieuw instuurt, zit uw land niet in de totalen.
withdraw-do = Intrekken
withdraw-not = Laten staan

# Een opgave die is gelezen.
review-good = { $file } kan worden ingestuurd
review-faults = { $n ->
    [one] Eén fout in { $file }
   *[other] { $n } fouten in { $file }
}
review-mend = Er is niets ingestuurd. Verbeter dit in het bestand, sla het op en sleep het opnieuw hierheen.
review-mend-here = Er is niets ingestuurd. Typ naast elke fout wat juist is en controleer opnieuw. Of verbeter uw bestand en sleep het opnieuw hierheen.
review-held = Er is niets ingestuurd: u had iets getypt dat nog niet was gecontroleerd. Nu is het gecontroleerd. Kijk nog eenmaal en stuur dan in.
file-title = Fouten van het bestand zelf
file-text = Deze kunnen niet op deze pagina worden verbeterd: ze gaan over de vorm van het bestand, over een kolom ervan, of over de eenheid van de cijfers.
faults-title = Fouten, per werkblad en rij
faults-text = Wat u hier typt, verandert uw bestand niet.
warnings-title = { $n ->
    [one] Eén waarschuwing
   *[other] { $n } waarschuwingen
}
warnings-text = Waarschuwingen houden u niet tegen. Bekijk elk ervan één keer.
warnings-name = Waarschuwingen, per werkblad en rij
grid-sheet = Werkblad { $sheet }
grid-place = Waar
grid-row-of = Rij { $row }
grid-file = Het bestand
grid-found = Gevonden
grid-what = Wat er niet klopt, en wat u kunt doen
grid-mend = Hier verbeteren
grid-more = en nog { $n }
mend-figure = Cijfer
mend-status = Status
mend-row = Deze rij weglaten
mend-above = Het veld staat hierboven.
mend-do = Opnieuw controleren
status-none = geen
status-A = A: een cijfer
status-P = P: kan nog veranderen
status-B = B: niet vergelijkbaar met het jaar ervoor
status-W = W: omvat ook die van een andere cel
status-M = M: geen cijfer, kan niet voorkomen
status-L = L: geen cijfer, niet waargenomen
status-O = O: geen cijfer, ontbreekt
status-K = K: geen cijfer, elders meegeteld
changed-cells = U hebt op deze pagina { $cells ->
    [one] één cel
   *[other] { $cells } cellen
} gewijzigd
changed-rows = U hebt op deze pagina { $rows ->
    [one] één rij
   *[other] { $rows } rijen
} weggelaten
changed-both = U hebt op deze pagina { $cells ->
    [one] één cel
   *[other] { $cells } cellen
} gewijzigd en { $rows ->
    [one] één rij
   *[other] { $rows } rijen
} weggelaten
changed-text = U stuurt uw bestand met deze wijzigingen in. Het bestand zelf is zoals het was: noteer ze ook daar.
changed-name = Wat u hebt gewijzigd
changed-place = Waar
changed-file = In het bestand
changed-here = Hier
changed-nothing = niets
changed-row = de rij
changed-left-out = weggelaten
changed-undo = Ongedaan maken
changed-undo-all = Alles ongedaan maken
summary-title = Samenvatting
summary-text = Niemand die uw cijfers ontvangt, kan ze zien; dus kan ook niemand zien dat ze fout zijn. Vergelijk dit met uw eigen publicatie.
summary-filled = Ingevuld
summary-of = { $filled } van { $cells } cijfers
summary-missing = Zonder cijfer
without-M = { $n ->
    [one] { $n } kan niet voorkomen (M)
   *[other] { $n } kunnen niet voorkomen (M)
}
without-L = { $n } niet waargenomen (L)
without-O = { $n ->
    [one] { $n } ontbreekt (O)
   *[other] { $n } ontbreken (O)
}
without-K = { $n } elders meegeteld (K)
summary-largest = Grootste cijfer
summary-compared = Vergeleken met
compared-nothing = Niets: hier wordt geen eerdere opgave van u bewaard. Cijfers die allemaal tien of duizend keer te groot zijn, zien er goed uit; leg het grootste naast uw eigen publicatie.
compared-earlier = { $n ->
    [one] { $n } cijfer van uw vorige opgave
   *[other] { $n } cijfers van uw vorige opgave
}
summary-confidential = Bij u vertrouwelijk, en voor iedereen leesbaar
summary-public = Als gepubliceerd aangemerkt: gaat onversleuteld de deur uit
summary-evaluated = Uit uw aantallen gemaakt voor evaluaties, en versleuteld verzonden
evaluated-lacking = Er wordt niets verzonden, want hiervoor is er geen cijfer:
evaluated-unfit = Er wordt niets verzonden: er zijn meer gebeurtenissen dan personen, of meer personen dan een evaluatie aankan.
doubts-title = { $n ->
    [one] Eén cijfer wijkt sterk af van uw vorige, of is ongewoon
   *[other] { $n } cijfers wijken sterk af van uw vorige, of zijn ongewoon
}
doubts-corrects = Ze zijn vergeleken met { $revision ->
    [0] uw eerste opgave voor deze ronde
   *[other] uw correctie { $revision }
}, waar deze voor in de plaats komt: wat daar sterk van afwijkt, kan juist zijn wat u corrigeert.
doubts-name = Cijfers die een vergissing kunnen zijn
doubts-cell = Cijfer van
doubts-now = Nu
doubts-before = Vorige, of gewoonlijk
doubts-usual = zelden boven { $limit }
doubts-yes = Ik heb ze alle bekeken: ze kloppen.
notes-title = Uw toelichtingen zijn openbaar
notes-text = Toelichtingen worden niet versleuteld. Iedereen kan ze lezen, in het dossier en in de publicatie.
notes-yes = In sommige staan cijfertekens: ik heb ze bekeken, en geen ervan noemt een cijfer.
notes-whole = de hele opgave
clear-title = Sommige cijfers worden niet versleuteld
clear-text = { $n ->
    [one] Eén cijfer is als PUBLISHED aangemerkt: het gaat
   *[other] { $n } cijfers zijn als PUBLISHED aangemerkt: ze gaan
} onversleuteld de deur uit, naar iedereen, voor altijd. De samenvatting noemt elk ervan.
clear-yes = Mijn bureau publiceert elk ervan zelf.
practice-warning = Dit is een oefenronde: haar opening telt nergens mee en beschermt niemand. Stuur geen echte cijfers in.
practice-yes = De cijfers in dit bestand zijn niet echt.
send-title = Versleutelen en insturen
send-text = { $area } voor ‘{ $round }’, { $revision ->
    [0] eerste opgave
   *[other] correctie { $revision }
}. Uw computer versleutelt de cijfers, bewijst dat ze aan de regels van de ronde voldoen en stuurt beide in. De server controleert het bewijs zonder een cijfer te zien.
send-do = Versleutelen en insturen
put-away = Deze opgave opbergen

# Een eigen indeling.
layout-title = De indeling van uw bestand
layout-offer = Heeft uw bestand een eigen indeling?
layout-offer-text = Sommige kolommen of labels zijn niet die van deze ronde. Als uw organisatie haar cijfers zo bijhoudt, geef dan één keer aan welke kolom en welk label wat is.
layout-go = Kolommen en labels koppelen
layout-is-paired = Uw bestand is gelezen met de kolommen en labels die u hebt gekoppeld. Kijk naar de samenvatting: daar staat wat is ingevuld.
layout-is-kept = Uw bestand is gelezen met de indeling die uw bureau bewaart. Kijk naar de samenvatting: daar staat wat is ingevuld.
layout-change = Koppelingen wijzigen
layout-keep-do = Bewaren voor de volgende ronde
layout-save = Opslaan als bestand voor --mapping
layout-plain = Bestand zonder indeling lezen
layout-steps = Stappen van een indeling
layout-step-columns = Kolommen
layout-step-labels = Labels
layout-step-check = Controle
layout-lead = Geef aan wat elke kolom van { $file } is. Wat overeenkomt, is al gekozen: kijk het na.
layout-columns = Kolommen van uw bestand
layout-columns-text = Eén kolom voor elke uitsplitsing van de statistiek, en één voor de cijfers. Wat niet wordt gebruikt, wordt overgeslagen.
layout-periods = Het bestand heeft voor elke periode een kolom. Die zijn al bekend.
layout-column = Kolom
layout-holds = Wat erin staat
layout-becomes = Wat het is
layout-fixed = In alle rijen gelijk
layout-fixed-text = Een uitsplitsing waarvoor uw bestand geen kolom heeft: kies de code die voor al zijn cijfers geldt.
layout-by-heading = het opschrift van de cijfers zegt het
layout-by-column = staat in een kolom
layout-next = Verder: labels
layout-back = Terug naar de opgave
layout-no-value = Geen kolom is het cijfer. Kies de kolom met uw cijfers.
layout-several = Meer dan één kolom bevat cijfers. Kies hieronder wat hun opschriften zeggen, of geef aan welke worden opgeteld.
layout-twice = Twee kolommen zijn gekozen als ‘{ $what }’. Kies er één.
layout-no-dimension = Geen kolom is ‘{ $what }’, en er is geen code voor alle rijen gekozen. Kies een van beide.
layout-no-labels = In kolom ‘{ $column }’ is nog niet alles gekozen.
layout-labels-lead = Geef aan wat elk label is. Wat overeenkomt, is al gekozen: kijk het na.
layout-labels-none = Alle labels zijn al codes van de ronde.
layout-labels = Labels van ‘{ $column }’: { $what }
layout-labels-text = Rijen met labels die worden weggelaten, worden niet gelezen.
layout-area-text = Kies het label dat uw eigen land is. Rijen van andere worden niet gelezen.
layout-many = Hier kunnen alleen de eerste { $n } labels worden gekoppeld. Gebruik voor meer een koppelbestand; docs/returns.md laat de vorm zien.
layout-choose = kiezen
layout-leave-out = deze rijen weglaten
layout-perhaps = misschien { $code }
layout-keep = Rijen die meetellen, volgens ‘{ $column }’
layout-keep-text = Vink aan wat geteld is. Verhoudingscijfers, percentages en duizendtallen horen niet in een opgave.
layout-empty = (leeg)
layout-flags = Markeringen van de cijfers
layout-flags-text = Geef aan welke status elke markering is.
layout-flag-none = zoals het er staat
layout-values = Kolommen met cijfers
layout-values-text = Kies wat elk ervan telt.
layout-figures = Hoe cijfers zijn geschreven
layout-figures-text = Laat dit zoals het is als uw bestand gewone getallen bevat.
layout-thousands = Teken tussen duizendtallen
layout-decimal = Teken voor decimalen
layout-zero = Staat voor 0
layout-zero-empty = Ook een leeg veld is 0
layout-missing = Wat er staat waar geen cijfer is
layout-missing-hint = Meerdere tekens of woorden, met spaties ertussen.
layout-check = De opgave controleren
layout-to-columns = Terug naar de kolommen
mark-none = geen
mark-point = punt
mark-comma = komma
mark-apostrophe = apostrof
mark-blank = spatie
target-none = niet gebruikt
target-figure = het cijfer
target-status = de status van het cijfer
target-note = een toelichting bij het cijfer, openbaar
target-unit = wat er wordt geteld, een openbare toelichting
target-confidential = of het bij u vertrouwelijk is
target-published = of u het publiceert
target-figure-added = Cijfer, opgeteld bij de andere die dit hebben
target-period-added = Periode, waarvan de delen worden opgeteld
target-added-over = Regels worden over deze kolom opgeteld
target-keep = welke rijen meetellen

# Ontvangstbewijzen.
receipts-title = Ontvangstbewijzen
receipts-lead = Het logboek kan alleen groeien, en de server heeft voor elk van deze plaatsen erin getekend. Bewaar ze: ze bewijzen wat u hebt ingestuurd en wanneer.
receipts-none = Nog geen ontvangstbewijzen.
receipt-event = Gebeurtenis
receipt-what = Wat
receipt-at = Wanneer
receipt-state = Toestand
receipt-file = Bestand
receipt-good = Goed
receipt-worthless = Waardeloos: het bewijs klopt niet
receipt-broken = Gebroken belofte: het logboek laat het niet zien
receipt-save = Opslaan

# Uitkomsten.
results-title = De totalen zijn gepubliceerd
results-there = Ze staan hier naast uw eigen cijfers, die op deze computer blijven.
results-go = Naar de uitkomsten
results-of = Uitkomsten van ‘{ $round }’
results-fetch-text = Wat is gepubliceerd, wordt van de server gehaald en met de controlegetallen in het logboek vergeleken.
results-fetch = Uitkomsten ophalen
results-early = De ronde is nog niet gepubliceerd. Kom terug als dat zo is.
results-open = { $open } van { $cells } totalen zijn gepubliceerd{ $shut ->
    [0] .
   *[other] ; de andere blijven voor iedereen gesloten, voor altijd.
}
results-files = Gepubliceerde bestanden
results-report = Het rapport lezen
results-beside = Wij en alle anderen
results-own = Uw eigen cijfers komen uit wat dit bureau bewaart. Wie deze pagina ziet, ziet ze ook.
results-no-own = Op deze computer wordt geen opgave van dit bureau voor deze ronde bewaard.
results-cell = Totaal van
results-total = Alle
results-mine = Wij
results-others = Alle anderen
results-reporting = Landen erin
results-withheld = gesloten
results-unreported = door niemand opgegeven
results-effects = Effecten: wij en alle anderen
results-effects-text = Op deze machine gemaakt uit uw eigen cijfers en de gepubliceerde sommen. Er wordt niets verstuurd: wie deze pagina ziet, ziet wat uit uw cijfers volgt.
results-effects-others = Anderen in de sommen: { $others }
results-effect = Effect (interval van 95 %)

# De controleur.
audit-title = Een dossier controleren
audit-lead = Een dossier is alles wat de partijen van een ronde hebben ondertekend en gepubliceerd. Dezelfde controles als die van de opdracht worden hier uitgevoerd, zonder netwerk, op deze computer.
audit-last = Het rapport over het dossier dat het laatst is gecontroleerd
audit-drop = Sleep het archief hierheen
audit-drop-label = Het dossier als één bestand
audit-drop-hint = Een archief dat op .tar eindigt, ten hoogste 512 MB.
audit-name = Of geef aan waar het staat
audit-path = Map of archief op deze computer
audit-path-hint = Bijvoorbeeld /home/me/Downloads/record
audit-do = Controleren
verdict-pass = Het klopt
verdict-pass-means = Elke controle die deze uitgave van het dossier toelaat, is geslaagd.
verdict-fail = Het klopt niet
verdict-fail-means = Ten minste één controle is mislukt. Bij elke fout staat waarnaar zij wijst.
verdict-open = Niet beslist
verdict-open-means = Er is geen controle mislukt, maar sommige konden niet worden uitgevoerd. Bij elk staat waarom.
report-title = Rapport over ‘{ $round }’
report-checks = De controles
report-file = Is mijn bestand een van dit dossier?
report-file-text = Heeft iemand u totals.csv of report.html gegeven? Het wordt byte voor byte vergeleken met wat dit dossier publiceert.
report-file-label = Het bestand
report-file-do = Vergelijken
report-same = { $file } is { $name } van dit dossier, byte voor byte.
report-other = { $file } is geen van de bestanden die dit dossier publiceert.
report-seen = Wie het einde van het logboek heeft gezien
report-evidence = Bewijsstukken
report-fingerprints = Vingerafdrukken: vergelijk ze met die welke u elders hebt gekregen
report-shows = Wat dit aantoont, en wat niet
check-pass = klopt
check-fail = klopt niet
check-open = niet uitgevoerd
check-points = Wijst naar { $who }.

# Waar een ronde staat, voor sleutelbewaarder en coördinator.
needed = { $n } ({ $need } nodig)
fact-members-in = Opgaven die binnen zijn
fact-id-trustee = Vergelijk deze met wat de coördinator u heeft verteld.
spare-short = Nog maar { $have } van { $all } sleutelbewaarders hebben aangetoond dat zij de sleutels hebben, en er zijn er { $need } nodig om iets te openen. Blijft dat zo, dan moet alles wat deelnemers insturen opnieuw worden ingestuurd.
spare-none = { $have } van { $all } sleutelbewaarders hebben aangetoond dat zij de sleutels hebben: precies zoveel als er nodig zijn. Valt er één uit, dan kan niets van deze ronde worden geopend. Vraag de anderen te komen voordat deelnemers insturen.
spare-never = Alle { $all } sleutelbewaarders hebben aangetoond dat zij de sleutels hebben, en zij zijn alle nodig. Valt er één uit, dan kan niets van deze ronde worden geopend.
trustees-title = Sleutelbewaarders, en wat elk heeft gedaan
trustees-name = Sleutelbewaarder
trustees-rehearsed = Sleutels aangetoond
trustees-stated = Verklaring afgelegd
trustees-counts = Tellingen geopend
trustees-totals = Totalen geopend
trustees-erased = Gewist
trustees-yes = ✓ gedaan

# De sleutelbewaarder.
due-title = Te doen
due-no-round = Dit bureau staat nog in geen enkele ronde. Lees het logboek opnieuw als de coördinator u een ceremonie of een ronde meldt.
due-others = Anderen zijn aan zet.
due-nothing = Voor u is er nu niets te doen
due-nothing-text = Anderen zijn aan zet. Lees het logboek opnieuw als u hoort dat u aan de beurt bent.
due-rehearse = Toon aan dat u de sleutels hebt
due-rehearse-text = Een ondertekende gebeurtenis in het logboek laat zien dat uw deelsleutels van deze ronde hier zijn, voordat deelnemers iets insturen dat alleen daarmee te openen is. Er wordt niets mee geopend. Wat de anderen hebben aangetoond, wordt vergeleken.
due-state = Een verzegelde verzameling wacht op uw verklaring
due-state-text = Deze computer haalt elke opgave op, controleert elke handtekening en elk bewijs en telt de som op. Dan laat hij zien wat hij heeft gevonden, en vraagt het u.
due-counts = Open de tellingen
due-counts-text = Een quorum heeft een verklaring afgelegd. Uw computer geeft zijn aandelen in de tellingen: bij hoeveel deelnemers een cel niet nul is, en geen enkel cijfer. Elk aandeel draagt een bewijs.
due-totals = Open de goedgekeurde totalen
due-totals-text = De coördinator heeft een plan vastgesteld. Deze computer controleert de tellingen en berekent het plan opnieuw. Dan laat hij zien wat zou worden geopend, en vraagt het u.
due-erase = Wis uw deelsleutels
due-erase-text = De ronde is voorbij. Zodra alle houders van een deelsleutel die hebben gewist, kan niemand er nog iets van openen, en is de controle volledig.
due-lost = Uw deelsleutels zijn hier niet
due-lost-text = Dit bureau heeft de deelsleutels van deze ronde niet. Hebt u een reservekopie, zet die dan terug op een andere computer of in een andere map, en meld het nu aan de coördinator: deelnemers kunnen beter niet insturen voordat genoeg sleutelbewaarders kunnen openen.
due-older = U doet aan deze ronde niet meer mee
due-older-text = Haar sleutels zijn ouder dan uw teruggezette reservekopie. Niemand weet welke verklaringen daarvóór zijn afgelegd, dus wordt er hier niets voor aangetoond, verklaard of geopend. Het logboek toont dat niet: zeg het nu aan de coördinator. Met 2 van 3 sleutelbewaarders kan zo’n ronde nooit meer worden geopend; met 3 van 5 maakt het verlies van nog één er een eind aan.
due-erased = U hebt uw deelsleutels gewist
due-erased-text = Dat staat in het logboek, met uw handtekening. Verwijder ook oude reservekopieën waarin ze nog zitten.
do-rehearse = Aantonen dat ik ze heb
do-state = Verzegelde verzameling controleren
do-counts = Tellingen openen
do-totals = Plan controleren
do-erase = Mijn deelsleutels wissen
erase-title = Uw deelsleutels voor altijd wissen?
erase-text = Zonder uw deelsleutels van ‘{ $round }’ kunt u er niets meer van openen. Het logboek vermeldt, met uw handtekening, dat ze weg zijn.
erase-backups = Ze zitten ook in reservekopieën, en daar kan dit programma niet bij: verwijder elke reservekopie die tot nu toe is gemaakt, en maak daarna een nieuwe.
erase-sure = De ronde is gepubliceerd of opgegeven, en niemand heeft deze deelsleutels nog nodig.
erase-not = Bewaren
ceremonies-title = Ceremonies
proposal-title = Er is een ceremonie voorgesteld
proposal-text = { $t } van { $n } sleutelbewaarders, { $keys ->
    [one] { $keys } sleutel
   *[other] { $keys } sleutels
}, vastleggen uiterlijk op { $by }.
ceremony-line = { $t } van { $n }
ceremony-keys = { $n ->
    [one] { $n } sleutel
   *[other] { $n } sleutels
}, waarvan { $unused } ongebruikt
ceremony-look = Voorstel bekijken
ceremony-do = Mijn stap van de ceremonie doen
ceremony-offered = U hebt uw deel aangeboden. De coördinator begint zodra alle sleutelbewaarders dat hebben gedaan.
ceremony-waits = De andere sleutelbewaarders zijn aan zet. Lees het logboek over enige tijd opnieuw.
backup-title = Reservekopie
backup-lead = Alles wat dit bureau nodig heeft om op een andere computer verder te gaan: zijn sleutels, zijn deelsleutels, zijn grootboek. Eén bestand, versleuteld.
backup-never = Van dit bureau is er geen reservekopie. Gaat deze computer verloren, dan gaat uw deel van de sleutels mee verloren.
backup-before = De laatste reservekopie is { $when } gemaakt. Sleutels of grootboek zijn sindsdien veranderd.
backup-whole = De laatste reservekopie is { $when } gemaakt, en alles zit erin.
backup-go = Reservekopie maken
backup-make = Een reservekopie maken
backup-passphrase = Een wachtzin voor de reservekopie
backup-passphrase-hint = Een andere dan die van het bureau, bewaard op een andere plaats dan het bestand. Ten minste 12 tekens.
backup-do = Reservekopie opslaan
backup-when = Wanneer, en wat dan
backup-when-text = Na elke ceremonie, niet terwijl zij loopt: een ceremonie die nog niet was bevestigd toen de reservekopie werd gemaakt, gaat na het terugzetten zonder u verder. Daarna na elke zitting, zodat het grootboek volledig is.
backup-after = Nadat u deelsleutels hebt gewist, verwijdert u alle reservekopieën die daarvóór zijn gemaakt. Ze zitten er nog in.
restore-go = Of het bureau uit een reservekopie maken
restore-title = Het bureau uit een reservekopie maken
restore-lead = De computer is verloren, en u hebt het bestand van de reservekopie en de bijbehorende wachtzin.
restore-file = De reservekopie
restore-of-backup = Wachtzin van de reservekopie
restore-own = Een nieuwe wachtzin voor dit bureau
restore-means = Het bureau legt daarna geen verklaring af voor sleutels die ouder zijn dan nu, omdat niemand weet wat is verklaard nadat de reservekopie was gemaakt. U doet aan rondes met zulke sleutels niet meer mee: zeg de coördinator welke dat zijn. Met 2 van 3 sleutelbewaarders kan geen daarvan worden geopend.
restore-do = Terugzetten

# Wat een coördinator wordt gevraagd.
ask-open-title = Deze ronde openen?
ask-open-keys = Sleutels die zij verbruikt
ask-open-none = geen
ask-open-revision = Totalen van deze cijfers zijn al eerder geopend: deze ronde telt welke cijfers sindsdien zijn veranderd. Waar iemand er een heeft gecorrigeerd, openen de tabellen van die periode weinig of niets.
ask-open-not-again = ‘{ $round }’ heeft { $n ->
    [one] één totaal
   *[other] { $n } totalen
} geopend over cijfers van deze ronde waar deze niet opnieuw naar vraagt, bijvoorbeeld { $some }. Alles wat cijfers daarmee deelt, blijft gesloten, omdat niemand zegt of ze zijn veranderd. Vraag ook hiernaar.
ask-open-compared = Het rapport vergelijkt met
ask-open-nothing-before = nog niets dat is gepubliceerd
ask-open-all = De ronde wordt alleen verzegeld als alle deelnemers insturen: één die wegblijft, houdt haar tegen. Met een lager minimum kan zij doorgaan.
ask-open-ceremony = van ceremonie { $id }, begonnen
ask-open-same = ‘{ $round }’ vroeg al naar { $periods }: deze ronde telt wat sindsdien is veranderd. Zijn die perioden bedoeld?
ask-open-not-over = { $periods } is nog niet voorbij: niemand heeft er alle cijfers van. Is die periode bedoeld?
ask-open-soon = De ronde sluit { $minutes ->
    [0] over minder dan een minuut
    [one] over één minuut
   *[other] over { $minutes } minuten
}. Is die uiterste datum bedoeld?
ask-open-means = Niets hiervan kan achteraf worden gewijzigd. Alleen de uiterste datum kan verschuiven, en alleen naar later.
ask-open-yes = Ronde openen
ask-adopt-title = Dit plan vaststellen?
ask-adopt-approved = Totalen die zijn goedgekeurd
ask-adopt-nothing = Er zou niets worden geopend. Bekijk daarna de redenen in het plan: misschien doen te weinig deelnemers opgave, of staan eerdere rondes in de weg.
ask-adopt-means = Het plan wordt één keer en voor altijd vastgesteld, en de tellingen gaan naar de sleutelbewaarders. Totalen die gesloten blijven, blijven dat voor iedereen.
ask-adopt-yes = Plan vaststellen

# Vragen die geen eigen opmaak hebben.
ask-doubt-last = { $cell }: { $now } – uw vorige cijfer was { $value }
ask-doubt-last-in = { $cell }: { $now } – uw vorige cijfer was { $value }, in { $other }
ask-doubt-usual = { $cell }: { $now } – meer dan { $limit } is ongewoon voor dit kenmerk
ask-doubt-cause = { $n } van { $all } zijn ongeveer { $factor } keer { $more ->
    [yes] zo groot als
   *[no] zo klein als
} wat u de vorige keer hebt ingestuurd: { $correct ->
    [yes] is dat wat u corrigeert? Zo niet: eenheden in plaats van duizendtallen, of een verschoven kolom?
   *[no] eenheden in plaats van duizendtallen, of een verschoven kolom?
}
ask-doubts-right = { $n ->
    [1] Klopt dit cijfer?
   *[other] Kloppen al deze cijfers?
}
ask-same-again = De server heeft precies deze opgave voor ‘{ $round }’ al: zij telt sinds { $at } mee, { $revision ->
    [0] als eerste opgave
   *[other] als correctie { $revision }
}. Opnieuw ingestuurd verandert er niets. Toch insturen?
ask-practice = ‘{ $round }’ is een oefenronde: haar opening telt nergens mee en beschermt niemand. Toch eigen cijfers insturen?
ask-note = In ‘{ $text }’ staan cijfertekens, en iedereen zal het lezen. Klopt het dat hierin geen cijfer wordt genoemd?
ask-clear = { $n ->
    [one] Eén cijfer is in de opgave als PUBLISHED aangemerkt: het gaat
   *[other] { $n } cijfers zijn in de opgave als PUBLISHED aangemerkt: ze gaan
} onversleuteld de deur uit, naar iedereen, voor altijd. Ze komen in het logboek te staan en geen versleuteling beschermt ze. Publiceert uw bureau elk ervan zelf?
ask-encrypt = { $area } voor ‘{ $round }’, { $revision ->
    [0] eerste opgave
   *[other] correctie { $revision }
}: { $filled } van { $cells } cijfers ingevuld, { $missing } zonder cijfer, { $notes ->
    [one] één openbare toelichting
   *[other] { $notes } openbare toelichtingen
}. Versleutelen?
ask-encrypt-largest = Grootste cijfer: { $value }, in { $cell }.
ask-take-back = De ceremonie terugnemen die is voorgesteld aan { $names }? Wat zij ervoor hebben aangeboden, is daarna niet meer te gebruiken.
ask-extend = De uiterste datum van ‘{ $round }’ verschuiven van { $from } naar { $to }? Terug kan niet meer.
ask-publish = { $shown } totalen met een waarde, { $withheld } afgeschermd, in { $files }. Wat is gepubliceerd, blijft gepubliceerd. Publiceren?
ask-seal = ‘{ $round }’ verzegelen met { $have } van { $listed } deelnemers? Daarna kan niets meer worden ingestuurd of gecorrigeerd.
ask-hold = Ronde ‘{ $round }’ aanhouden? De reden is openbaar: { $reason }
ask-cancel = Ronde ‘{ $round }’ annuleren? De reden is openbaar: { $reason }

# Wat onder het werk wordt gemeld.
notice-not-cosigned = Let op: het controlepunt van het logboek is niet medeondertekend: { $why }
notice-not-used = Niet gebruikt: het antwoord van sleutelbewaarder { $trustee }: { $why }
notice-answer-lost = Niet gebruikt: de server is de bewijzen in het antwoord van sleutelbewaarder { $trustee } kwijt; die stuurt ze opnieuw vanaf zijn werkplek, of met trustee sit.
notice-notes-public = Uw toelichtingen worden niet versleuteld: iedereen kan ze lezen, in het dossier en in de publicatie.
notice-not-compared = Uw cijfers zijn met niets vergeleken, want hier wordt geen eerdere opgave van u bewaard: cijfers die allemaal tien of duizend keer te groot zijn, zien er goed uit.
notice-too-few = Let op: nog maar { $have } sleutelbewaarders hebben aangetoond dat zij de sleutels van deze ronde hebben, en er zijn er { $need } nodig. Misschien moet de ronde worden overgedaan, en stuurt iedereen opnieuw in.
notice-practice = Oefenronde: buiten elke bescherming van latere rondes. Stuur alleen verzonnen cijfers in.
notice-figures-lost = Wat voor { $rounds } is ingestuurd, wordt hier niet bewaard. Daarom gelden cijfers die daar zijn geopend als veranderd, en blijft wat ermee samenhangt voor allen gesloten: zet de reservekopie van dit bureau terug, als die er is.
notice-return-lost = De server is een deel van uw opgave voor ‘{ $round }’ kwijt, en wat is ingestuurd wordt hier niet bewaard: stuur het voorbereide bestand opnieuw met member send, vanaf de computer die het heeft.
notice-return-again = De server was een deel van uw opgave voor ‘{ $round }’ kwijt; dezelfde bytes zijn opnieuw gestuurd, en nu heeft hij ze.
notice-ledger = In het grootboek ontbrak ronde ‘{ $round }’, die deze sleutelbewaarder heeft helpen openen, of misschien heeft helpen openen: zij is uit het logboek overgenomen, en latere rondes moeten haar noemen.
notice-offered = Een verzegelsleutel voor de ceremonie is aangeboden.
notice-committed = Ceremonie: vastgelegd.
notice-replaced = Ceremonie: sleutelbewaarder { $trustee } heeft niets op tijd vastgelegd en heeft geen leidende rol meer.
notice-revealed = Ceremonie: onthuld, en de kiemen gestuurd.
notice-confirmed = Ceremonie: alle kiemen gecontroleerd en bevestigd.
notice-wrong-seed = Een leidende sleutelbewaarder heeft een verkeerde kiem gestuurd: er wordt bezwaar gemaakt.
notice-complained = Ceremonie: bezwaar gemaakt.
notice-answered = Ceremonie: een bezwaar beantwoord.
notice-valid = Ceremonie: allen hebben bevestigd; de sleutels zijn geldig, de verzegelsleutel is gewist.
notice-ended = Een ceremonie is zonder sleutels geëindigd: { $why }; in gebreke: { $guilty }. Wat ervan werd bewaard, is gewist.
notice-rehearsed = Aangetoond: de deelsleutels van ‘{ $round }’ zijn hier.
notice-differs = Sleutelbewaarder { $trustee }, ronde ‘{ $round }’: { $why }
notice-stated = Verklaring afgelegd over de verzegelde verzameling van ‘{ $round }’.
notice-gave-counts = Aandelen in de tellingen van sleutel { $part } gegeven.
notice-gave-totals = Aandelen in de goedgekeurde totalen van sleutel { $part } gegeven.
notice-answer-again = De server was de bewijzen van een antwoord kwijt; dezelfde zijn opnieuw gestuurd.
notice-failed-lead = Door toedoen van { $names } is de ceremonie eerder mislukt, en zij hebben opnieuw een leidende rol: er zijn te weinig anderen over.
notice-failed-hold = Door toedoen van { $names } is de ceremonie eerder mislukt: zij bewaren deelsleutels, en hebben geen leidende rol.
notice-no-letter = De brief van sleutelbewaarder { $trustee } is er nog niet.
notice-letter-shut = De brief van sleutelbewaarder { $trustee } kan niet worden geopend: { $why }
notice-misfit = Niet gebruikt: wat sleutelbewaarder { $trustee } voor deelsleutel { $sub-key } heeft gestuurd, opent niet wat hij zelf heeft vastgelegd.
notice-clock = Let op: de klok van deze computer staat op { $here }, en de server van het logboek schreef { $log } bij zijn laatste gebeurtenis: een van beide klokken loopt verkeerd. Vergelijk de uwe met een derde; de datums die u ziet, hangen ervan af.
notice-passed-over = Overgeslagen, bestanden van het bureaublad van deze computer en geen deel van het dossier: { $files }. Verwijder ze voordat u het dossier doorgeeft.

# Naast een voortgangsbalk.
bar-submissions = Inzendingen controleren
bar-answers = Antwoorden van sleutelbewaarders controleren
bar-encrypting = Versleutelen en bewijzen
bar-sending = Insturen
bar-shares = Aandelen bewijzen
bar-publication = Publicatie bewijzen
bar-record = Dossier ophalen
bar-reading = Bestanden lezen
bar-check-files = Controle 1: bestanden
bar-check-log = Controle 4: logboek
bar-check-submissions = Controle 5: inzendingen

# Gebeurtenissen van het logboek.
event-convened = Begin van een ceremonie
event-committed = Vastlegging in een ceremonie
event-revealed = Onthulling in een ceremonie
event-confirmed = Bevestiging in een ceremonie
event-complained = Bezwaar in een ceremonie, of het antwoord daarop
event-sealing-key = Wissen van een verzegelsleutel
event-shares = Aandelen
event-erratum = Rectificatie van wat is gepubliceerd
event-keys-erased = Wissen van deelsleutels
event-deleted = Verwijdering van een cijfertekst
event-submitted = Inzending
event-withdrawn = Intrekking
event-opened = Opening van een ronde
event-extended = Verschuiving van de uiterste datum
event-sealed = Verzegeling
event-stated = Verklaring
event-adopted = Vaststelling van een plan
event-held = Aanhouding van de ronde
event-cancelled = Annulering van de ronde
event-published = Publicatie
event-rehearsed = Aantonen van deelsleutels

# Waar een ceremonie staat.
ceremony-committing = vastleggen uiterlijk op { $by }
ceremony-revealing = onthullen uiterlijk op { $by }
ceremony-confirming = bevestigen uiterlijk op { $by }
ceremony-disputed = omstreden: sleutelbewaarder { $trustee } antwoordt uiterlijk op { $by }
ceremony-valid = geldig
ceremony-ended = zonder sleutels geëindigd: { $why }; in gebreke: { $guilty }
ending-silent = vastleggingen of onthullingen ontbraken toen de tijd voor het onthullen om was
ending-wrong-seed = een leidende sleutelbewaarder heeft een verkeerde kiem gestuurd
ending-false = een houder maakte bezwaar tegen een kiem die juist was
ending-unanswered = een leidende sleutelbewaarder heeft een bezwaar niet op tijd beantwoord
ending-unconfirmed = bevestigingen ontbraken toen de tijd daarvoor om was

# De coördinator.
fact-opens = Opent
fact-least = Minste deelnemers voor de verzegeling
fact-id-coordinator = Geef deze door aan deelnemers en sleutelbewaarders: zij vergelijken haar.
new-way = Een nieuwe ronde
new-keys = { $n ->
    [one] Er is één sleutel
   *[other] Er zijn { $n } sleutels
} die nog geen ronde gebruikt. Een ronde neemt er één, een grote tabel meerdere.
new-go = Een ronde voorbereiden
new-go-on = Verder met de ronde die u voorbereidt
new-no-keys = Er zijn geen sleutels voor een nieuwe ronde
new-no-keys-text = Een ceremonie maakt sleutels voor komende rondes. De sleutelbewaarders hebben er een paar dagen voor nodig.
new-ceremony-go = Naar de ceremonies
new-title = Een nieuwe ronde
new-steps = Stappen van een nieuwe ronde
new-step-what = Wat er wordt gevraagd
new-step-who = Wie, en tot wanneer
new-step-look = Bekijken en openen
new-name = Naam van de ronde
new-name-hint = Voor mensen, ten hoogste 64 tekens, bijvoorbeeld Misdrijven 2026.
new-periods = Perioden
new-periods-hint = Bijvoorbeeld 2026, of 2026-Q1, 2026-Q2. Met komma’s ertussen.
new-structure = Structuur
new-structure-default = De structuur die bij dit programma hoort
new-structure-again = Die van een eerdere ronde, met haar deelnemers en haar minimum
new-structure-which = Welke eerdere ronde
new-structure-file = Een eigen bestand, TOML of SDMX-ML
new-structure-choose = Structuurbestand
new-structure-of = de structuur van ‘{ $round }’
new-no-file = Kies het structuurbestand.
new-lacks = Een ronde heeft een naam en ten minste één periode nodig.
new-practice = Een oefenronde: verzonnen cijfers, buiten elke bescherming van latere rondes
new-next = Verder
new-members = Deelnemers die meedoen
new-least = Minste deelnemers voor de verzegeling
new-least-hint = Zijn er na de uiterste datum minder opgaven, dan is de ronde mislukt.
new-contributors = Minste bijdragers van een totaal
new-contributors-hint = De structuur vraagt { $range }. Laat dit leeg, of vraag er in elke cel meer; minder wordt nooit aanvaard.
new-opens = Opent
new-opens-hint = Leeg: zodra u haar opent.
new-zone = In de tijd van deze computer, { $zone }.
new-zone-unknown = In UTC, want deze computer kent zijn tijdzone niet.
new-deadline-hint = De uiterste datum kan later worden verschoven, nooit naar eerder.
new-grace = Minuten uitloop
new-grace-hint = Zo lang neemt de server na de uiterste datum nog opgaven aan.
new-nobody = Er doet niemand mee. Kies deelnemers.
new-numbers = Een van de getallen is geen getal. Geef hele getallen.
new-dates = De datum kon niet worden gelezen. Geef een dag en een tijd.
new-date-twice = Bij het verzetten van de klok bestaat dit uur niet, of komt het twee keer voor. Neem een ander uur.
new-date-over = Deze datum is voorbij. Geef er een die nog komt.
new-cells = { $n ->
    [one] { $n } cijfer
   *[other] { $n } cijfers
}{ $counted ->
    [0] {""}
    [one] , en { $counted } cel die alleen wordt geteld
   *[other] , en { $counted } cellen die alleen worden geteld
}
new-open-title = De ronde openen
new-open-text = De volgende pagina laat zien wat daarmee vastligt, en vraagt het nog één keer.
new-away = Opbergen
do-open = Verder
forecast-title = Wat zou kunnen worden gepubliceerd?
forecast-text = Er worden rondes verzonnen met deze structuur en evenveel deelnemers, en op elk ervan worden de regels toegepast. Cijfers spelen geen rol: alleen welke ervan niet nul zijn.
forecast-nonzero = Van honderd cijfers zijn er zoveel niet nul
forecast-file = Of geef een lijst van wat u verwacht
forecast-file-hint = Een CSV-bestand met verwachte bijdragers, zoals docs/publications.md het beschrijft.
forecast-stricter = De prognose gaat uit van het minimum van de structuur. Het uwe is strenger: verwacht minder.
do-forecast = Rondes verzinnen
task-proposing = Ceremonie voorstellen
task-beginning = Ceremonie beginnen
task-taking-back = Voorstel terugnemen
task-forecasting = Rondes verzinnen
task-opening = Ronde openen
task-extending = Uiterste datum verschuiven
task-sealing = Ronde verzegelen
task-counting = Tellingen samenvoegen
task-planning = Plan opnieuw maken
task-previewing = Publicatie maken
task-publishing = Publiceren
task-holding = Ronde aanhouden
task-cancelling = Ronde annuleren
task-exporting = Dossier schrijven
nav-ceremonies = Ceremonies
role-coordinator-what = Rondes openen, zien wie heeft ingestuurd, publiceren wat de regels goedkeuren.
ceremony-lead = De sleutelbewaarders maken samen sleutels, ieder voor een deel dat op zichzelf niets opent. Een ronde verbruikt een sleutel; een grote tabel meerdere.
ceremonies-held = Ceremonies tot nu toe
proposal-offered = Hebben aangeboden
proposal-missing = Hebben nog niet aangeboden
proposal-wait = Elke sleutelbewaarder opent zijn werkplek, of geeft trustee sit. Lees het logboek daarna opnieuw.
do-begin = Ceremonie beginnen
do-take-back = Voorstel terugnemen
propose-title = Een ceremonie voorstellen
propose-threshold = Sleutelbewaarders die samen openen
propose-hint = Alle { $n } sleutelbewaarders van het register doen mee. Met { $t } die samen openen, moeten er voor een opening { $q } zijn.
propose-keys = Sleutels die worden gemaakt
propose-keys-hint = Eén voor elke komende ronde; grote tabellen nemen er meerdere.
propose-days = Dagen voor elk van de drie stappen
propose-days-hint = De sleutelbewaarders leggen vast, onthullen en bevestigen. Wie niet op tijd vastlegt, wordt door de anderen vervangen.
propose-not-leading = Sleutelbewaarders die wel bewaren, maar geen leidende rol hebben
propose-not-leading-hint = Wie in gebreke was in een ceremonie die hiermee opnieuw begint, wordt vanzelf zo behandeld.
propose-numbers = Een van de getallen is geen getal. Geef hele getallen.
do-propose = Voorstellen
next-failed = De ronde is mislukt
next-failed-text = Annuleer haar en open een andere. Elke deelnemer stuurt met één opdracht opnieuw in wat hij heeft bewaard.
next-rehearse = Sleutelbewaarders tonen aan dat zij de sleutels hebben
next-rehearse-text = Elke sleutelbewaarder opent zijn werkplek, of geeft trustee sit, voordat deelnemers insturen. Komen er te weinig, annuleer dan de ronde, houd een nieuwe ceremonie en open haar opnieuw.
next-members = Deelnemers sturen in
next-members-text = U kunt verzegelen zodra alle opgaven binnen zijn, of na de uiterste datum.
next-seal = Alle deelnemers hebben ingestuurd
next-seal-text = De ronde kan worden verzegeld. Daarna kan niets meer worden ingestuurd of gecorrigeerd.
next-late = De uiterste datum is voorbij
next-late-text = Verzegel met de opgaven die binnen zijn, of verschuif de uiterste datum.
next-state = Sleutelbewaarders leggen een verklaring af over de verzegelde verzameling
next-state-text = Elke sleutelbewaarder opent zijn werkplek, of geeft trustee sit. Lees het logboek daarna opnieuw.
next-counts = Sleutelbewaarders openen de tellingen
next-counts-text = Elke sleutelbewaarder opent zijn werkplek, of geeft trustee sit. Lees het logboek daarna opnieuw.
next-count = De tellingen kunnen worden samengevoegd
next-count-text = Ze zeggen bij hoeveel deelnemers een cel niet nul is. Daaruit en uit de regels volgt welke totalen mogen worden geopend: u krijgt te zien hoeveel, en de vraag of het plan wordt vastgesteld.
next-totals = Sleutelbewaarders openen de goedgekeurde totalen
next-totals-text = Elke sleutelbewaarder opent zijn werkplek, of geeft trustee sit. Lees het logboek daarna opnieuw.
next-publish = De totalen zijn er
next-publish-text = De publicatie wordt op deze computer gemaakt en aan u getoond. Er gaat niets weg voordat u het zegt.
next-record = De ronde is gepubliceerd
next-record-text = Geef het dossier uit. Sleutelbewaarders wissen hun deelsleutels; daarna kijken zij en de deelnemers nog één keer naar het einde van het logboek.
next-held = De ronde is aangehouden
next-held-text = Een nieuwe ronde komt in haar plaats. Elke deelnemer stuurt opnieuw in wat hij heeft bewaard.
next-cancelled = De ronde is geannuleerd
next-cancelled-text = Een nieuwe ronde kan de opgaven gebruiken die deelnemers hebben bewaard.
do-seal = Ronde verzegelen
do-extend = Uiterste datum verschuiven
do-count = Tellingen samenvoegen
do-plan = Het plan met zijn redenen
do-preview = Publicatie bekijken
do-published = Wat is gepubliceerd
do-record = Dossier uitgeven
do-cancel = Ronde annuleren
do-hold = Ronde aanhouden
members-title = Wie heeft ingestuurd
members-in = Binnen: { $n }
members-missing = Ontbreekt: { $n }
members-revision = (correctie { $n })
members-withdrew = (ingetrokken)
extend-title = De uiterste datum verschuiven
extend-text = Nu is dat { $when }. De datum kan alleen later worden, en niet meer terug.
extend-to = De nieuwe uiterste datum
seal-title = De ronde verzegelen?
seal-text = { $n } van { $all } deelnemers hebben ingestuurd.
seal-missing = Zonder deze: { $areas }. Hun cijfers zullen in geen enkel totaal van deze ronde zitten.
seal-means = Daarna kan niets meer worden ingestuurd, gecorrigeerd of ingetrokken. Elk bewijs wordt hier gecontroleerd, en alle opgaven worden opgeteld, nog steeds versleuteld.
seal-not = Nog niet
wrong-title = Als het misgaat
wrong-text = Annuleren geeft een ronde op. Aanhouden is voor een controle die na de verzegeling is mislukt. Beide zijn openbaar, met een reden, en voor altijd.
hold-title = De ronde aanhouden
hold-text = Voor een controle die is mislukt. Wat is geopend, telt toch mee voor latere rondes.
cancel-title = De ronde annuleren
cancel-text = De ronde wordt opgegeven. Deelnemers houden hun opgaven en kunnen ze voor een andere ronde insturen.
aside-reason = Reden
aside-reason-hint = Zij is openbaar, en voor altijd. Noem geen cijfer.
plan-title = Het plan van ‘{ $round }’
plan-internal = Alleen voor u: de reden waarom een cel gesloten blijft, is zelf informatie.
plan-short = In het kort
plan-cells = Cellen, en wat ervan is geworden
plan-cell = Cel
plan-fate = Wat ervan is geworden
preview-title = ‘{ $round }’ zoals de publicatie zou worden
published-title = ‘{ $round }’ zoals gepubliceerd
preview-lead = Niets hiervan heeft uw computer verlaten. Bekijk het zoals lezers het zullen zien.
preview-none = De aandelen van de sleutelbewaarders worden samengevoegd en gecontroleerd, en de bestanden worden op deze computer gemaakt. Daarmee wordt niets gepubliceerd.
preview-values = Totalen met een waarde
preview-intervals = Totalen als interval
preview-withheld = Afgeschermd
preview-unreported = { $n } daarvan heeft niemand opgegeven
preview-nothing = Er is niets te zien: elk totaal is afgeschermd. Het plan zegt waarom.
preview-files = Bestanden
preview-totals = Totalen zoals lezers ze zien
publish-title = Publiceren
publish-text = Wat is gepubliceerd, blijft gepubliceerd. Deze bestanden gaan naar de server, met bewijzen dat ze uit de sommen volgen, en iedereen kan ze ophalen.
do-publish = Publiceren
record-title = Het dossier van ‘{ $round }’
record-lead = Een dossier is alles wat de partijen hebben ondertekend en gepubliceerd. Wie het heeft, kan de ronde controleren, zonder netwerk en zonder iemand te hoeven vertrouwen.
record-made = Geschreven
record-files = { $n ->
    [one] { $n } bestand, als één archief en als map met dezelfde naam
   *[other] { $n } bestanden, als één archief en als map met dezelfde naam
}
record-give = Geef het archief op welke manier ook door. Een controleur sleept het naar de pagina van de controleur, of geeft auditor verify.
record-public = Voor iedereen
record-public-text = Zonder tellingen en exacte totalen. Iedereen mag het hebben.
record-restricted = Voor erkende controleurs
record-restricted-text = Met aantallen bijdragers en exacte totalen. Geef het alleen aan wie uw regels noemen.
do-public = Openbaar dossier schrijven
do-restricted = Beperkt dossier schrijven
record-witnesses = Schrijf het zodra sleutelbewaarders hun deelsleutels hebben gewist, en sleutelbewaarders en deelnemers naar het einde van het logboek hebben gekeken: dan laat het dossier dat alles zien.

# Teksten die de coördinator zelf verstuurt. Knoppen heten erin zoals op de pagina’s.
letters-title = Teksten om te versturen
letter-invitation = Uitnodiging, aan alle deelnemers
letter-reminder = Herinnering, aan wie niets heeft ingestuurd
letter-receipt = Bevestiging, aan wie een opgave heeft ingestuurd
letter-results = Uitkomsten, aan alle deelnemers
letter-lead = Van hieruit wordt niets verstuurd: kopieer de tekst naar uw eigen mail.
letter-languages = Taal van deze tekst
letter-languages-hint = De tekst noemt de knoppen zoals de werkplek ze in deze taal heeft. Elk bureau kiest zijn taal zelf.
letter-to = Aan de bureaus van
letter-subject = Onderwerp
letter-text = Tekst
letter-invitation-subject = Ronde ‘{ $round }’ is open tot { $deadline }
letter-invitation-text =
    Ronde ‘{ $round }’ is open tot { $deadline }.
    Haar id begint met { $id }; vergelijk dat met wat uw bureau laat zien.

      1. Start uw werkplek en open uw bureau als deelnemer. Klik op ‘{ read-again }’ en open ‘{ $round }’.
      2. Klik op ‘{ way-book-do }’ en vul de werkmap in.
      3. Sleep haar naar dezelfde pagina en klik op ‘{ drop-do }’. Fouten worden getoond en daar verbeterd.
      4. Bekijk de samenvatting en klik op ‘{ send-do }’.

    Uw cijfers worden op uw computer versleuteld. Stuur ze alleen op deze manier in, nooit per mail.
letter-practice-subject = Oefenronde ‘{ $round }’ is open tot { $deadline }
letter-practice-text =
    Oefenronde ‘{ $round }’ is open tot { $deadline }.
    Haar id begint met { $id }; vergelijk dat met wat uw bureau laat zien.

    Start uw werkplek en open uw bureau als deelnemer. Klik op ‘{ read-again }’, open ‘{ $round }’ en klik op ‘{ practise-do }’.

    Daarmee worden verzonnen cijfers ingestuurd. Stuur niets echts in: een oefenronde beschermt niemand.
letter-reminder-subject = Nog niets binnen voor ‘{ $round }’, open tot { $deadline }
letter-reminder-text =
    De { $practice ->
        [yes] oefenronde
       *[no] ronde
    } ‘{ $round }’ (id { $id }) sluit op { $deadline }, en er telt nog geen opgave van uw bureau in mee.
    De eerste pagina van uw bureau op uw werkplek laat zien hoe het ervoor staat: klik daar op ‘{ read-again }’. Kunt u niet op tijd insturen, laat het ons dan vóór die datum weten: de uiterste datum kan worden verschoven, maar alleen vóór de verzegeling.
letter-receipt-subject = Uw opgave voor ‘{ $round }’ is binnen
letter-receipt-line = { $area }: { $revision ->
    [0] eerste opgave
   *[other] correctie { $revision }
}, gebeurtenis { $height } van het logboek
letter-receipt-text =
    Deze opgaven tellen mee in de { $practice ->
        [yes] oefenronde
       *[no] ronde
    } ‘{ $round }’ (id { $id }):
    { $lines }
    Uw bureau bewaart het bewijs ervan: open ‘{ receipts-title }’ op uw werkplek. Is de regel van uw bureau niet wat u hebt ingestuurd, laat het ons dan meteen telefonisch weten.
letter-results-subject = De totalen van ‘{ $round }’ zijn gepubliceerd
letter-results-text =
    De totalen van de { $practice ->
        [yes] oefenronde
       *[no] ronde
    } ‘{ $round }’ (id { $id }) zijn gepubliceerd; de bestanden zijn bijgevoegd.
    Om ze te controleren: kies op uw werkplek ‘{ role-auditor }’, sleep het dossier dat wij uitgeven, of een kopie ervan, naar de pagina en klik op ‘{ audit-do }’; het rapport vergelijkt er bestanden mee. Klik daarna op de eerste pagina van uw bureau nog één keer op ‘{ read-again }’. Zo ondertekent uw bureau het einde van het logboek mee.
