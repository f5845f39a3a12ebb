# Ce que disent les pages, en français. Mêmes noms et mêmes variables que dans en.ftl ; un test les tient égaux.
#
# Glossaire : un seul mot pour une chose. Qui modifie ce texte s’y tient.
#
#   office office · desk bureau · member répondant · coordinator coordinateur · trustee dépositaire · auditor auditeur
#   round collecte · practice round collecte d’essai · ceremony cérémonie · deadline date limite · period période
#   return déclaration · figure donnée · cell cellule · total total · count dénombrement · contributor contributeur
#   breakdown ventilation · send envoyer · correction correction · take back retirer · receipt accusé de réception
#   log journal · event événement · seal sceller, scellement · set ensemble · statement attestation · open ouvrir
#   approved approuvé · plan plan · withheld non diffusé · closed, shut fermé · publish publier · record dossier
#   key clé · sub-key sous-clé · share part · fingerprint empreinte · passphrase phrase de passe
#   commit s’engager · reveal révéler · confirm confirmer · offer proposer sa part · quorum quorum
#   directory annuaire · card fiche · request demande · certificate certificat · backup sauvegarde
#   workbook classeur · sheet feuille · layout présentation · fault erreur · warning avertissement · note commentaire
#   folder répertoire · structure structure · hold back suspendre · cancel annuler · erase effacer · lock verrouiller
#
# Les noms de commandes, de fichiers, de colonnes et de codes (trustee sit, totals.csv, OBS_STATUS, PUBLISHED) restent tels quels.
# Espace insécable devant : ; ! ? » et après « ; un test le vérifie.

brand = Intertally
own-name = Français
language = Langue
skip = Aller au contenu
footer = Cette page est servie par votre propre machine, et à elle seule. Les données la quittent chiffrées, sauf celles que vous marquez comme publiées.
nav = Pages de cet office
nav-rounds = Collectes
nav-receipts = Accusés
nav-due = À faire
nav-backup = Sauvegarde
crumbs = Où vous êtes
lock = Verrouiller
end = Terminer
go-on = Continuer
go-back = Retour

# Dates et nombres. Les données d’une déclaration et les totaux s’écrivent sans séparateur de milliers, dans toutes les langues.
date = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }, { $hour } h { $minute } { $zone }
date-both = { $utc } ({ $here })
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
percent = { $n } %

# Devant la porte et après la fin.
barred-title = Cette adresse ne vous laisse pas entrer
barred-host = L’adresse nomme un autre hôte que ce bureau.
barred-origin = Cette requête vient d’une autre page. Rien n’a été fait.
barred-cookie = Ce navigateur n’est pas entré par l’adresse que le bureau a donnée, ou le bureau a été redémarré depuis.
barred-token = L’adresse a déjà servi, ou c’est celle d’un bureau précédent. Si ce n’est pas vous qui l’avez utilisée, terminez le bureau maintenant.
barred-next = Redémarrez le bureau et ouvrez l’adresse qu’il donne.
enter-title = Votre bureau est ouvert
enter-go = Vers le bureau
ended-title = Le bureau est fermé
ended-text = Les offices sont verrouillés et rien de cette session ne reste en mémoire. Vous pouvez fermer cette page.
ended-here = Le bureau est fermé. Vous pouvez fermer cette page.
refused-title = Cela n’a pas fonctionné
refused-back = Vers la première page
refused-nowhere = Cette page n’existe pas, ou ce qu’elle montrait a été rangé.
refused-form = Le formulaire n’a pas pu être lu. Une déclaration compte au plus 32 Mo.
refused-stale = Rien n’a été fait : cette page a vieilli, et c’est une autre étape qui est due. Revenez en arrière et regardez de nouveau.
refused-changed = Rien n’a été envoyé : la déclaration que cette page montrait n’est plus celle qui est en attente. Un autre onglet l’a remplacée ou envoyée. Regardez-la de nouveau.

# Rôles.
role-member = Répondant
role-member-what = Les données de votre pays : les contrôler, les chiffrer, les envoyer, conserver la preuve.
role-trustee = Dépositaire
role-trustee-what = Votre part de la clé : avec d’autres, vous ouvrez les totaux que les règles approuvent, et rien d’autre.
role-coordinator = Coordinateur
role-auditor = Auditeur
role-auditor-what = Le dossier public d’une collecte : vérifiez-le sur cette machine, sans faire confiance à personne.
role-aggregator = Serveur

# La première page.
home-title = Votre bureau
home-lead = Une statistique commune pour laquelle aucun pays ne montre ses données à qui que ce soit. Que voulez-vous faire ?
home-bare = Pas encore d’office sur cette machine
home-founded = Office { $name } : attend les fichiers en retour
home-joined = Office { $name } : verrouillé
home-open = Office { $name } : ouvert
home-no-office = Ne demande ni office ni réseau
home-safe-title = Ce qui se passe, et où
home-safe = Les données sont lues, contrôlées et chiffrées sur cette machine. Personne ne peut déchiffrer une déclaration isolée : ce qui est ouvert ensuite, ce sont des sommes sur plusieurs pays, et seulement celles qui ne trahissent aucun petit groupe de pays. Les commentaires, et les données que vous marquez comme publiées, sont publics.

# Le premier jour.
steps = Étapes du premier jour
steps-make = Créer votre office
steps-send = Envoyer deux fichiers, en recevoir trois
steps-join = Comparer et rejoindre
make-title = Créer votre office
make-lead = Un office est un répertoire de cette machine qui contient vos clés, chiffrées par une phrase de passe. Cela prend une minute.
make-area = Votre code pays
make-area-hint = Tel qu’il figure dans la structure de la statistique, par exemple NL.
make-name = Nom de votre office
make-name-hint = Tel que les autres le connaissent, 64 caractères au plus.
make-server = Adresse du serveur
make-server-hint = Le coordinateur vous la donne.
make-passphrase = Une nouvelle phrase de passe
make-passphrase-hint = Cinq ou six mots sans rapport entre eux. 12 caractères au moins.
make-again = La même, encore une fois
make-differ = Les deux phrases de passe diffèrent. Saisissez-les de nouveau toutes les deux.
make-lost = Personne ne peut rétablir une phrase de passe perdue : conservez-la là où votre organisme conserve ce genre de choses.
make-place = L’office est créé dans { $place }. Incluez ce répertoire dans vos sauvegardes.
make-do = Créer l’office
strength-0 = Trop facile à deviner
strength-1 = Très faible
strength-2 = Faible : ajoutez un mot
strength-3 = Moyenne : un mot de plus la rend forte
strength-4 = Forte
join-title = Envoyer deux fichiers, en recevoir trois
join-send = 1. Envoyez ceux-ci au coordinateur
join-send-text = Les deux sont publics. Ils ne contiennent aucun secret.
join-card = Enregistrer la fiche
join-request = Enregistrer la demande
join-read = Lisez ensuite cette empreinte à haute voix au téléphone. C’est ainsi que le coordinateur sait que les fichiers viennent de vous.
join-code = Code QR avec l’empreinte { $text }
join-code-text = La même chose pour un appareil photo : qui est à côté de vous, ou la voit sur papier, n’a rien à saisir.
join-back = 2. Donnez ce qui est revenu
join-back-text = Le coordinateur envoie trois fichiers : l’annuaire de tous les offices, le certificat de l’autorité et votre propre certificat.
join-directory = Annuaire (directory.toml)
join-authority = Certificat de l’autorité (authority.pem)
join-certificate = Votre certificat (par exemple member-NL.pem)
join-next = Suite : comparer les empreintes
join-lacks = Il faut les trois fichiers. Choisissez chacun d’eux.
compare-title = Comparer les empreintes
compare-lead = Demandez à chaque office son empreinte par téléphone ou sur papier, et d’abord aux dépositaires : un faux dépositaire est une fausse serrure.
compare-role = Rôle
compare-name = Office
compare-fingerprint = Empreinte
compare-own = vous
compare-yes = J’ai comparé ces empreintes auprès des offices eux-mêmes.
compare-do = Rejoindre
compare-back = Choisir d’autres fichiers
unlock-title = Ouvrir votre office
unlock-of = Ouvrir l’office { $name }
unlock-lead = Votre phrase de passe ouvre l’office pour cette session. Verrouillez-le quand vous partez.
unlock-passphrase = Phrase de passe
unlock-place = L’office se trouve dans { $place }.
unlock-do = Ouvrir

