"""Why a goal is not reached: said once for the operations it is the same for."""

ANALYSED_ON = "22 novembre 2026"
# How the operation's name begins, what it is called, the cause.
CAUSES = (
    (
        "6 · Formulaire, lecture",
        "lecture d'une section",
        "Le nombre de requêtes est tenu ; le processeur du serveur web ne l'est pas. Une page lit le "
        "dossier entier pour dire ce qui manque et ce qui le rend recevable, puis dessine de vingt à "
        "cent cinquante champs, chacun avec son aide et ses messages. Au profileur, la page du budget "
        "passe l'essentiel de son temps à dessiner ses champs ; celle du porteur se partage entre la "
        "construction de la requête du dossier et le dessin des champs. Les gabarits des champs ne "
        "sont plus compilés qu'une fois et les champs simples sont dessinés sans gabarit ; il reste "
        "ceux des groupes, des lignes et du cadre. L'accueil, sans formulaire, vaut déjà 3 F.",
    ),
    (
        "6 · Formulaire, enregistrement",
        "enregistrement",
        "Le nombre de requêtes est tenu. Le budget et les actions, qui ont le plus de lignes, "
        "dépassent : chaque ligne est un formulaire Django, construit puis vérifié.",
    ),
    (
        "7 ·",
        "dépôt complet",
        "Il se fait en 58 requêtes HTTP, dont 28 pour les neuf actions, qui ont chacune leur page ; "
        "chacune lit au moins la session, la personne, ses rattachements et le dossier : "
        "60 requêtes SQL en tout ne sont pas à portée d'un formulaire en autant de pages. La plus "
        "lourde, la confirmation de l'adresse, ouvre la session : voir la connexion. Le processeur "
        "suit celui des pages ci-dessus.",
    ),
    (
        "12 ·",
        "dépôts par seconde",
        "Le débit suit le coût d'un dépôt complet. À "
        "32 et 64 nouveaux porteurs à la fois, aucun n'a fini dans le temps donné : tous commencent par "
        "s'inscrire, et un hachage Argon2 à la fois par processus fait attendre les autres. Les clients "
        "et les autres programmes de la machine se partagent les mêmes cœurs.",
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
        "Simulateur",
        "simulateur",
        "Le dessin de ses champs, comme pour les sections.",
    ),
    (
        "Bureau",
        "bureau du porteur",
        "Chaque brouillon y est jugé en entier (recevabilité, ce qui manque).",
    ),
    (
        "Récapitulatif",
        "récapitulatif",
        "Neuf requêtes, une de trop ; le temps n'en est pas encore analysé.",
    ),
    (
        "Dossiers déposés",
        "liste des dossiers déposés",
        "Les requêtes sont tenues, le temps n'en est pas encore analysé. Il ne croît pas avec le "
        "nombre de dossiers.",
    ),
)
