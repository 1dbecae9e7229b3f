"""A text that goes round the three parties: versions, remarks, acceptances (C-5f)."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.enums import Role
from accounts.models import User
from conventions.enums import ActStatus, Party, RemarkStatus
from conventions.models.convention import Convention


class ActQuerySet(models.QuerySet["Act"]):
    """Acts, always through what a person may see of their convention."""

    def visible_to(self, user: User) -> Self:
        """Those of the conventions the person sees; one in drafting is MILDECA's alone."""
        acts = self.filter(convention__in=Convention.objects.visible_to(user))
        if user.has_role(Role.INSTRUCTOR, Role.PRESIDENT):
            return acts
        return acts.exclude(status=ActStatus.DRAFTING).filter(circulated_at__isnull=False)


class Act(models.Model):
    """The convention (number 0) or an amendment (1, 2…): what is discussed, issued and signed.

    `status` changes through `conventions.workflow`.
    """

    convention = models.ForeignKey(Convention, models.PROTECT, related_name="acts")
    number = models.PositiveSmallIntegerField("numéro", default=0)
    status = models.CharField("état", max_length=12, choices=ActStatus, default=ActStatus.DRAFTING)
    # Who holds the pen, since when: the only party that may write the next version.
    pen = models.CharField("tient la plume", max_length=10, choices=Party, default=Party.MILDECA)
    pen_since = models.DateTimeField("depuis le", auto_now_add=True)
    circulated_at = models.DateTimeField("mis en discussion le", null=True, blank=True)
    signed_at = models.DateTimeField("signé par tous le", null=True, blank=True)

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = "acte"
        ordering = ["convention", "number"]
        constraints = [
            models.UniqueConstraint(fields=["convention", "number"], name="act_number"),
            models.UniqueConstraint(
                fields=["convention"],
                condition=~models.Q(status__in=[ActStatus.SIGNED, ActStatus.ABANDONED]),
                name="act_one_in_hand",
                violation_error_message="Un texte de cette convention est déjà en cours.",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=False) | ~models.Q(status=ActStatus.SIGNED),
                name="act_signed_is_dated",
            ),
        ]

    def __str__(self) -> str:
        if self.number == 0:
            return f"Convention {self.convention.reference}"
        return f"Avenant n° {self.number} à la convention {self.convention.reference}"

    def last_version(self) -> "Version":
        """The text as it stands. An act is never made without one."""
        return self.versions.latest("number")

    @property
    def has_locks(self) -> bool:
        """Whether « non négociable » binds now: not while MILDECA drafts the call's own model.

        The locked articles of an amendment say its figures, which come from its data alone.
        """
        return bool(self.number) or self.status != ActStatus.DRAFTING

    @property
    def name(self) -> str:
        """« Convention LIMITS-2024-0012-C », « Avenant n° 1 » and the same."""
        reference = self.convention.reference
        return (
            f"Avenant n° {self.number} – {reference}" if self.number else f"Convention {reference}"
        )


class VersionQuerySet(models.QuerySet["Version"]):
    """The versions of texts."""

    def listed(self) -> Self:
        """What a list says of them, their whole texts left aside, in order."""
        return self.select_related("made_by").defer("state", "visas", "articles").order_by("number")


class Version(models.Model):
    """A whole text, kept for ever: the data it is built from, its visas and its articles.

    Articles keep their `[[placeholders]]`: figures come from `state`, never retyped. Immutable
    by trigger.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    state = models.JSONField("données", encoder=DjangoJSONEncoder)
    # [{"code": …, "body": …, "needs_legal_check": …}]
    visas = models.JSONField("visas")
    # [{"code": …, "title": …, "body": …, "is_locked": …, "needs_legal_check": …, "clause": …}]
    articles = models.JSONField("articles")
    summary = models.CharField("ce qui change", max_length=300, blank=True)
    party = models.CharField("proposée par", max_length=10, choices=Party)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("établie le", auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version"
        ordering = ["act", "number"]
        constraints = [models.UniqueConstraint(fields=["act", "number"], name="version_number")]

    def __str__(self) -> str:
        return f"{self.act}, version {self.number}"

    @property
    def amount(self) -> Decimal:
        """What this text grants, in euros: the convention's own changes only once all have signed."""
        return Decimal(str(self.state["agreed"]))


class Remark(models.Model):
    """A party's comment on an article, with the wording it proposes, if any."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="remarks")
    version = models.ForeignKey(Version, models.PROTECT, related_name="remarks")
    # An article's code; empty: the text as a whole.
    article = models.CharField("article", max_length=40, blank=True)
    party = models.CharField("partie", max_length=10, choices=Party)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField("commentaire")
    proposed_body = models.TextField("rédaction proposée", blank=True)
    status = models.CharField(
        "suite", max_length=10, choices=RemarkStatus, default=RemarkStatus.OPEN
    )
    answer = models.TextField("réponse", blank=True)
    made_at = models.DateTimeField("faite le", auto_now_add=True)
    answered_at = models.DateTimeField("traitée le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "remarque"
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"Remarque {self.pk} – {self.act}"


class Acceptance(models.Model):
    """A party accepts an article as it reads: `fingerprint` is of its filled text.

    A text that changes leaves the acceptance behind by itself.
    """

    act = models.ForeignKey(Act, models.CASCADE, related_name="acceptances")
    article = models.CharField("article", max_length=40)
    party = models.CharField("partie", max_length=10, choices=Party)
    fingerprint = models.CharField("empreinte du texte", max_length=64)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField("accepté le", auto_now_add=True)

    class Meta:
        verbose_name = "accord sur un article"
        verbose_name_plural = "accords sur les articles"
        constraints = [
            models.UniqueConstraint(
                fields=["act", "article", "party"], name="acceptance_once_per_party"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()} : article {self.article}"
