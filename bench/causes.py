"""Why a goal is not reached: said once for the operations it is the same for."""

# How the operation's name begins, what it is called, the cause.
CAUSES = (
    (
        "6 · Formulaire, lecture",
        "lecture d'une section",
        "Une page du formulaire lit tout le dossier pour juger sa recevabilité et ce qui manque "
        "(huit requêtes, chacune à peu près le prix du plancher entier), puis dessine de vingt "
        "à cent cinquante champs, chacun avec son aide et ses messages, par le système de "
        "gabarits de Django. Le temps est dans le rendu et dans la construction des requêtes, "
        "non dans la base ; il ne croît pas avec le nombre de dossiers.",
    ),
    (
        "6 · Formulaire, enregistrement",
        "enregistrement",
        "Le texte est relu champ par champ et revalidé en entier avant d'être écrit : le budget "
        "et les actions, qui ont le plus de lignes, dépassent.",
    ),
    (
        "7 ·",
        "dépôt complet",
        "L'objectif de 60 requêtes SQL suppose un formulaire d'une page ou deux. Ici le dépôt "
        "en fait une soixantaine de pages et d'enregistrements (chaque action a sa page), et "
        "chacune lit au moins la session, la personne, ses rattachements et le dossier. La plus "
        "lourde, la confirmation de l'adresse, ouvre la session : voir la connexion.",
    ),
    (
        "12 ·",
        "dépôts par seconde",
        "Suit du coût d'un dépôt complet ; les clients et les autres programmes de la machine "
        "se partagent les mêmes cœurs.",
    ),
    (
        "13 ·",
        "connexion",
        "Chaque limite de tentatives (par adresse IP, par compte) est un compteur tenu en base "
        "et pris sous verrou, pour qu'un Redis arrêté ne l'ouvre ni ne la ferme : une vingtaine "
        "de requêtes, voulues. Le reste est l'ouverture de la session, sa trace au journal "
        "chaîné et la liste des sessions ouvertes.",
    ),
    (
        "Dossiers",
        "liste des dossiers déposés",
        "La liste compte, filtre et propose les appels et les départements présents : neuf "
        "requêtes.",
    ),
)