# Travaux en cours.
task-reading = Lecture du journal
task-sending = Chiffrement et envoi
task-practising = Envoi de données inventées
task-withdrawing = Retrait de la déclaration
task-fetching = Récupération des résultats
task-checking = Vérification du dossier
task-ceremony = Participation à la cérémonie
task-rehearsing = Démonstration que vous détenez les clés
task-stating = Vérification de l’ensemble scellé
task-counts = Ouverture des dénombrements
task-totals = Ouverture des totaux
task-erasing = Effacement de vos sous-clés
working = En cours
asked-title = Une question
answer-yes = Oui
answer-no = Non
answer-not-now = Pas maintenant
waits-title = Fait, autant que possible pour l’instant
waits-none = Rien n’est attendu.
waits-text = C’est maintenant aux autres d’agir. Ce qui est attendu :

# Ce qu’on demande à un dépositaire.
ask-checked = Ce que cette machine a vérifié
ask-round = Collecte
ask-of = { $n } sur { $all }
ask-keys = Clés
ask-committee = Comité
ask-committee-of = { $t } dépositaires sur { $n } ouvrent ensemble
ask-commit-by = Engagements avant le
ask-part-title = Prendre part à cette cérémonie ?
ask-part-text = Le coordinateur propose une cérémonie : les dépositaires fabriquent ensemble des clés pour les prochaines collectes, et chacun détient une part qui n’ouvre rien à elle seule.
ask-part-again = Par leur faute, la cérémonie a déjà échoué, et ils seraient de nouveau meneurs : { $names }.
ask-part-checked = Le coordinateur et tous les dépositaires de la proposition ont les clés que vous avez épinglées.
ask-part-you = À vous de vérifier : cette cérémonie vous a-t-elle été annoncée par une autre voie, avec ce comité ?
ask-part-yes = Prendre part
ask-consent-title = Une personne doit consentir
ask-consent-text = Les règles de la collecte « { $round } » ne laissent pas cette machine continuer d’elle-même :
ask-consent-you = À vous de vérifier : pourquoi le coordinateur veut-il cela ? Demandez-le-lui par téléphone.
ask-consent-yes = Consentir
ask-state-title = Attester cet ensemble ?
ask-state-members = Répondants de l’ensemble
ask-state-at = Scellé
ask-state-cells = Cellules
ask-state-minimum = Un total n’est ouvert que là où au moins { $range } répondants ont une donnée non nulle.
ask-state-earlier = Dossiers antérieurs qui comptent
ask-state-log = Le journal, face à tout ce que cet office a vu auparavant.
ask-state-proofs = Chaque signature et chaque preuve de chaque déclaration.
ask-state-set = L’ensemble contient la dernière déclaration de chaque répondant, et il a été scellé quand c’était permis.
ask-state-sum = La somme, additionnée sur cette machine.
ask-state-counted = Les cellules où l’on dénombre les contributeurs sont celles que les règles admettent.
ask-state-pins = Répondants et politique, face à ce que vous avez épinglé ; et votre propre registre.
ask-state-you = À vous de vérifier : est-ce la collecte dont on vous a parlé, et sont-ce bien ces répondants ?
ask-state-means = Vous attestez une seule fois, pour toujours : vous répondez de cet ensemble exactement. Après un quorum d’attestations, les nombres de contributeurs sont ouverts au coordinateur et aux dépositaires, et aucune donnée.
ask-state-yes = Attester cet ensemble
ask-totals-title = Ouvrir ces totaux ?
ask-totals-open = Totaux qui seront ouverts
ask-totals-shut = Totaux qui restent fermés
ask-totals-counts = Les dénombrements, face aux sommes et aux preuves de tous les dépositaires.
ask-totals-plan = Le plan, recalculé ici à partir de la politique et des dénombrements : il approuve exactement ces totaux.
ask-totals-you = À vous de vérifier : est-ce à peu près le nombre que vous attendiez de cette collecte ?
ask-totals-means = Ils sont ouverts au coordinateur, qui les publie. Les autres restent fermés pour tous.
ask-totals-yes = Ouvrir ces totaux
taken-title = Fait
taken-kept = Le journal l’a pris en compte
taken-text = C’est l’événement { $height } du journal, le { $at }.
taken-receipt = Le serveur a signé un accusé de réception, il a été vérifié et il est conservé dans votre office. Désormais, personne ne peut l’écarter sans que vous puissiez le prouver.
taken-go = Retour à la collecte
stopped-title = Cela s’est arrêté
not-done-title = Rien n’a été fait
not-done-text = Vous avez dit non, ou le bureau s’est fermé avant votre réponse.

# Collectes.
rounds-title = Collectes
rounds-none = Cet office ne figure encore dans aucune collecte. C’est le coordinateur qui ouvre les collectes ; relisez alors le journal.
rounds-unread = Le journal n’a pas encore pu être lu.
read-at = Le journal a été lu { $when }.
read-again = Le relire
phase-soon = Ouvre plus tard
phase-open = Ouverte
phase-closed = Close
phase-sealed = Scellée : ouverture en cours
phase-counted = Dénombrée : ouverture en cours
phase-published = Publiée
phase-held = Suspendue
phase-cancelled = Annulée
phase-failed = Échouée
practice = Essai : pas de données réelles
opens = Ouvre { $when }
closes = Ferme { $when }
closed = Close { $when }
sent-nothing = Rien d’envoyé
sent-first = Envoyée, et elle compte
sent-revision = La correction { $n } compte
sent-withdrawn = Retirée : rien ne compte
strange-short = Quelque chose a été envoyé en votre nom dont cet office n’a pas d’accusé de réception. Ouvrez la collecte.
strange = Les événements { $events } du journal sont des envois ou des retraits en votre nom dont cet office n’a pas d’accusé de réception. Si vous ne les avez pas faits depuis une autre machine, votre clé est en d’autres mains : prévenez le coordinateur maintenant.
failed = Cette collecte a échoué : { $why }
few = Seuls { $have } dépositaires ont montré jusqu’ici qu’ils détiennent les clés de cette collecte, et il en faut { $need }. Si cela reste ainsi, la collecte sera refaite et chacun enverra de nouveau.
fact-return = Votre déclaration
fact-deadline = Date limite
fact-periods = Périodes
fact-members = Répondants
fact-who = Qui participe
fact-asks = Demande
fact-cells = { $n ->
    [one] { $n } donnée
   *[other] { $n } données
} sur { $sheets ->
    [1] une feuille
   *[other] { $sheets } feuilles
}
fact-sheets = Quelles feuilles
fact-id = Identifiant de la collecte
fact-id-hint = Comparez-le à ce que le coordinateur vous a écrit.
ago-minutes = { $n ->
    [0] à l’instant
    [one] il y a { $n } minute
   *[other] il y a { $n } minutes
}
ago-hours = { $n ->
    [one] il y a { $n } heure
   *[other] il y a { $n } heures
}
ago-days = { $n ->
    [one] il y a { $n } jour
   *[other] il y a { $n } jours
}
in-minutes = { $n ->
    [0] maintenant
    [one] dans { $n } minute
   *[other] dans { $n } minutes
}
in-hours = { $n ->
    [one] dans { $n } heure
   *[other] dans { $n } heures
}
in-days = { $n ->
    [one] dans { $n } jour
   *[other] dans { $n } jours
}

# Une collecte.
way-title = Envoyer votre déclaration
way-correct = Envoyer une correction
way-correct-text = Ce que vous envoyez remplace votre déclaration antérieure. Celle-ci reste dans le journal, aussi illisible qu’avant.
way-book = Remplissez le classeur
way-book-text = Il a une feuille par tableau et indique lui-même comment le remplir. Ne reprenez pas celui de l’an dernier : chaque collecte a le sien.
way-book-do = Télécharger le classeur
way-csv = ou un fichier CSV
way-drop = Déposez-le ici
way-drop-text = Il est lu et contrôlé sur cette machine. Rien n’est envoyé avant que vous ne le disiez.
drop-label = Votre déclaration
drop-again = Votre déclaration, corrigée dans le fichier
drop-hint = Déposez le fichier sur ce champ, ou choisissez-le : Excel ou LibreOffice, CSV, SDMX-CSV ou SDMX-ML.
drop-do = Contrôler
draft-title = Une déclaration est en attente
draft-text = { $file } a été lu et n’est pas encore envoyé.
draft-go = La regarder
practise-text = C’est une collecte d’essai. Pour découvrir le parcours sans risque, faites envoyer des données inventées.
practise-do = Envoyer des données inventées
withdraw-title = Retirer la déclaration
withdraw-hint = Jusqu’au scellement de la collecte, vous pouvez retirer ce que vous avez envoyé. Pour le corriger, envoyez simplement de nouveau.
withdraw-go = La retirer
withdraw-text = { $n ->
    [0] Votre déclaration
   *[other] La correction { $n } de votre déclaration
} à « { $round } » reste dans le journal et ne compte plus. Jusqu’à un nouvel envoi, votre pays n’est pas dans les totaux.
withdraw-do = La retirer
withdraw-not = La laisser

