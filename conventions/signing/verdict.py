"""The answers of the public page: a kind, its words, what it is about, what differs (A23)."""

from dataclasses import dataclass, field

from applications.comparison import Piece
from conventions.models import Issue
from limits_portal.french import typeset

_TITLES = {
    "authentic": "Document authentique",
    "paper": "Document authentique, signé sur papier",
    "signing": "Document authentique, signatures en cours",
    "older": "Document authentique, mais pas le dernier",
    "voided": "Édition annulée",
    "known": "Document connu du portail",
    "extended": "Document modifié après son émission",
    "rewritten": "Même texte, mais fichier réécrit",
    "altered": "Document modifié",
    "scan": "Copie numérisée : à comparer avec l’original",
    "unknown": "Document inconnu du portail",
    "lost": "Comparaison impossible",
    "not_found": "Référence inconnue du portail",
    "unreadable": "Fichier illisible",
    "heavy": "Fichier trop lourd à vérifier",
}
_EXPLANATIONS = {
    "authentic": "Ce fichier est, à l’octet près, le document signé par toutes les parties.",
    "paper": "Ce fichier est, à l’octet près, le document émis par le portail. Toutes les parties l’ont "
    "signé, mais ce fichier ne porte pas toutes les signatures.",
    "signing": "Ce fichier est, à l’octet près, le document émis par le portail. Toutes les parties "
    "n’ont pas encore signé : il n’est pas en vigueur.",
    "older": "Ce fichier est, à l’octet près, un document émis par le portail, mais une signature y a "
    "été ajoutée depuis.",
    "voided": "Ce document a bien été émis par le portail, puis annulé : il ne vaut rien.",
    "known": "Le portail a émis un document sous cette référence. Pour savoir si votre exemplaire est "
    "authentique, déposez le fichier.",
    "extended": "Ce fichier commence comme un document émis par le portail, mais quelque chose y a été "
    "ajouté que le portail n’a pas enregistré.",
    "rewritten": "Le texte est celui du document émis, mais le fichier a été réécrit par un logiciel : "
    "ses signatures électroniques ne peuvent plus être vérifiées. Demandez le fichier d’origine.",
    "altered": "Ce fichier porte la référence d’un document émis par le portail, mais son texte n’est "
    "pas le même.",
    "scan": "Ce fichier est une image d’un document émis par le portail. Une image ne se vérifie pas : "
    "seul le fichier d’origine, ou l’original papier, fait foi.",
    "unknown": "Rien dans ce fichier ne correspond à un document émis par le portail.",
    "lost": "Ce fichier porte la référence d’un document émis par le portail, mais le portail ne peut "
    "pas relire le sien pour les comparer. Prévenez la MILDECA.",
    "not_found": "Cette référence n’est pas celle d’un document signé par toutes les parties. Recopiez-la "
    "telle qu’elle est imprimée au bas de chaque page, ou déposez le fichier.",
    "unreadable": "Ce fichier n’est pas un PDF lisible.",
    "heavy": "Ce fichier demande trop de calculs. Si c’est une numérisation, déposez quelques pages "
    "seulement, ou saisissez la référence imprimée au bas de chaque page.",
}
TONES = {
    "authentic": "success",
    "paper": "success",
    "older": "warning",
    "signing": "info",
    "known": "info",
    "scan": "warning",
    "heavy": "warning",
    "lost": "warning",
}
TITLES = {kind: typeset(words) for kind, words in _TITLES.items()}
EXPLANATIONS = {kind: typeset(words) for kind, words in _EXPLANATIONS.items()}


@dataclass(frozen=True)
class Signed:
    """A party's signature, as the public page shows it."""

    party: str
    organisation: str
    signatory: str = ""
    function: str = ""
    when: str = ""
    level: str = ""
    is_on_paper: bool = False


@dataclass(frozen=True)
class Difference:
    """What a page says otherwise: runs of words kept, removed and added."""

    page: int
    pieces: tuple[Piece, ...]


@dataclass
class Verdict:
    """The answer: a stable kind, the document it is about, what differs."""

    kind: str
    issue: Issue | None = None
    signatures: list[Signed] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sha256: str = ""

    @property
    def title(self) -> str:
        """The answer in a few words."""
        return TITLES[self.kind]

    @property
    def explanation(self) -> str:
        """The answer in a sentence."""
        return EXPLANATIONS[self.kind]

    @property
    def on_paper(self) -> str:
        """Who signed by hand, in a sentence: no file bears that signature. Empty when nobody did."""
        names = [signed.signatory for signed in self.signatures if signed.is_on_paper]
        if not names or self.is_voided:
            return ""
        who = " et ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        verb = "ont" if len(names) > 1 else "a"
        return typeset(f"{who} {verb} signé sur papier : l’original papier fait foi.")

    @property
    def is_voided(self) -> bool:
        """Whether the edition is worth nothing any more, whatever this copy of it is."""
        return self.issue is not None and self.issue.voided_at is not None

    @property
    def tone(self) -> str:
        """How the answer is coloured, besides its words."""
        if self.is_voided:
            return "error"
        return TONES.get(self.kind, "error")
