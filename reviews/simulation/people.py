"""The people of a simulated edition: mayors, prefectures, the committee; none of them real."""

from collections import Counter
from collections.abc import Iterable
from random import Random

from accounts import demo
from accounts.enums import OrganisationKind, Role
from accounts.models import Departement, Organisation, User

# None is a partner of the demonstration's plan: the portal would suspect a conflict, and rightly.
EMPLOYERS = (
    "Cour des comptes",
    "Institut national de la statistique",
    "École nationale de la magistrature",
    "Santé publique France",
    "Conseil d’État",
    "Observatoire français des drogues",
    "Université de Lille",
    "Institut des hautes études du ministère de l’intérieur",
    "Inserm",
)
FIRST_NAMES = ("Anne", "Bruno", "Claire", "David", "Élise", "Farid", "Gaëlle", "Hugo", "Irène")


def hidden(person: demo.Person) -> User:
    """A simulated person: not among those that the login page of the demonstration offers."""
    user = demo.load_person(person)
    if user.is_demo:
        user.is_demo = False
        user.save(update_fields=["is_demo"])
    return user


def mayor(holder: Organisation) -> User:
    """Who represents a holder."""
    return hidden(
        demo.Person(
            f"maire-{holder.code}",
            "Mairie",
            "Maire",
            Role.REPRESENTATIVE,
            holder.kind,
            holder.code,
        )
    )


def project_chief(departement: Departement) -> User:
    """Who gives the opinion of a département (C-1.1a)."""
    return hidden(
        demo.Person(
            f"cabinet-{departement.code}",
            "Cabinet",
            "Directrice de cabinet",
            Role.PREFECTURE_CHIEF,
            OrganisationKind.PREFECTURE,
            departement.code,
        )
    )


def committee(count: int) -> list[User]:
    """Members of the committee, as many as asked."""
    return [
        hidden(
            demo.Person(
                f"membre-{rank}",
                FIRST_NAMES[rank % len(FIRST_NAMES)],
                "Membre du comité",
                Role.COMMITTEE,
                OrganisationKind.MILDECA,
                "mildeca",
            )
        )
        for rank in range(count)
    ]


def holders(count: int, *, random: Random, without: Iterable[int]) -> list[Organisation]:
    """Communes of the register, of every size above 5 000 inhabitants.

    As many départements as can be: no commune is a département's second before each has one.
    """
    found = list(
        Organisation.objects.filter(
            kind=OrganisationKind.COMMUNE, departement__isnull=False, population__gte=5_000
        )
        .exclude(siren="")
        .exclude(pk__in=list(without))
        .select_related("departement")
        .order_by("code")
    )
    if len(found) < count:
        raise ValueError(f"Le registre a {len(found)} communes pour {count} dossiers demandés.")
    turns: Counter[str | None] = Counter()
    drawn = []
    for holder in random.sample(found, len(found)):
        drawn.append((turns[holder.departement_id], holder))
        turns[holder.departement_id] += 1
    drawn.sort(key=lambda turn: turn[0])
    return [holder for _, holder in drawn[:count]]