# Une déclaration qui a été déposée.
review-good = { $file } peut être envoyé
review-faults = { $n ->
    [1] Une erreur dans { $file }
    [one] { $n } erreur dans { $file }
   *[other] { $n } erreurs dans { $file }
}
review-mend = Rien n’a été envoyé. Corrigez ceci dans le fichier, enregistrez-le et déposez-le de nouveau.
review-mend-here = Rien n’a été envoyé. Saisissez ce qui est juste à côté de chaque erreur, et contrôlez de nouveau. Ou corrigez votre fichier et déposez-le de nouveau.
review-held = Rien n’a été envoyé : vous aviez saisi quelque chose qui n’était pas encore contrôlé. Ce l’est maintenant. Regardez encore une fois, puis envoyez.
file-title = Erreurs du fichier lui-même
file-text = Elles ne peuvent pas être corrigées sur cette page : elles concernent la forme du fichier, une de ses colonnes, ou l’unité de ses données.
faults-title = Erreurs, par feuille et ligne
faults-text = Ce que vous saisissez ici ne modifie pas votre fichier.
warnings-title = { $n ->
    [1] Un avertissement
    [one] { $n } avertissement
   *[other] { $n } avertissements
}
warnings-text = Les avertissements ne vous arrêtent pas. Regardez chacun d’eux une fois.
warnings-name = Avertissements, par feuille et ligne
grid-sheet = Feuille { $sheet }
grid-place = Où
grid-row-of = Ligne { $row }
grid-file = Le fichier
grid-found = Trouvé
grid-what = Ce qui ne va pas, et que faire
grid-mend = Corriger ici
grid-more = et { $n } autres
mend-figure = Donnée
mend-status = Statut
mend-row = Écarter cette ligne
mend-above = Le champ est plus haut.
mend-do = Contrôler de nouveau
status-none = aucun
status-A = A : une donnée
status-P = P : provisoire, peut encore changer
status-B = B : non comparable à l’année précédente
status-W = W : comprend celles d’une autre cellule
status-M = M : pas de donnée, ne peut exister
status-L = L : pas de donnée, non observée
status-O = O : pas de donnée, manquante
status-K = K : pas de donnée, comptée ailleurs
changed-cells = Vous avez modifié { $cells ->
    [1] une cellule
   *[other] { $cells } cellules
} sur cette page
changed-rows = Vous avez écarté { $rows ->
    [1] une ligne
   *[other] { $rows } lignes
} sur cette page
changed-both = Vous avez modifié { $cells ->
    [1] une cellule
   *[other] { $cells } cellules
} et écarté { $rows ->
    [1] une ligne
   *[other] { $rows } lignes
} sur cette page
changed-text = Ce que vous envoyez est votre fichier avec ces modifications. Le fichier lui-même est resté tel quel : notez-les-y aussi.
changed-name = Ce que vous avez modifié
changed-place = Où
changed-file = Dans le fichier
changed-here = Ici
changed-nothing = rien
changed-row = la ligne
changed-left-out = écartée
changed-undo = Annuler
changed-undo-all = Tout annuler
summary-title = Résumé
summary-text = Personne parmi ceux qui reçoivent vos données ne peut les voir, donc personne ne peut voir qu’elles sont fausses. Comparez ceci à votre propre publication.
summary-filled = Rempli
summary-of = { $filled } données sur { $cells }
summary-missing = Sans donnée
without-M = { $n } sans objet (M)
without-L = { $n ->
    [one] { $n } non observée (L)
   *[other] { $n } non observées (L)
}
without-O = { $n ->
    [one] { $n } manquante (O)
   *[other] { $n } manquantes (O)
}
without-K = { $n ->
    [one] { $n } comptée ailleurs (K)
   *[other] { $n } comptées ailleurs (K)
}
summary-largest = Donnée la plus élevée
summary-compared = Comparé à
compared-nothing = Rien : aucune déclaration antérieure n’est conservée ici. Des données toutes dix ou mille fois trop grandes paraissent justes ; comparez la plus élevée à votre propre publication.
compared-earlier = { $n ->
    [one] { $n } donnée de votre dernière déclaration
   *[other] { $n } données de votre dernière déclaration
}
summary-confidential = Confidentielles chez vous, ce que chacun peut lire
summary-public = Marquées comme publiées : partent en clair
summary-evaluated = Fait de vos nombres pour les évaluations, et envoyé chiffré
evaluated-lacking = Rien n’est envoyé, car il manque un chiffre pour :
evaluated-unfit = Rien n’est envoyé : il y a plus d’événements que de personnes, ou plus de personnes qu’une évaluation n’en admet.
doubts-title = { $n ->
    [1] Une donnée est loin de votre dernière, ou inhabituelle
    [one] { $n } donnée est loin de votre dernière, ou inhabituelle
   *[other] { $n } données sont loin de vos dernières, ou inhabituelles
}
doubts-corrects = Elles sont comparées à { $revision ->
    [0] votre première déclaration à cette collecte
   *[other] votre correction { $revision }
}, que celle-ci remplace : ce qui en est loin est peut-être justement ce que vous corrigez.
doubts-name = Données qui pourraient être des erreurs de saisie
doubts-cell = Donnée de
doubts-now = Maintenant
doubts-before = La dernière, ou l’habitude
doubts-usual = rarement au-dessus de { $limit }
doubts-yes = Je les ai toutes regardées : elles sont justes.
notes-title = Vos commentaires sont publics
notes-text = Les commentaires ne sont pas chiffrés. Tout le monde peut les lire, dans le dossier et dans la publication.
notes-yes = Certains contiennent des nombres : j’ai regardé, et aucun ne révèle une donnée.
notes-whole = toute la déclaration
clear-title = Certaines données ne sont pas chiffrées
clear-text = { $n ->
    [1] Une donnée est marquée PUBLISHED : elle part
    [one] { $n } donnée est marquée PUBLISHED : elle part
   *[other] { $n } données sont marquées PUBLISHED : elles partent
} en clair, pour tout le monde, pour toujours. Le résumé les énumère.
clear-yes = Mon office publie lui-même chacune d’elles.
practice-warning = C’est une collecte d’essai : son ouverture ne compte nulle part et ne protège personne. N’envoyez pas de données réelles.
practice-yes = Les données de ce fichier ne sont pas réelles.
send-title = Chiffrer et envoyer
send-text = { $area } à « { $round } », { $revision ->
    [0] première déclaration
   *[other] correction { $revision }
}. Votre machine chiffre les données, prouve qu’elles respectent les règles de la collecte et envoie le tout. Le serveur vérifie la preuve sans voir une seule donnée.
send-do = Chiffrer et envoyer
put-away = Ranger cette déclaration

