"""Pages that only say something: the guide and the legal pages."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from pages import editions


@method_decorator(login_not_required, name="dispatch")
class Information(TemplateView):
    """A public page that shows the current call's dates and contact."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The edition, and what the legal pages must name."""
        return super().get_context_data(
            edition=editions.featured(),
            BASE_URL=settings.BASE_URL,
            LEGAL=settings.LEGAL,
            **kwargs,
        )


def page(template: str) -> Any:
    """A view of this template."""
    return Information.as_view(template_name=f"pages/{template}.html")
