"""What the prefecture thinks of a dossier of its département (C-1.1a, C-5c)."""

from django.conf import settings
from django.db import models

from accounts.enums import Role
from accounts.models import Departement, User
from applications.models import Application, Call, Snapshot
from applications.models.application import VersionedContent
from reviews.enums import OpinionStatus, Stance


class OpinionQuerySet(models.QuerySet["Opinion"]):
    """Opinions, always through what a person may know of them."""

    def known_to(self, user: User) -> "OpinionQuerySet":
        """Opinions whose existence and state this person may know of.

        The prefecture knows its own département's, MILDECA all of them, a reader of the committee
        those given on the dossiers they read. A holder knows none, even one who reads for the
        State as well.
        """
        theirs = {link.organisation_id for link in user.links if link.role not in Role.AGENT_ROLES}
        readable = Application.objects.read_as_agent_even_withdrawn(user)
        readable = readable.exclude(holder__in=theirs)
        known = models.Q(departement__in=user.departements())
        if user.has_role(Role.INSTRUCTOR, Role.PRESIDENT):
            known = models.Q()
        elif user.has_role(Role.COMMITTEE):
            known |= models.Q(status=OpinionStatus.GIVEN)
        elif not user.has_role(*Role.PREFECTURE_ROLES):
            return self.none()
        return self.filter(known, application__in=readable)

    def visible_to(self, user: User) -> "OpinionQuerySet":
        """Opinions this person may read: the prefecture its own, the others once they are given."""
        return self.known_to(user).filter(
            models.Q(status=OpinionStatus.GIVEN) | models.Q(departement__in=user.departements())
        )

    def standing(self) -> "OpinionQuerySet":
        """The given opinions that no newer one replaced: at most one a dossier."""
        return self.filter(status=OpinionStatus.GIVEN, replaced_at=None)

    def in_hand(self) -> "OpinionQuerySet":
        """Opinions being written: at most one a dossier."""
        return self.exclude(status=OpinionStatus.GIVEN)


class Opinion(VersionedContent):
    """One opinion of the prefecture on a dossier. `status` changes through `reviews.opinion_life`.

    What is typed is `content` (`reviews.opinion_content`). Stance, rank and amount become columns
    when the opinion is given, not before: a draft tells nothing to those who only know that it
    exists. A trigger freezes a given opinion; a newer one, of the next `number`, replaces it and
    both are kept. `snapshot` is the filing it speaks of.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="opinions")
    call = models.ForeignKey(Call, models.PROTECT, related_name="opinions")
    departement = models.ForeignKey(Departement, models.PROTECT, related_name="opinions")
    number = models.PositiveSmallIntegerField("numéro", default=1)
    status = models.CharField(
        "état", max_length=10, choices=OpinionStatus, default=OpinionStatus.DRAFT
    )
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="opinions")
    stance = models.CharField("avis", max_length=16, choices=Stance, blank=True)
    rank = models.PositiveSmallIntegerField("rang dans le département", null=True, blank=True)
    recommended_amount = models.DecimalField(
        "montant conseillé", max_digits=12, decimal_places=2, null=True, blank=True
    )
    renewal_reason = models.TextField("pourquoi un nouvel avis", blank=True)
    prepared_at = models.DateTimeField("préparé le", null=True, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField("rendu le", null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_as = models.CharField("qualité du signataire", max_length=200, blank=True)
    replaced_at = models.DateTimeField("remplacé le", null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = "avis de la préfecture"
        verbose_name_plural = "avis des préfectures"
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="opinion_number"),
            models.UniqueConstraint(
                fields=["application"],
                condition=~models.Q(status=OpinionStatus.GIVEN),
                name="opinion_one_in_hand",
                violation_error_message="Un avis est déjà en préparation sur ce dossier.",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(status=OpinionStatus.GIVEN, replaced_at=None),
                name="opinion_one_standing",
                violation_error_message="Un avis est déjà rendu sur ce dossier.",
            ),
            models.UniqueConstraint(
                fields=["call", "departement", "rank"],
                condition=models.Q(status=OpinionStatus.GIVEN, replaced_at=None),
                name="opinion_rank",
                violation_error_message="Ce rang est déjà donné dans le département.",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(status=OpinionStatus.GIVEN, given_at__isnull=False)
                    & ~models.Q(stance="")
                )
                | (
                    ~models.Q(status=OpinionStatus.GIVEN)
                    & models.Q(
                        stance="",
                        rank=None,
                        recommended_amount=None,
                        given_at=None,
                        replaced_at=None,
                    )
                ),
                name="opinion_said_when_given",
                violation_error_message="Un avis ne dit rien avant d’être rendu.",
            ),
            models.CheckConstraint(
                condition=models.Q(recommended_amount=None) | models.Q(recommended_amount__gte=0),
                name="opinion_amount_positive",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
            models.CheckConstraint(
                condition=models.Q(rank=None) | models.Q(rank__gte=1),
                name="opinion_rank_from_1",
                violation_error_message="Le premier rang est 1.",
            ),
        ]
        indexes = [models.Index(fields=["call", "departement"], name="opinion_departement")]

    def __str__(self) -> str:
        return f"Avis n° {self.number} sur {self.application}"