# Une présentation qui vous est propre.
layout-title = La présentation de votre fichier
layout-offer = Votre fichier a-t-il sa propre présentation ?
layout-offer-text = Certaines colonnes ou certains libellés ne sont pas ceux de cette collecte. Si c’est ainsi que votre organisme tient ses données, dites une fois quelle colonne et quel libellé sont quoi.
layout-go = Apparier colonnes et libellés
layout-is-paired = Votre fichier a été lu avec les colonnes et les libellés que vous avez appariés. Regardez le résumé : il dit ce qui est rempli.
layout-is-kept = Votre fichier a été lu avec la présentation que votre office conserve. Regardez le résumé : il dit ce qui est rempli.
layout-change = Modifier l’appariement
layout-keep-do = La garder pour la prochaine collecte
layout-save = L’enregistrer comme fichier pour --mapping
layout-plain = Lire le fichier sans elle
layout-steps = Étapes d’une présentation
layout-step-columns = Colonnes
layout-step-labels = Libellés
layout-step-check = Contrôle
layout-lead = Dites ce qu’est chaque colonne de { $file }. Ce qui se ressemble est déjà choisi : vérifiez-le.
layout-columns = Colonnes de votre fichier
layout-columns-text = Une colonne pour chaque ventilation de la statistique, et une pour les données. Ce qui ne sert pas est ignoré.
layout-periods = Le fichier a une colonne par période. Elles sont déjà connues.
layout-column = Colonne
layout-holds = Ce qu’elle contient
layout-becomes = Ce que c’est
layout-fixed = Identique dans toutes les lignes
layout-fixed-text = Une ventilation qu’aucune colonne de votre fichier ne donne : choisissez le code qui vaut pour toutes ses données.
layout-by-heading = le titre des données le dit
layout-by-column = une colonne la donne
layout-next = Suite : libellés
layout-back = Retour à la déclaration
layout-no-value = Aucune colonne n’est la donnée. Choisissez celle qui contient vos données.
layout-several = Plusieurs colonnes contiennent des données. Choisissez ci-dessous ce que disent leurs titres, ou indiquez celles qui s’additionnent.
layout-twice = Deux colonnes sont choisies comme « { $what } ». Choisissez-en une.
layout-no-dimension = Aucune colonne n’est « { $what } », et aucun code n’est choisi pour toutes les lignes. Choisissez l’un des deux.
layout-no-labels = Quelque chose de la colonne « { $column } » n’est pas encore choisi.
layout-labels-lead = Dites ce qu’est chaque libellé. Ce qui se ressemble est déjà choisi : vérifiez-le.
layout-labels-none = Tous les libellés sont déjà des codes de la collecte.
layout-labels = Libellés de « { $column } » : { $what }
layout-labels-text = Les lignes des libellés écartés ne sont pas lues.
layout-area-text = Choisissez le libellé qui est votre propre pays. Les lignes des autres ne sont pas lues.
layout-many = Seuls les { $n } premiers libellés peuvent être appariés ici. Pour davantage, utilisez un fichier d’appariement ; docs/returns.md en montre la forme.
layout-choose = choisir
layout-leave-out = écarter ces lignes
layout-perhaps = peut-être { $code }
layout-keep = Lignes qui comptent, selon « { $column } »
layout-keep-text = Cochez ce qui est dénombré. Les taux, les pourcentages et les milliers n’ont pas leur place dans une déclaration.
layout-empty = (vide)
layout-flags = Marques des données
layout-flags-text = Dites à quel statut correspond chaque marque.
layout-flag-none = tel quel
layout-values = Colonnes de données
layout-values-text = Choisissez ce que chacune compte.
layout-figures = Comment les données sont écrites
layout-figures-text = N’y touchez pas si votre fichier contient des nombres ordinaires.
layout-thousands = Signe entre les milliers
layout-decimal = Signe devant les décimales
layout-zero = Signifie 0
layout-zero-empty = Un champ vide vaut 0 aussi
layout-missing = Ce qui tient lieu d’absence de donnée
layout-missing-hint = Plusieurs signes ou mots, séparés par des espaces.
layout-check = Contrôler la déclaration
layout-to-columns = Retour aux colonnes
mark-none = aucun
mark-point = point
mark-comma = virgule
mark-apostrophe = apostrophe
mark-blank = espace
target-none = inutilisée
target-figure = la donnée
target-status = le statut de la donnée
target-note = un commentaire sur la donnée, public
target-unit = ce qui est dénombré, un commentaire public
target-confidential = si elle est confidentielle chez vous
target-published = si vous la publiez
target-figure-added = Donnée, additionnée aux autres ainsi marquées
target-period-added = Période, dont les parties s’additionnent
target-added-over = Les lignes s’additionnent sur cette colonne
target-keep = quelles lignes comptent

# Accusés de réception.
receipts-title = Accusés de réception
receipts-lead = Le journal ne peut que croître, et le serveur a signé pour chacune de ces places. Conservez-les : ils prouvent ce que vous avez envoyé, et quand.
receipts-none = Pas encore d’accusé de réception.
receipt-event = Événement
receipt-what = Quoi
receipt-at = Quand
receipt-state = État
receipt-file = Fichier
receipt-good = Bon
receipt-worthless = Sans valeur : sa preuve ne tient pas
receipt-broken = Promesse rompue : le journal ne le montre pas
receipt-save = Enregistrer

# Résultats.
results-title = Les totaux sont publiés
results-there = Ils figurent ici à côté de vos propres données, qui restent sur cette machine.
results-go = Vers les résultats
results-of = Résultats de « { $round } »
results-fetch-text = Ce qui a été publié est récupéré du serveur et comparé à ses condensés dans le journal.
results-fetch = Récupérer les résultats
results-early = La collecte n’est pas encore publiée. Revenez quand elle le sera.
results-open = { $open } totaux sur { $cells } sont publiés{ $shut ->
    [0] .
   *[other]  ; les autres restent fermés pour tous, pour toujours.
}
results-files = Fichiers publiés
results-report = Lire le rapport
results-beside = Nous et tous les autres
results-own = Vos propres données proviennent de ce que cet office conserve. Qui voit cette page les voit.
results-no-own = Aucune déclaration de cet office à cette collecte n’est conservée sur cette machine.
results-cell = Total de
results-total = Tous
results-mine = Nous
results-others = Tous les autres
results-reporting = Pays compris
results-withheld = fermé
results-unreported = déclaré par personne
results-effects = Effets : nous et tous les autres
results-effects-text = Calculé sur cette machine à partir de vos propres données et des sommes publiées. Rien n’est envoyé : qui voit cette page voit ce qui découle de vos données.
results-effects-others = Autres dans les sommes : { $others }
results-effect = Effet (intervalle à 95 %)

# L’auditeur.
audit-title = Vérifier un dossier
audit-lead = Un dossier est tout ce que les parties d’une collecte ont signé et publié. Les mêmes contrôles que ceux de la commande s’exécutent ici, hors ligne, sur cette machine.
audit-last = Le rapport sur le dernier dossier vérifié
audit-drop = Déposez son archive
audit-drop-label = Le dossier en un seul fichier
audit-drop-hint = Une archive qui se termine par .tar, 512 Mo au plus.
audit-name = Ou dites où il se trouve
audit-path = Répertoire ou archive sur cette machine
audit-path-hint = Par exemple /home/me/Downloads/record
audit-do = Vérifier
verdict-pass = Il tient
verdict-pass-means = Tous les contrôles que permet cette édition du dossier ont réussi.
verdict-fail = Il ne tient pas
verdict-fail-means = Un contrôle au moins a échoué. Chaque faute nomme ce qu’elle désigne.
verdict-open = Non décidé
verdict-open-means = Aucun contrôle n’a échoué, mais certains n’ont pas pu être faits. Chacun dit pourquoi.
report-title = Rapport sur « { $round } »
report-checks = Les contrôles
report-file = Mon fichier est-il de ce dossier ?
report-file-text = On vous a donné totals.csv ou report.html ? Le fichier est comparé, octet par octet, à ce que ce dossier publie.
report-file-label = Le fichier
report-file-do = Le comparer
report-same = { $file } est { $name } de ce dossier, octet pour octet.
report-other = { $file } n’est aucun des fichiers que ce dossier publie.
report-seen = Qui a vu la fin du journal
report-evidence = Éléments de preuve
report-fingerprints = Empreintes : comparez-les à celles que vous avez reçues ailleurs
report-shows = Ce que cela montre, et ce que cela ne montre pas
check-pass = tient
check-fail = échoue
check-open = non fait
check-points = Désigne { $who }.

# Où en est une collecte, pour le dépositaire et le coordinateur.
needed = { $n } ({ $need } nécessaires)
fact-members-in = Déclarations reçues
fact-id-trustee = Comparez-le à ce que le coordinateur vous a dit.
spare-short = Seuls { $have } dépositaires sur { $all } ont montré qu’ils détiennent les clés, et il en faut { $need } pour ouvrir quoi que ce soit. Si cela reste ainsi, tout ce que les répondants envoient devra être renvoyé.
spare-none = { $have } dépositaires sur { $all } ont montré qu’ils détiennent les clés : juste autant qu’il en faut. Si l’un d’eux fait défaut, rien de cette collecte ne pourra être ouvert. Demandez aux autres de venir avant que les répondants n’envoient.
spare-never = Les { $all } dépositaires ont tous montré qu’ils détiennent les clés, et chacun d’eux est nécessaire. Si l’un fait défaut, rien de cette collecte ne pourra être ouvert.
trustees-title = Dépositaires, et ce que chacun a fait
trustees-name = Dépositaire
trustees-rehearsed = Clés montrées
trustees-stated = Attestation
trustees-counts = Dénombrements ouverts
trustees-totals = Totaux ouverts
trustees-erased = Effacé
trustees-yes = ✓ fait

