"""Why a file is refused: a stable code, and what to do, in French."""

SENTENCES: dict[str, str] = {
    "empty": "le fichier est vide.",
    "too_big": "le fichier dépasse la taille admise.",
    "type": "ce type de fichier n'est pas admis. Joignez un PDF, une image (PNG, JPEG), un "
    "document Word (docx), Excel (xlsx) ou OpenDocument (odt, ods).",
    "mismatch": "son contenu ne correspond pas à son extension. Enregistrez-le à nouveau dans le "
    "format annoncé.",
    "damaged": "le fichier est abîmé ou incomplet. Vérifiez qu'il s'ouvre, puis enregistrez-le à "
    "nouveau.",
    "encrypted": "le fichier est protégé par un mot de passe. Joignez-le sans protection.",
    "macros": "le document contient des macros. Enregistrez-le sans macros, ou en PDF.",
    "active": "le PDF contient du code ou des fichiers joints. Imprimez-le en PDF, puis joignez "
    "le résultat.",
    "polyglot": "le fichier cache un autre contenu. Enregistrez-le à nouveau, ou en PDF.",
    "external": "le document va chercher un contenu sur un autre site. Enregistrez-le en PDF.",
    "nested": "le document contient un programme, une archive ou un objet incorporé. "
    "Enregistrez-le en PDF.",
    "pixels": "l'image est trop grande (plus de 50 millions de pixels). Réduisez-la.",
    "heavy": "le fichier demande trop de mémoire ou de temps pour être ouvert. Simplifiez-le, ou "
    "enregistrez-le en PDF.",
}


class Refusal(Exception):
    """A file that may not be joined; `str()` is the sentence, without the file's name."""

    def __init__(self, code: str, sentence: str = "") -> None:
        super().__init__(sentence or SENTENCES[code])
        self.code = code
