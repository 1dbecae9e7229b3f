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


def document() -> str:
    """Return the whole text of docs/workflow.md."""
    return "\n".join(
        [
            INTRODUCTION,
            markdown("Le dossier", LIFE, ApplicationStatus),
            markdown("L'avis de la préfecture", OPINION, OpinionStatus),
            markdown("La lecture d’un membre du comité", REVIEW, ReviewStatus),
            markdown("La séance du comité", SITTING, SittingStatus),
            markdown("La décision", DECISION, DecisionStatus),
            markdown("La convention", CONVENTION, ConventionStatus),
            markdown("Le texte de la convention ou d’un avenant", ACT, ActStatus),
            markdown("Une remarque sur le texte", REMARK, RemarkStatus),
            markdown("Le rattachement à une collectivité", MEMBERSHIP, MembershipStatus),
        ]
    )


class Command(BaseCommand):
    """Writes the document."""

    help = "Écrit docs/workflow.md à partir des tables de transitions."

    def handle(self, *args: object, **options: object) -> None:
        """Write the file."""
        PATH.write_text(document(), encoding="utf-8")
        self.stdout.write(f"{PATH.name} écrit.")