# Le dépositaire.
due-title = À faire
due-no-round = Cet office ne figure encore dans aucune collecte. Relisez le journal quand le coordinateur vous annonce une cérémonie ou une collecte.
due-others = C’est aux autres d’agir.
due-nothing = Rien à faire pour vous maintenant
due-nothing-text = C’est aux autres d’agir. Relisez le journal quand on vous dit que c’est votre tour.
due-rehearse = Montrez que vous détenez les clés
due-rehearse-text = Un événement signé du journal montre que vos sous-clés de cette collecte sont ici, avant que les répondants n’envoient quoi que ce soit qu’elles seules peuvent ouvrir. Cela n’ouvre rien. Ce que les autres ont montré est comparé.
due-state = Un ensemble scellé attend votre attestation
due-state-text = Cette machine récupère chaque déclaration, vérifie chaque signature et chaque preuve, et calcule la somme. Puis elle montre ce qu’elle a trouvé, et vous pose la question.
due-counts = Ouvrez les dénombrements
due-counts-text = Un quorum a attesté. Votre machine donne ses parts des dénombrements : chez combien de répondants une cellule n’est pas nulle, et aucune donnée. Chaque part porte une preuve.
due-totals = Ouvrez les totaux approuvés
due-totals-text = Le coordinateur a adopté un plan. Cette machine vérifie les dénombrements et recalcule le plan. Puis elle montre ce qui serait ouvert, et vous pose la question.
due-erase = Effacez vos sous-clés
due-erase-text = La collecte est terminée. Une fois que tous les détenteurs d’une sous-clé l’ont effacée, personne ne peut plus rien en ouvrir, et la vérification est complète.
due-lost = Vos sous-clés ne sont pas ici
due-lost-text = Cet office ne détient pas les sous-clés de cette collecte. Si vous avez une sauvegarde, restaurez-la sur une autre machine ou dans un autre répertoire, et prévenez le coordinateur maintenant : les répondants ne devraient pas envoyer avant qu’assez de dépositaires puissent ouvrir.
due-older = Vous ne participez plus à cette collecte
due-older-text = Ses clés sont plus anciennes que votre restauration. Personne ne sait ce qui a été attesté auparavant, donc rien n’est montré, attesté ni ouvert pour elles ici. Le journal ne le montre pas : prévenez tout de suite le coordinateur. Avec 2 dépositaires sur 3, une telle collecte ne peut plus jamais être ouverte ; avec 3 sur 5, la perte d’un autre y met fin.
due-erased = Vous avez effacé vos sous-clés
due-erased-text = Le journal le dit, avec votre signature. Supprimez aussi les anciennes sauvegardes qui les contiennent encore.
do-rehearse = Montrer que je les détiens
do-state = Vérifier l’ensemble scellé
do-counts = Ouvrir les dénombrements
do-totals = Vérifier le plan
do-erase = Effacer mes sous-clés
erase-title = Effacer vos sous-clés pour toujours ?
erase-text = Sans vos sous-clés de « { $round } », vous ne pourrez plus rien en ouvrir. Le journal dit, avec votre signature, qu’elles n’existent plus.
erase-backups = Les sauvegardes les contiennent aussi, et ce programme ne peut pas les atteindre : supprimez toute sauvegarde faite jusqu’ici, et faites-en une nouvelle ensuite.
erase-sure = La collecte est publiée ou abandonnée, et personne n’a plus besoin de ces sous-clés.
erase-not = Les garder
ceremonies-title = Cérémonies
proposal-title = Une cérémonie est proposée
proposal-text = { $t } dépositaires sur { $n }, { $keys ->
    [one] { $keys } clé
   *[other] { $keys } clés
}, engagements avant le { $by }.
ceremony-line = { $t } sur { $n }
ceremony-keys = { $n ->
    [one] { $n } clé
   *[other] { $n } clés
}, dont { $unused ->
    [one] { $unused } inutilisée
   *[other] { $unused } inutilisées
}
ceremony-look = Regarder la proposition
ceremony-do = Faire mon étape de la cérémonie
ceremony-offered = Vous avez proposé votre part. Le coordinateur commence dès que tous les dépositaires l’ont fait.
ceremony-waits = C’est aux autres dépositaires d’agir. Relisez le journal dans quelque temps.
backup-title = Sauvegarde
backup-lead = Tout ce dont cet office a besoin pour continuer sur une autre machine : ses clés, ses sous-clés, son registre. Un seul fichier, chiffré.
backup-never = Il n’existe aucune sauvegarde de cet office. Si cette machine est perdue, votre part des clés l’est avec elle.
backup-before = La dernière sauvegarde a été faite { $when }. Les clés ou le registre ont changé depuis.
backup-whole = La dernière sauvegarde a été faite { $when }, et elle contient tout.
backup-go = Faire une sauvegarde
backup-make = Faire une sauvegarde
backup-passphrase = Une phrase de passe pour la sauvegarde
backup-passphrase-hint = Une autre que celle de l’office, conservée ailleurs que le fichier. 12 caractères au moins.
backup-do = Enregistrer la sauvegarde
backup-when = Quand, et que faire ensuite
backup-when-text = Après chaque cérémonie, et non pendant : une cérémonie qui n’était pas confirmée au moment de la sauvegarde continue sans vous après une restauration. Ensuite, après chaque séance, pour que le registre soit complet.
backup-after = Après avoir effacé des sous-clés, supprimez toutes les sauvegardes faites auparavant. Elles les contiennent encore.
restore-go = Ou créer l’office à partir d’une sauvegarde
restore-title = Créer l’office à partir d’une sauvegarde
restore-lead = La machine est perdue, et vous avez le fichier de la sauvegarde et sa phrase de passe.
restore-file = La sauvegarde
restore-of-backup = Phrase de passe de la sauvegarde
restore-own = Une nouvelle phrase de passe pour cet office
restore-means = L’office n’atteste ensuite pour aucune clé antérieure à maintenant, puisque personne ne sait ce qui a été attesté après la sauvegarde. Vous ne participez plus aux collectes qui reposent sur ces clés : dites au coordinateur lesquelles. Avec 2 dépositaires sur 3, aucune d’elles ne peut être ouverte.
restore-do = Restaurer

# Ce qu’on demande à un coordinateur.
ask-open-title = Ouvrir cette collecte ?
ask-open-keys = Clés qu’elle consomme
ask-open-none = aucun
ask-open-revision = Des totaux de ces données ont déjà été ouverts : cette collecte dénombre celles qui ont changé depuis. Là où quelqu’un en a corrigé une, les tableaux de cette période n’ouvrent que peu, ou rien.
ask-open-not-again = « { $round } » a ouvert { $n ->
    [1] un total
    [one] { $n } total
   *[other] { $n } totaux
} sur des données de cette collecte que celle-ci ne redemande pas, par exemple { $some }. Tout ce qui partage des données avec eux reste fermé, puisque personne ne dit si elles ont changé. Demandez-les aussi.
ask-open-compared = Son rapport compare avec
ask-open-nothing-before = rien qui soit encore publié
ask-open-all = Elle n’est scellée que si tous les répondants envoient : un seul absent l’arrête. Un minimum plus bas lui permettrait de continuer.
ask-open-ceremony = de la cérémonie { $id }, commencée
ask-open-same = « { $round } » a déjà demandé { $periods } : cette collecte compte ce qui a changé depuis. Ces périodes sont-elles voulues ?
ask-open-not-over = { $periods } n’est pas encore terminée : personne n’en a toutes les données. Cette période est-elle voulue ?
ask-open-soon = Elle se ferme { $minutes ->
    [0] dans moins d’une minute
    [1] dans une minute
   *[other] dans { $minutes } minutes
}. Cette date limite est-elle voulue ?
ask-open-means = Rien de cela ne peut être modifié ensuite. Seule la date limite se déplace, et seulement vers plus tard.
ask-open-yes = Ouvrir la collecte
ask-adopt-title = Adopter ce plan ?
ask-adopt-approved = Totaux approuvés
ask-adopt-nothing = Rien ne serait ouvert. Regardez ensuite les motifs du plan : trop peu de répondants déclarent peut-être, ou des collectes antérieures font obstacle.
ask-adopt-means = Le plan est adopté une fois pour toutes, et les dénombrements vont aux dépositaires. Les totaux qui restent fermés le restent pour tous.
ask-adopt-yes = Adopter le plan

