"""Why a goal is not reached: said once for the operations it is the same for."""

ANALYSED_ON = "28 novembre 2026"
# How the operation's name begins, what it is called, the cause.
CAUSES = (
    (
        "6 · Formulaire, lecture",
        "lecture d'une section",
        "Le nombre de requêtes est tenu (six). En processeur, une section ordinaire vaut 9 à 10 F aux "
        "deux tailles, contre 12 à 22 avant ; en temps, 5 à 9 selon ce que la machine fait d'autre, "
        "qui pèse aussi sur l'exposant. Le plancher de l'approche est la section « Pièces jointes », presque "
        "sans champ : 9 F. La session, la personne, ses rattachements, le dossier, ce qu'il contient et les "
        "notifications sont six requêtes, à un demi F chacune, que Django met plus de temps à écrire que "
        "PostgreSQL à répondre ; le cadre de la page en vaut deux, la lecture du dossier et le jugement de "
        "ses règles deux, le panneau et les étapes un. Les champs d'une section ordinaire, dessinés "
        "sans gabarit, ne coûtent plus qu'un demi F ; la centaine de ceux du budget, avec ses "
        "dix-sept lignes, six : des formulaires Django, construits puis dessinés un à un. Sous 5 F, il "
        "faudrait quitter Django pour ces pages, ou ne plus juger le dossier à chacune.",
    ),
    (
        "6 · Formulaire, enregistrement",
        "enregistrement",
        "À la limite : 5 à 8 I en temps, 9 à 14 en processeur, en huit requêtes. Le plancher I est une "
        "insertion nue, sans session ni personne : les lire, lire le dossier, le verrouiller et y "
        "noter le changement sont sept requêtes de plus. Le budget et les actions ajoutent un "
        "formulaire Django à vérifier par ligne.",
    ),
    (
        "7 ·",
        "dépôt complet",
        "Moitié moins de processeur qu'avant. Il se fait en 58 requêtes HTTP, dont 28 pour les neuf "
        "actions, qui ont chacune leur page ; chacune lit au moins la session, la personne, ses "
        "rattachements, le dossier et ce qu'il contient : à cinq requêtes SQL par page, 60 en tout ne "
        "sont pas à portée d'un formulaire en autant de pages. La plus lourde, le dépôt, relit et "
        "juge le dossier sous verrou, le fige et écrit au journal. Le contrôle des deux fichiers "
        "joints prend à lui seul un cinquième du processeur.",
    ),
    (
        "12 ·",
        "dépôts par seconde",
        "Le débit suit le coût d'un dépôt complet : une seconde de processeur, sur deux cœurs que se "
        "partagent les clients et les autres programmes de la machine. À 32 et 64 nouveaux porteurs à la "
        "fois, aucun n'a fini dans le temps donné : chacun a 58 pages à lire et à envoyer, et "
        "tous commencent par s'inscrire, un hachage Argon2 à la fois par processus.",
    ),
    (
        "13 ·",
        "connexion",
        "Dix requêtes, quel que soit le nombre de sessions ouvertes : deux pour compter la tentative "
        "sous trois limites et la reprendre (en base, pour qu'un Redis arrêté ne bloque ni n'ouvre la "
        "porte), trois pour lire la personne, son adresse vérifiée et son second facteur, cinq pour "
        "ouvrir la session, la dater, l'inscrire à la liste des sessions et au journal chaîné. Chacune "
        "est un fait d'une autre table (ADR 0007).",
    ),
    (
        "Bureau",
        "bureau du porteur",
        "Chaque brouillon y est jugé en entier (recevabilité, ce qui manque), et la requête qui les "
        "trouve est la plus longue à écrire.",
    ),
    (
        "Récapitulatif",
        "récapitulatif",
        "Sept requêtes. Le reste est le dessin du dossier entier, plan et budget compris, par des "
        "gabarits : plus de la moitié du temps.",
    ),
    (
        "Dossiers déposés",
        "liste des dossiers déposés",
        "Les requêtes sont tenues. Trois d'entre elles (compte, appels et départements à proposer) ne "
        "servent qu'aux filtres. La liste ne croît pas avec le nombre de dossiers.",
    ),
)
