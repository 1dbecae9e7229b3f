"""Write docs/workflow.md from the tables of transitions."""

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.enums import MembershipStatus
from accounts.workflow import MEMBERSHIP
from applications.enums import ApplicationStatus
from applications.workflow import LIFE
from conventions.enums import ActStatus, ConventionStatus, RemarkStatus
from conventions.workflow import ACT, CONVENTION, REMARK
from reviews.enums import DecisionStatus, OpinionStatus, ReviewStatus, SittingStatus
from reviews.sitting_life import SITTING
from reviews.workflow import DECISION, OPINION, REVIEW
from workflow.diagram import markdown

PATH = settings.BASE_DIR / "docs" / "workflow.md"
INTRODUCTION = """# La vie des objets

Page produite par `manage.py write_workflow_doc` à partir des tables de transitions ;
un test compare.
Tout changement d'état passe par `workflow.engine.Workflow.perform`, qui écrit une ligne du journal.
"""


# What each is called, its table, the names of its states.
LIVES = (
    ("Le dossier", LIFE, ApplicationStatus),
    ("L'avis de la préfecture", OPINION, OpinionStatus),
    ("La lecture d’un membre du comité", REVIEW, ReviewStatus),
    ("La séance du comité", SITTING, SittingStatus),
    ("La décision", DECISION, DecisionStatus),
    ("La convention", CONVENTION, ConventionStatus),
    ("Le texte de la convention ou d’un avenant", ACT, ActStatus),
    ("Une remarque sur le texte", REMARK, RemarkStatus),
    ("Le rattachement à une collectivité", MEMBERSHIP, MembershipStatus),
)


def document() -> str:
    """Return the whole text of docs/workflow.md."""
    return "\n".join([INTRODUCTION, *(markdown(*life) for life in LIVES)])


class Command(BaseCommand):
    """Writes the document."""

    help = "Écrit docs/workflow.md à partir des tables de transitions."

    def handle(self, *args: object, **options: object) -> None:
        """Write the file."""
        PATH.write_text(document(), encoding="utf-8")
        self.stdout.write(f"{PATH.name} écrit.")