# Questions qui n’ont pas de forme propre.
ask-doubt-last = { $cell } : { $now } – votre dernière donnée était { $value }
ask-doubt-last-in = { $cell } : { $now } – votre dernière donnée était { $value }, dans { $other }
ask-doubt-usual = { $cell } : { $now } – plus de { $limit } est inhabituel pour cette mesure
ask-doubt-cause = { $n } sur { $all } sont environ { $factor } fois plus { $more ->
    [yes] grandes
   *[no] petites
} que ce que vous avez envoyé en dernier : { $correct ->
    [yes] est-ce ce que vous corrigez ? Sinon : des unités au lieu de milliers, ou une colonne décalée ?
   *[no] des unités au lieu de milliers, ou une colonne décalée ?
}
ask-doubts-right = { $n ->
    [1] Cette donnée est-elle juste ?
   *[other] Toutes ces données sont-elles justes ?
}
ask-same-again = Le serveur a déjà exactement cette déclaration pour « { $round } » : elle compte depuis le { $at }, { $revision ->
    [0] comme première déclaration
   *[other] comme correction { $revision }
}. Renvoyée, elle ne change rien. L’envoyer malgré tout ?
ask-practice = « { $round } » est une collecte d’essai : son ouverture ne compte nulle part et ne protège personne. Y envoyer malgré tout vos propres données ?
ask-note = « { $text } » contient des nombres, et tout le monde le lira. Est-il exact qu’aucune donnée n’y est révélée ?
ask-clear = { $n ->
    [1] Une donnée est marquée PUBLISHED dans la déclaration : elle part
    [one] { $n } donnée est marquée PUBLISHED dans la déclaration : elle part
   *[other] { $n } données sont marquées PUBLISHED dans la déclaration : elles partent
} en clair, pour tout le monde, pour toujours. Le journal les contient, et aucun chiffrement ne les protège. Votre office publie-t-il lui-même chacune d’elles ?
ask-encrypt = { $area } à « { $round } », { $revision ->
    [0] première déclaration
   *[other] correction { $revision }
} : { $filled } données remplies sur { $cells }, { $missing } sans donnée, { $notes ->
    [one] { $notes } commentaire public
   *[other] { $notes } commentaires publics
}. Chiffrer ?
ask-encrypt-largest = Donnée la plus élevée : { $value }, dans { $cell }.
ask-take-back = Reprendre la cérémonie proposée à { $names } ? Ce qu’ils ont proposé pour elle ne servira plus à rien.
ask-extend = Déplacer la date limite de « { $round } » du { $from } au { $to } ? Elle ne peut pas revenir en arrière.
ask-publish = { $shown } totaux avec une valeur, { $withheld } non diffusés, dans { $files }. Ce qui est publié reste publié. Publier ?
ask-seal = Sceller « { $round } » avec { $have } répondants sur { $listed } ? Rien ne pourra ensuite être envoyé ni corrigé.
ask-hold = Suspendre la collecte « { $round } » ? Le motif est public : { $reason }
ask-cancel = Annuler la collecte « { $round } » ? Le motif est public : { $reason }

# Ce qui est signalé pendant le travail.
notice-not-cosigned = Attention : le point de contrôle du journal n’a pas été cosigné : { $why }
notice-not-used = Non utilisée : la réponse du dépositaire { $trustee } : { $why }
notice-answer-lost = Non utilisée : le serveur a perdu les preuves de la réponse du dépositaire { $trustee }, qui les renvoie depuis son bureau, ou avec trustee sit.
notice-notes-public = Vos commentaires ne sont pas chiffrés : tout le monde peut les lire, dans le dossier et dans la publication.
notice-not-compared = Vos données n’ont été comparées à rien, car aucune déclaration antérieure n’est conservée ici : des données toutes dix ou mille fois trop grandes paraissent justes.
notice-too-few = Attention : seuls { $have } dépositaires ont montré qu’ils détiennent les clés de cette collecte, et il en faut { $need }. Elle devra peut-être être refaite, et chacun enverra de nouveau.
notice-practice = Collecte d’essai : hors de toute protection des collectes ultérieures. N’envoyez que des données inventées.
notice-figures-lost = Ce qui a été déclaré à { $rounds } n’est pas conservé ici. Les données qui y ont été ouvertes comptent donc comme modifiées, et ce qui leur est lié reste fermé pour tous : restaurez la sauvegarde de cet office, s’il y en a une.
notice-return-lost = Le serveur a perdu une partie de votre déclaration à « { $round } », et ce qui a été envoyé n’est pas conservé ici : renvoyez le fichier préparé avec member send, depuis la machine qui l’a.
notice-return-again = Le serveur avait perdu une partie de votre déclaration à « { $round } » ; les mêmes octets ont été renvoyés, et il les a maintenant.
notice-ledger = Il manquait au registre la collecte « { $round } », que ce dépositaire a aidé à ouvrir, ou peut l’avoir fait : elle a été notée d’après le journal, et les collectes ultérieures doivent la nommer.
notice-offered = Une clé de scellement pour la cérémonie a été proposée.
notice-committed = Cérémonie : engagement pris.
notice-replaced = Cérémonie : le dépositaire { $trustee } ne s’est engagé à rien à temps et n’est plus meneur.
notice-revealed = Cérémonie : révélation faite, et germes envoyés.
notice-confirmed = Cérémonie : tous les germes vérifiés et confirmés.
notice-wrong-seed = Un meneur a envoyé un germe faux : une réclamation est faite.
notice-complained = Cérémonie : réclamation faite.
notice-answered = Cérémonie : réponse donnée à une réclamation.
notice-valid = Cérémonie : tous ont confirmé ; les clés sont valides, la clé de scellement est effacée.
notice-ended = Une cérémonie s’est terminée sans clés : { $why } ; en faute : { $guilty }. Ce qui en était conservé est effacé.
notice-rehearsed = Montré : les sous-clés de « { $round } » sont ici.
notice-differs = Dépositaire { $trustee }, collecte « { $round } » : { $why }
notice-stated = Attestation donnée pour l’ensemble scellé de « { $round } ».
notice-gave-counts = Parts des dénombrements de la clé { $part } données.
notice-gave-totals = Parts des totaux approuvés de la clé { $part } données.
notice-answer-again = Le serveur avait perdu les preuves d’une réponse ; les mêmes ont été renvoyées.
notice-failed-lead = Par la faute de { $names }, la cérémonie a déjà échoué, et ils sont de nouveau meneurs : il reste trop peu d’autres.
notice-failed-hold = Par la faute de { $names }, la cérémonie a déjà échoué : ils détiennent des sous-clés, et n’en mènent aucune.
notice-no-letter = La lettre du dépositaire { $trustee } n’est pas encore arrivée.
notice-letter-shut = La lettre du dépositaire { $trustee } ne s’ouvre pas : { $why }
notice-misfit = Non utilisé : ce que le dépositaire { $trustee } a envoyé pour la sous-clé { $sub-key } n’ouvre pas ses propres engagements.
notice-clock = Attention : l’horloge de cette machine indique { $here }, et le serveur du journal a écrit { $log } à son dernier événement : l’une des deux horloges est fausse. Comparez la vôtre à une troisième ; les dates qu’on vous indique en dépendent.
notice-passed-over = Ignorés, fichiers du bureau de cette machine et non du dossier : { $files }. Supprimez-les avant de transmettre le dossier.

# À côté d’une barre de progression.
bar-submissions = Vérification des envois
bar-answers = Vérification des réponses des dépositaires
bar-encrypting = Chiffrement et preuve
bar-sending = Envoi
bar-shares = Preuve des parts
bar-publication = Preuve de la publication
bar-record = Récupération du dossier
bar-reading = Lecture des fichiers
bar-check-files = Contrôle 1 : fichiers
bar-check-log = Contrôle 4 : journal
bar-check-submissions = Contrôle 5 : envois

# Événements du journal.
event-convened = Début d’une cérémonie
event-committed = Engagement dans une cérémonie
event-revealed = Révélation dans une cérémonie
event-confirmed = Confirmation dans une cérémonie
event-complained = Réclamation dans une cérémonie, ou sa réponse
event-sealing-key = Effacement d’une clé de scellement
event-shares = Parts
event-erratum = Rectification de ce qui a été publié
event-keys-erased = Effacement de sous-clés
event-deleted = Suppression d’un texte chiffré
event-submitted = Envoi
event-withdrawn = Retrait
event-opened = Ouverture d’une collecte
event-extended = Déplacement de la date limite
event-sealed = Scellement
event-stated = Attestation
event-adopted = Adoption d’un plan
event-held = Suspension de la collecte
event-cancelled = Annulation de la collecte
event-published = Publication
event-rehearsed = Sous-clés montrées

