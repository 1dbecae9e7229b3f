"""The national register: regions, départements, communes and EPCI; prefectures and MILDECA."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from accounts.enums import OrganisationKind, Role
from limits_portal import french


class Region(models.Model):
    """A region, by its INSEE code."""

    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80)

    class Meta:
        verbose_name = "région"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Departement(models.Model):
    """A département, by its INSEE code; each has one prefecture."""

    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, related_name="departements")
    # « du Nord », « d’Ille-et-Vilaine », « de La Réunion »: with the right French article.
    of_name = models.CharField("nom précédé de « de »", max_length=90)
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")

    class Meta:
        verbose_name = "département"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.label_of(self.code, self.name)

    @staticmethod
    def label_of(code: str, name: str) -> str:
        """« Nord (59) »."""
        return f"{name} ({code})"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations by what they are."""

    def holders(self) -> "OrganisationQuerySet":
        """Communes and EPCI: those that may carry a project (C-4.1a)."""
        return self.filter(kind__in=OrganisationKind.HOLDERS)

    def team_open_to(self, user: Any) -> "OrganisationQuerySet":
        """Collectivités whose team this person sees.

        Their validated members; the prefecture of each département they touch; MILDECA's
        instructors and administrators.
        """
        if user.has_role(Role.INSTRUCTOR, Role.ADMINISTRATOR):
            return self.holders()
        return self.holders().filter(
            models.Q(pk__in=user.collectivites())
            | models.Q(departement_codes__overlap=list(user.departements()))
        )


class Organisation(models.Model):
    """A commune, an EPCI, a prefecture or MILDECA itself. Never typed: from the register."""

    kind = models.CharField("nature", max_length=12, choices=OrganisationKind)
    name = models.CharField("nom", max_length=160)
    # INSEE code of a commune, SIREN of an EPCI, département code of a prefecture.
    code = models.CharField("code", max_length=9)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    legal_form = models.CharField("forme juridique", max_length=60, blank=True)
    departement = models.ForeignKey(
        Departement, models.PROTECT, null=True, related_name="organisations"
    )
    # Every département an EPCI touches: the holder chooses its prefecture among them.
    departement_codes = ArrayField(models.CharField(max_length=3), default=list)
    epci = models.ForeignKey("self", models.SET_NULL, null=True, related_name="communes")
    population = models.PositiveIntegerField("population", default=0)
    postcodes = ArrayField(models.CharField(max_length=5), default=list)
    # Lower case, no accents, no hyphens, « saint » in full; codes and postcodes included
    # (accounts.search). Also sorts names as French readers expect, « Écully » before
    # « Étrechy »: not every PostgreSQL knows the collations that would.
    search_text = models.TextField("texte de recherche", blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        ordering = ["search_text", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="organisation_unique_code")
        ]
        indexes = [
            models.Index(fields=["siren"], name="organisation_siren"),
            GinIndex(fields=["postcodes"], name="organisation_postcodes"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def of_name(self) -> str:
        """A collectivité's name after « de »: « d’Amiens », « du Havre », « d’Orléans Métropole »."""
        return french.of_holder(self.name, is_town=self.kind != OrganisationKind.EPCI)

    @property
    def is_holder(self) -> bool:
        """Whether it may carry a project (C-4.1a, C-4.3a)."""
        return self.kind in OrganisationKind.HOLDERS


class RegisterLoad(models.Model):
    """A register file that was loaded: the last one is not loaded twice."""

    digest = models.CharField("empreinte du fichier", max_length=64)
    source = models.CharField("source", max_length=120)
    loaded_at = models.DateTimeField("chargé le", auto_now_add=True)

    class Meta:
        verbose_name = "chargement du registre"

    def __str__(self) -> str:
        return self.source
