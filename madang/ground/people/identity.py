"""Sign-in through a government's own identity provider (OpenID Connect)."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from madang.ground.people.models import Person


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Takes over the name and the language that the provider knows; never an identity number."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
        """The account as it would be made for somebody who comes for the first time."""
        person: Person = super().populate_user(request, sociallogin, data)
        told = sociallogin.account.get_provider_account().get_user_data() or {}
        person.name = str(data.get("name") or told.get("name") or person.username)[:100]
        if str(told.get("locale", "")).lower().startswith("en"):
            person.language = "en"
        return person