# Où en est une cérémonie.
ceremony-committing = engagements avant le { $by }
ceremony-revealing = révélations avant le { $by }
ceremony-confirming = confirmations avant le { $by }
ceremony-disputed = contestée : le dépositaire { $trustee } répond avant le { $by }
ceremony-valid = valide
ceremony-ended = terminée sans clés : { $why } ; en faute : { $guilty }
ending-silent = des engagements ou des révélations manquaient à la fin du délai de révélation
ending-wrong-seed = un meneur a envoyé un germe faux
ending-false = un détenteur a réclamé contre un germe qui était juste
ending-unanswered = un meneur n’a pas répondu à temps à une réclamation
ending-unconfirmed = des confirmations manquaient à la fin de leur délai

# Le coordinateur.
fact-opens = Ouvre
fact-least = Répondants au moins pour le scellement
fact-id-coordinator = Donnez-le aux répondants et aux dépositaires : ils le comparent.
new-way = Une nouvelle collecte
new-keys = { $n ->
    [1] Il y a une clé
    [one] Il y a { $n } clé
   *[other] Il y a { $n } clés
} qu’aucune collecte n’utilise encore. Une collecte en prend une, un grand tableau plusieurs.
new-go = Préparer une collecte
new-go-on = Continuer la collecte que vous préparez
new-no-keys = Il n’y a pas de clés pour une nouvelle collecte
new-no-keys-text = Une cérémonie fabrique des clés pour les prochaines collectes. Les dépositaires y consacrent quelques jours.
new-ceremony-go = Vers les cérémonies
new-title = Une nouvelle collecte
new-steps = Étapes d’une nouvelle collecte
new-step-what = Ce qui est demandé
new-step-who = Qui, et jusqu’à quand
new-step-look = Regarder et ouvrir
new-name = Nom de la collecte
new-name-hint = Pour les personnes, 64 caractères au plus, par exemple Infractions 2026.
new-periods = Périodes
new-periods-hint = Par exemple 2026, ou 2026-Q1, 2026-Q2. Séparées par des virgules.
new-structure = Structure
new-structure-default = La structure fournie avec ce programme
new-structure-again = Celle d’une collecte antérieure, avec ses répondants et son minimum
new-structure-which = Quelle collecte antérieure
new-structure-file = Un fichier à vous, TOML ou SDMX-ML
new-structure-choose = Fichier de structure
new-structure-of = la structure de « { $round } »
new-no-file = Choisissez le fichier de structure.
new-lacks = Une collecte a besoin d’un nom et d’une période au moins.
new-practice = Une collecte d’essai : données inventées, hors de toute protection des collectes ultérieures
new-next = Suite
new-members = Répondants qui participent
new-least = Répondants au moins pour le scellement
new-least-hint = Avec moins de déclarations à la date limite, la collecte a échoué.
new-contributors = Contributeurs au moins pour un total
new-contributors-hint = La structure en demande { $range }. Laissez vide, ou demandez-en davantage dans chaque cellule ; moins n’est jamais accepté.
new-opens = Ouvre
new-opens-hint = Vide : dès que vous l’ouvrez.
new-zone = À l’heure de cette machine, { $zone }.
new-zone-unknown = En UTC, car cette machine ne connaît pas son fuseau horaire.
new-deadline-hint = Elle peut être repoussée, jamais avancée.
new-grace = Minutes de grâce
new-grace-hint = Après la date limite, le serveur accepte encore des déclarations pendant ce temps.
new-nobody = Personne ne participe. Choisissez des répondants.
new-numbers = L’un des nombres n’en est pas un. Donnez des nombres entiers.
new-dates = La date n’a pas pu être lue. Donnez un jour et une heure.
new-date-twice = Lors du changement d’heure, cette heure n’existe pas, ou sonne deux fois. Prenez une autre heure.
new-date-over = Cette date est passée. Donnez-en une à venir.
new-cells = { $n ->
    [one] { $n } donnée
   *[other] { $n } données
}{ $counted ->
    [0] {""}
    [one] , et { $counted } cellule seulement dénombrée
   *[other] , et { $counted } cellules seulement dénombrées
}
new-open-title = Ouvrir la collecte
new-open-text = La page suivante montre ce que cela fixe, et pose encore une fois la question.
new-away = La ranger
do-open = Continuer
forecast-title = Que pourrait-on publier ?
forecast-text = Des collectes sont imaginées avec cette structure et autant de répondants, et les règles sont appliquées à chacune. Les données elles-mêmes ne jouent aucun rôle : seulement lesquelles ne sont pas nulles.
forecast-nonzero = Sur cent données, tant ne sont pas nulles
forecast-file = Ou donnez une liste de ce que vous attendez
forecast-file-hint = Un fichier CSV des contributeurs attendus, comme le décrit docs/publications.md.
forecast-stricter = La prévision suit le minimum de la structure. Le vôtre est plus strict : attendez-vous à moins.
do-forecast = Imaginer des collectes
task-proposing = Proposition d’une cérémonie
task-beginning = Début de la cérémonie
task-taking-back = Reprise de la proposition
task-forecasting = Collectes imaginées
task-opening = Ouverture de la collecte
task-extending = Déplacement de la date limite
task-sealing = Scellement de la collecte
task-counting = Réunion des dénombrements
task-planning = Reconstitution du plan
task-previewing = Préparation de la publication
task-publishing = Publication
task-holding = Suspension de la collecte
task-cancelling = Annulation de la collecte
task-exporting = Écriture du dossier
nav-ceremonies = Cérémonies
role-coordinator-what = Ouvrir des collectes, voir qui a envoyé, publier ce que les règles approuvent.
ceremony-lead = Les dépositaires fabriquent des clés ensemble, chacun pour une part qui n’ouvre rien à elle seule. Une collecte consomme une clé ; un grand tableau en prend plusieurs.
ceremonies-held = Cérémonies jusqu’ici
proposal-offered = Ont proposé leur part
proposal-missing = Pas encore
proposal-wait = Chaque dépositaire ouvre son bureau, ou lance trustee sit. Relisez ensuite le journal.
do-begin = Commencer la cérémonie
do-take-back = Reprendre la proposition
propose-title = Proposer une cérémonie
propose-threshold = Dépositaires qui ouvrent ensemble
propose-hint = Les { $n } dépositaires de l’annuaire participent tous. Avec { $t } qui ouvrent ensemble, il en faut { $q } pour une ouverture.
propose-keys = Clés à fabriquer
propose-keys-hint = Une pour chaque prochaine collecte ; les grands tableaux en prennent plusieurs.
propose-days = Jours pour chacune des trois étapes
propose-days-hint = Les dépositaires s’engagent, révèlent et confirment. Qui ne s’engage pas à temps est remplacé par les autres.
propose-not-leading = Dépositaires qui détiennent, mais ne mènent pas
propose-not-leading-hint = Ceux qui étaient en faute dans une cérémonie que celle-ci recommence le sont d’office.
propose-numbers = L’un des nombres n’en est pas un. Donnez des nombres entiers.
do-propose = La proposer
next-failed = La collecte a échoué
next-failed-text = Annulez-la et ouvrez-en une autre. Chaque répondant renvoie ce qu’il a conservé, avec une seule commande.
next-rehearse = Les dépositaires montrent qu’ils détiennent les clés
next-rehearse-text = Chaque dépositaire ouvre son bureau, ou lance trustee sit, avant que les répondants n’envoient. S’il en vient trop peu, annulez la collecte, tenez une nouvelle cérémonie et ouvrez-la de nouveau.
next-members = Les répondants envoient
next-members-text = Vous pourrez sceller quand toutes les déclarations seront là, ou quand la date limite sera passée.
next-seal = Tous les répondants ont envoyé
next-seal-text = La collecte peut être scellée. Rien ne pourra ensuite être envoyé ni corrigé.
next-late = La date limite est passée
next-late-text = Scellez avec les déclarations reçues, ou déplacez la date limite.
next-state = Les dépositaires attestent l’ensemble scellé
next-state-text = Chaque dépositaire ouvre son bureau, ou lance trustee sit. Relisez ensuite le journal.
next-counts = Les dépositaires ouvrent les dénombrements
next-counts-text = Chaque dépositaire ouvre son bureau, ou lance trustee sit. Relisez ensuite le journal.
next-count = Les dénombrements peuvent être réunis
next-count-text = Ils disent chez combien de répondants une cellule n’est pas nulle. D’eux et des règles découle quels totaux peuvent être ouverts : on vous montre combien, et on vous demande votre accord avant l’adoption.
next-totals = Les dépositaires ouvrent les totaux approuvés
next-totals-text = Chaque dépositaire ouvre son bureau, ou lance trustee sit. Relisez ensuite le journal.
next-publish = Les totaux sont là
next-publish-text = La publication est préparée sur cette machine et vous est montrée. Rien ne part avant que vous ne le disiez.
next-record = La collecte est publiée
next-record-text = Distribuez le dossier. Les dépositaires effacent leurs sous-clés, puis eux et les répondants regardent encore une fois la fin du journal.
next-held = La collecte est suspendue
next-held-text = Une nouvelle collecte la remplace. Chaque répondant renvoie ce qu’il a conservé.
next-cancelled = La collecte est annulée
next-cancelled-text = Une nouvelle collecte peut reprendre les déclarations que les répondants ont conservées.
do-seal = Sceller la collecte
do-extend = Déplacer la date limite
do-count = Réunir les dénombrements
do-plan = Le plan avec ses motifs
do-preview = Regarder la publication
do-published = Ce qui a été publié
do-record = Distribuer le dossier
do-cancel = Annuler la collecte
do-hold = Suspendre la collecte
members-title = Qui a envoyé
members-in = Reçues : { $n }
members-missing = Manquantes : { $n }
members-revision = (correction { $n })
members-withdrew = (retirée)
extend-title = Déplacer la date limite
extend-text = Elle est maintenant fixée au { $when }. Elle ne peut qu’être repoussée, sans retour en arrière.
extend-to = La nouvelle date limite
seal-title = Sceller la collecte ?
seal-text = { $n } répondants sur { $all } ont envoyé.
seal-missing = Sans ceux-ci : { $areas }. Leurs données ne seront dans aucun total de cette collecte.
seal-means = Rien ne pourra ensuite être envoyé, corrigé ni retiré. Chaque preuve est vérifiée ici, et toutes les déclarations sont additionnées, toujours chiffrées.
seal-not = Pas encore
wrong-title = Quand cela tourne mal
wrong-text = Annuler, c’est abandonner une collecte. Suspendre sert quand un contrôle a échoué après le scellement. L’un et l’autre sont publics, motivés, et pour toujours.
hold-title = Suspendre la collecte
hold-text = Pour un contrôle qui a échoué. Ce qui a été ouvert compte malgré tout pour les collectes ultérieures.
cancel-title = Annuler la collecte
cancel-text = La collecte est abandonnée. Les répondants gardent leurs déclarations et peuvent les envoyer à une autre.
aside-reason = Motif
aside-reason-hint = Il est public, et pour toujours. N’indiquez aucune donnée.
plan-title = Le plan de « { $round } »
plan-internal = Pour vous seul : le motif d’une cellule fermée est lui-même une information.
plan-short = En bref
plan-cells = Cellules, et ce que chacune est devenue
plan-cell = Cellule
plan-fate = Ce qu’elle est devenue
preview-title = « { $round } » telle qu’elle serait publiée
published-title = « { $round } » telle qu’elle a été publiée
preview-lead = Rien de ceci n’a quitté votre machine. Regardez-le comme le verront les lecteurs.
preview-none = Les parts des dépositaires sont réunies et vérifiées, et les fichiers sont préparés sur cette machine. Cela ne publie rien.
preview-values = Totaux avec une valeur
preview-intervals = Totaux sous forme d’intervalle
preview-withheld = Non diffusés
preview-unreported = personne n’en a déclaré { $n }
preview-nothing = Rien n’est montré : aucun total n’est diffusé. Le plan dit pourquoi.
preview-files = Fichiers
preview-totals = Totaux tels que les lecteurs les voient
publish-title = Publier
publish-text = Ce qui est publié reste publié. Ces fichiers vont au serveur, avec les preuves qu’ils découlent des sommes, et tout le monde peut les récupérer.
do-publish = Publier
record-title = Le dossier de « { $round } »
record-lead = Un dossier est tout ce que les parties ont signé et publié. Qui l’a peut vérifier la collecte, hors ligne et sans faire confiance à personne.
record-made = Écrit
record-files = { $n ->
    [one] { $n } fichier, en une archive et en un répertoire du même nom
   *[other] { $n } fichiers, en une archive et en un répertoire du même nom
}
record-give = Transmettez l’archive par le moyen de votre choix. Un auditeur la dépose sur la page de l’auditeur, ou lance auditor verify.
record-public = Pour tout le monde
record-public-text = Sans dénombrements ni totaux exacts. Chacun peut l’avoir.
record-restricted = Pour les auditeurs habilités
record-restricted-text = Avec les nombres de contributeurs et les totaux exacts. Ne le donnez qu’à ceux que vos règles désignent.
do-public = Écrire le dossier public
do-restricted = Écrire le dossier restreint
record-witnesses = Écrivez-le une fois que les dépositaires ont effacé leurs sous-clés et que dépositaires et répondants ont regardé la fin du journal : le dossier montre alors tout cela.

