"""Why a goal is not reached: said once for the operations it is the same for."""

ANALYSED_ON = "29 novembre 2026"
# How the operation's name begins, what it is called, the cause.
CAUSES = (
    (
        "1 ·",
        "classement",
        "Huit requêtes, tenues. Cinq d'entre elles sont celles de toute page (session, personne, rôles, "
        "second facteur, notifications) et valent avec le cadre de la page cinq F ; la page « Éditions "
        "», presque vide, en vaut six. Les cinquante lignes, sans gabarit, n'en coûtent qu'un. Le reste "
        "est la requête : PostgreSQL trie les résultats de tous les dossiers, critères qui départagent "
        "compris, pour en donner cinquante, d'où l'exposant.",
    ),
    (
        "2 ·",
        "classement en séance",
        "Une requête de lignes nues, des rangs, la correction de sévérité, les graphiques et le dessin "
        "de chaque ligne : un dixième de milliseconde de processeur par dossier, contre sept dixièmes "
        "avant.",
    ),
    (
        "3 ·",
        "tableau de l'instruction",
        "Huit requêtes et 75 Ko, tenus. La requête des cinquante lignes compte, pour chacune, règles, "
        "avis, lecteurs, messages, compléments et dernier événement : Django met plus de temps à "
        "l'écrire que PostgreSQL à répondre. La liste ne croît pas avec le nombre de dossiers.",
    ),
    (
        "4 ·",
        "page d'un dossier",
        "Douze requêtes au plus, et rien ne croît ni avec les dossiers ni avec les lectures. La fiche "
        "montre les cinq cents points d'un dossier, 240 Ko, avec à chacun de quoi le commenter : la "
        "moitié du temps d'avant. Leurs mots sont ceux des formulaires et se gardent par dépôt : la "
        "première lecture d'un dépôt par un processus coûte quinze millisecondes de plus, qui ne sont "
        "pas dans la médiane. La grille montre le dossier entier à côté de ses cinq critères, qui sont "
        "des formulaires Django.",
    ),
    (
        "5 ·",
        "lecture rendue",
        "L'enregistrement fait dix requêtes, tenues, et 9 à 12 I : les huit ne le sont pas toujours. Rendre "
        "une lecture en fait vingt-trois, points de "
        "reprise compris : celles de toute page, puis lire le dossier, le siège, la lecture et les "
        "critères, les relire sous verrou, vérifier qu'elle est encore à rendre, écrire la lecture, ses "
        "notes et sa ligne du journal chaîné, verrouiller le résultat du dossier, le recompter et "
        "l'écrire. Le temps ne croît pas avec le nombre de dossiers.",
    ),
    (
        "8 ·",
        "CSV de toutes les lectures",
        "Une requête, dont les lignes sont écrites à mesure : trente microsecondes de processeur par "
        "lecture et ses cinq critères, dont la moitié pour écrire dix-neuf cellules.",
    ),
    (
        "9 ·",
        "exports des dossiers",
        "Une requête compte, par dossier, ce que le tableau de l'instruction en dit. Au-delà de 2 000 "
        "lignes, le classeur est écrit par un ouvrier, à part.",
    ),
    (
        "10 · Avancement",
        "avancement des lectures",
        "Treize requêtes : la page dit le travail de chaque membre, puis cinquante dossiers et leurs "
        "lecteurs. La note corrigée de la sévérité se calcule d'après toutes les notes de l'appel, à "
        "chaque fois : elle suit donc le nombre de lectures. À 115 dossiers, la taille d'une édition, "
        "c'est négligeable.",
    ),
    (
        "10 · Statistiques",
        "statistiques",
        "Huit requêtes, tenues. L'une compte les dossiers par département, l'autre leurs actions par "
        "axe, neuf par dossier : elles suivent leur nombre. À 115 dossiers, c'est négligeable.",
    ),
    (
        "10 · Éditions",
        "éditions",
        "Sept requêtes, dont cinq de toute page ; l'une compte tous les dossiers lisibles et suit leur "
        "nombre.",
    ),
    (
        "6 · Formulaire, lecture",
        "lecture d'une section",
        "Le nombre de requêtes est tenu (six). En processeur, une section ordinaire vaut 9 à 10 F aux "
        "deux tailles, contre 12 à 22 avant ; en temps, 5 à 9 selon ce que la machine fait d'autre, qui "
        "pèse aussi sur l'exposant. Le plancher de l'approche est la section « Pièces jointes », "
        "presque sans champ : 9 F. La session, la personne, ses rattachements, le dossier, ce qu'il "
        "contient et les notifications sont six requêtes, à un demi F chacune, que Django met plus de "
        "temps à écrire que PostgreSQL à répondre ; le cadre de la page en vaut deux, la lecture du "
        "dossier et le jugement de ses règles deux, le panneau et les étapes un. Les champs d'une "
        "section ordinaire, dessinés sans gabarit, ne coûtent plus qu'un demi F ; la centaine de ceux "
        "du budget, avec ses dix-sept lignes, six : des formulaires Django, construits puis dessinés un "
        "à un. Sous 5 F, il faudrait quitter Django pour ces pages, ou ne plus juger le dossier à "
        "chacune.",
    ),
    (
        "6 · Formulaire, enregistrement",
        "enregistrement",
        "À la limite : 5 à 8 I en temps, 9 à 14 en processeur, en huit requêtes. Le plancher I est une "
        "insertion nue, sans session ni personne : les lire, lire le dossier, le verrouiller et y noter "
        "le changement sont sept requêtes de plus. Le budget et les actions ajoutent un formulaire "
        "Django à vérifier par ligne.",
    ),
    (
        "7 ·",
        "dépôt complet",
        "Moitié moins de processeur qu'avant. Il se fait en 58 requêtes HTTP, dont 28 pour les neuf "
        "actions, qui ont chacune leur page ; chacune lit au moins la session, la personne, ses "
        "rattachements, le dossier et ce qu'il contient : à cinq requêtes SQL par page, 60 en tout ne "
        "sont pas à portée d'un formulaire en autant de pages. La plus lourde, le dépôt, relit et juge "
        "le dossier sous verrou, le fige et écrit au journal. Le contrôle des deux fichiers joints "
        "prend à lui seul un cinquième du processeur.",
    ),
    (
        "11 · Convention, le document",
        "document de convention",
        "Cinq requêtes, tenues, et la mise en page elle-même est celle de WeasyPrint. Le reste est ce "
        "que WeasyPrint ne fait pas : remplir articles et annexes, puis rouvrir le PDF pour poser sur "
        "chaque page son code, ajouter les trois champs de signature et l'enregistrer à l'octet près. "
        "Le cachet, un tiers de seconde, est compté à part.",
    ),
    (
        "12 ·",
        "dépôts par seconde",
        "Le débit suit le coût d'un dépôt complet : une seconde de processeur, sur deux cœurs que se "
        "partagent les clients et les autres programmes de la machine. À 64 nouveaux porteurs à "
        "la fois, aucun n'a fini dans le temps donné : chacun a 58 pages à lire et à envoyer, et tous "
        "commencent par s'inscrire, un hachage Argon2 à la fois par processus.",
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
        "Sept requêtes. Le dossier entier, plan et budget compris, est jugé puis dessiné, sans gabarit "
        "désormais.",
    ),
    (
        "Dossiers déposés",
        "liste des dossiers déposés",
        "Les requêtes sont tenues. Trois d'entre elles (compte, appels et départements à proposer) ne "
        "servent qu'aux filtres. La liste ne croît pas avec le nombre de dossiers.",
    ),
)
