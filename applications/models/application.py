"""The dossier, its sections and its actions: what a collectivité writes."""

from decimal import Decimal

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.fields.json import KeyTextTransform

from accounts.enums import MembershipStatus, Role
from accounts.models import Departement, Membership, Organisation, User
from applications import reading
from applications.enums import ApplicationStatus, SectionKey
from applications.models.call import Call


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Dossiers, always through what a person may see."""

    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """Dossiers this person may read.

        A validated member sees the collectivité's dossiers; a pending one those they created
        (product.md, People); a prefecture the filed dossiers of its département; an instructor
        or the president every filed dossier; others what the reviews open to them, and none of
        what the reviews close (`applications.reading`). Administrators configure and read none.
        """
        readable = self._for_team(user)
        if user.is_agent:
            readable |= self._for_agent(user)
        return self.filter(readable)

    def visible_even_withdrawn(self, user: User) -> "ApplicationQuerySet":
        """The same, and for an instructor or the president what was filed, then withdrawn.

        To read what was filed, not to work on it: every list of something to do asks `visible_to`.
        """
        readable = self._for_team(user)
        if user.is_agent:
            readable |= self._for_agent(user, even_withdrawn=True)
        return self.filter(readable)

    def of_team(self, user: User) -> "ApplicationQuerySet":
        """Dossiers of the person's own collectivités, whatever roles of the State they hold."""
        return self.filter(self._for_team(user))

    def read_as_agent(self, user: User) -> "ApplicationQuerySet":
        """Filed dossiers that the person reads for the State; none to others."""
        return self.filter(self._for_agent(user)) if user.is_agent else self.none()

    def read_as_agent_even_withdrawn(self, user: User) -> "ApplicationQuerySet":
        """The same, and for an instructor or the president what was filed, then withdrawn."""
        if not user.is_agent:
            return self.none()
        return self.filter(self._for_agent(user, even_withdrawn=True))

    def not_closed_to(self, user: User) -> "ApplicationQuerySet":
        """Dossiers that no conflict of interest closes to this person, whatever their state."""
        closed = reading.closed_to(user)
        return self.all() if closed is None else self.exclude(closed)

    @staticmethod
    def _for_team(user: User) -> models.Q:
        # From the links that every page reads anyway: subqueries would cost more than the page.
        mine, asked = set(), set()
        for link in user.links:
            if link.status == MembershipStatus.PENDING:
                asked.add(link.organisation_id)
            elif link.role in Role.HOLDER_ROLES:
                mine.add(link.organisation_id)
        readable = models.Q(holder__in=mine)
        if asked:
            readable |= models.Q(created_by=user, holder__in=asked)
        return readable

    @staticmethod
    def _for_agent(user: User, *, even_withdrawn: bool = False) -> models.Q:
        """Filed dossiers read for the State: what is closed to the person is closed in every role."""
        filed = models.Q(status__in=ApplicationStatus.FILED)
        if user.has_role(Role.INSTRUCTOR, Role.PRESIDENT):
            if even_withdrawn:
                filed = models.Q(
                    status__in=ApplicationStatus.ONCE_FILED, submitted_at__isnull=False
                )
        else:
            theirs = models.Q(departement__in=user.departements())
            opened = reading.opened_to(user)
            filed &= theirs if opened is None else theirs | opened
        closed = reading.closed_to(user)
        return filed if closed is None else filed & ~closed

    def editable_by(self, user: User) -> "ApplicationQuerySet":
        """Dossiers whose sections this person may write, whatever their state."""
        editors = Membership.objects.filter(user=user, role__in=Role.HOLDER_EDITORS)
        return self.filter(
            models.Q(
                holder__in=editors.filter(status=MembershipStatus.VALIDATED).values("organisation")
            )
            | models.Q(
                created_by=user,
                holder__in=editors.filter(status=MembershipStatus.PENDING).values("organisation"),
            )
        )


class Application(models.Model):
    """A dossier: one collectivité's answer to one call.

    What is typed lives in `Section` and `Action`; the columns here are what lists, counts and
    constraints need, kept in step by `applications.drafting`. `status` changes only through
    `applications.workflow`.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="applications")
    departement = models.ForeignKey(Departement, models.PROTECT, related_name="applications")
    # Public number, « LIMITS-2024-0001 », given at creation; never reused.
    reference = models.CharField("numéro", max_length=24, unique=True)
    status = models.CharField(
        "état", max_length=16, choices=ApplicationStatus, default=ApplicationStatus.DRAFT
    )
    title = models.CharField("intitulé", max_length=200, blank=True)
    requested_amount = models.DecimalField(
        "subvention demandée", max_digits=12, decimal_places=2, default=Decimal(0)
    )
    total_cost = models.DecimalField(
        "coût total", max_digits=12, decimal_places=2, default=Decimal(0)
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="created_applications"
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    changed_at = models.DateTimeField("modifié le", auto_now_add=True)
    submitted_at = models.DateTimeField("déposé le", null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "holder"],
                condition=models.Q(status__in=sorted(ApplicationStatus.OPEN)),
                name="application_one_open_per_holder",
                violation_error_message=(
                    "Votre collectivité a déjà un dossier pour cet appel à projets."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(requested_amount__gte=0, total_cost__gte=0),
                name="application_amounts_positive",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "withdrawn"])
                | models.Q(submitted_at__isnull=False),
                name="application_filed_is_dated",
                violation_error_message="Un dossier déposé porte la date de son dépôt.",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "status"], name="application_call_status"),
            models.Index(fields=["departement", "status"], name="application_departement"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_editable(self) -> bool:
        """Whether its sections may be written in the present state."""
        return self.status in ApplicationStatus.EDITABLE


class VersionedContent(models.Model):
    """Content typed by people, with the version that guards against lost updates."""

    content = models.JSONField("contenu", default=dict, encoder=DjangoJSONEncoder)
    version = models.PositiveIntegerField("version", default=0)
    saved_at = models.DateTimeField("enregistré le", null=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        abstract = True


class Section(VersionedContent):
    """One of the dossier's sections, as one typed document (ADR 0004)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="sections")
    key = models.CharField("section", max_length=20, choices=SectionKey)

    class Meta:
        verbose_name = "section"
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="section_unique")
        ]

    def __str__(self) -> str:
        return f"{self.application} – {self.get_key_display()}"


class Action(VersionedContent):
    """An action of the plan: a document of its own, so that two colleagues can each write one."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="actions")
    position = models.PositiveSmallIntegerField("rang")
    # Of the content, for the statistics: counting them must not read every action of a call.
    axis = models.GeneratedField(
        expression=KeyTextTransform("axis", "content"),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "action"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.application} – {self.content.get('title') or 'action sans titre'}"