# Textes que le coordinateur envoie par ses propres moyens. Les boutons y portent les noms qu’ils ont sur les pages.
letters-title = Textes à envoyer
letter-invitation = Invitation, à tous les répondants
letter-reminder = Relance, à ceux qui n’ont rien envoyé
letter-receipt = Confirmation, à ceux dont la déclaration est reçue
letter-results = Résultats, à tous les répondants
letter-lead = Rien n’est envoyé d’ici : copiez le texte dans votre propre messagerie.
letter-languages = Langue de ce texte
letter-languages-hint = Le texte nomme les boutons comme le bureau les nomme dans cette langue. Chaque office choisit la sienne.
letter-to = Aux offices de
letter-subject = Objet
letter-text = Texte
letter-invitation-subject = La collecte « { $round } » est ouverte jusqu’au { $deadline }
letter-invitation-text =
    La collecte « { $round } » est ouverte jusqu’au { $deadline }.
    Son identifiant commence par { $id } ; comparez-le à ce que montre votre office.

      1. Démarrez votre bureau et ouvrez votre office comme répondant. Cliquez sur « { read-again } », et ouvrez « { $round } ».
      2. Cliquez sur « { way-book-do } », et remplissez-le.
      3. Déposez-le sur la même page, et cliquez sur « { drop-do } ». Les erreurs y sont montrées et corrigées.
      4. Regardez le résumé, et cliquez sur « { send-do } ».

    Vos données sont chiffrées sur votre machine. Envoyez-les uniquement de cette façon, jamais par courriel.
letter-practice-subject = La collecte d’essai « { $round } » est ouverte jusqu’au { $deadline }
letter-practice-text =
    La collecte d’essai « { $round } » est ouverte jusqu’au { $deadline }.
    Son identifiant commence par { $id } ; comparez-le à ce que montre votre office.

    Démarrez votre bureau et ouvrez votre office comme répondant. Cliquez sur « { read-again } », ouvrez « { $round } », et cliquez sur « { practise-do } ».

    Cela envoie des données inventées. N’envoyez rien de réel : une collecte d’essai ne protège personne.
letter-reminder-subject = Rien n’est encore reçu pour « { $round } », ouverte jusqu’au { $deadline }
letter-reminder-text =
    La { $practice ->
        [yes] collecte d’essai
       *[no] collecte
    } « { $round } » (identifiant { $id }) ferme le { $deadline }, et aucune déclaration de votre office n’y compte encore.
    La première page de votre office, sur votre bureau, montre où il en est : cliquez-y sur « { read-again } ». Si vous ne pouvez pas envoyer à temps, dites-le-nous avant cette date : la date limite peut être déplacée, et seulement avant le scellement.
letter-receipt-subject = Votre déclaration à « { $round } » est reçue
letter-receipt-line = { $area } : { $revision ->
    [0] première déclaration
   *[other] correction { $revision }
}, événement { $height } du journal
letter-receipt-text =
    Ces déclarations comptent dans la { $practice ->
        [yes] collecte d’essai
       *[no] collecte
    } « { $round } » (identifiant { $id }) :
    { $lines }
    Votre office en conserve la preuve : ouvrez « { receipts-title } » sur votre bureau. Si la ligne de votre office n’est pas ce que vous avez envoyé, prévenez-nous immédiatement, par téléphone.
letter-results-subject = Les totaux de « { $round } » sont publiés
letter-results-text =
    Les totaux de la { $practice ->
        [yes] collecte d’essai
       *[no] collecte
    } « { $round } » (identifiant { $id }) sont publiés ; les fichiers sont joints.
    Pour les vérifier : sur votre bureau, choisissez « { role-auditor } », déposez le dossier que nous distribuons, ou n’importe quelle copie, et cliquez sur « { audit-do } » ; le rapport y compare des fichiers. Cliquez ensuite encore une fois sur « { read-again } », sur la première page de votre office. C’est ainsi que votre office cosigne la fin du journal.
