"""Settings of the website, read from the environment; the defaults run the demo on one machine."""

import os
from pathlib import Path

from madang.lib import database, secret

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent
DATA = Path(os.environ.get("MADANG_DATA", ROOT / ".data"))
FRONT_END = Path(os.environ.get("MADANG_FRONT_END", ROOT / "node_modules"))

# The fictional country is shown and labelled as invented; its accounts have a known password.
DEMO = os.environ.get("MADANG_DEMO") == "1"
# The government that this site greets with, until a visitor chooses another.
HOME_GOVERNMENT = os.environ.get("MADANG_GOVERNMENT", "saebit" if DEMO else "")
DEBUG = os.environ.get("MADANG_DEBUG") == "1"
SECRET_KEY = os.environ.get("MADANG_SECRET_KEY") or secret.kept_in(DATA / "secret-key")
ALLOWED_HOSTS = os.environ.get("MADANG_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
SITE_ADDRESS = os.environ.get("MADANG_ADDRESS", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]

# The keys that seal personal answers and sign certificates, checkpoints and seals are kept here.
KEYS = Path(os.environ.get("MADANG_KEYS", DATA / "keys"))

INSTALLED_APPS = [
    "madang.ui",  # before all others: its templates are the site's
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "madang.ground.law",
    "madang.ground.people",
    "madang.ground.organisations",
    "madang.ground.events",
    "madang.ground.records",
    "madang.ground.notices",
    "madang.ground.surveys",
    "madang.flow",
    "madang.work.services",
    "madang.work.disclosure",
    "madang.insight.claims",
    "madang.insight.laboratory",
    "madang.insight.evidence",
    "madang.site",
    # Behind the house's own apps, whose templates dress these pages.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "madang.site.middleware.tell_browsers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "madang.site.middleware.Limits",  # before the next, which reads what was sent
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "madang.site.middleware.refuse_nul",
]

ROOT_URLCONF = "madang.site.urls"
WSGI_APPLICATION = "madang.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "madang.site.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "madang.ui.templatetags.ui"],
        },
    }
]

FORM_RENDERER = "madang.ui.forms.Renderer"

DATABASES = {"default": database.settings(os.environ.get("DATABASE_URL"), DATA)}
# Shared by all server processes: sign-in counts failed tries here. Its table is made by `madang migrate`.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
# Behind proxies: where links lead, and whose address counts when sign-in is tried too often.
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_ADDRESS.partition(":")[0]
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MADANG_PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True

# A government's own identity provider (OpenID Connect): its issuer, and the name on the button to sign in.
_ISSUER = os.environ.get("MADANG_OIDC_ISSUER")
_OIDC = {
    "provider_id": "government",
    "name": os.environ.get("MADANG_OIDC_NAME", "OpenID"),
    "client_id": os.environ.get("MADANG_OIDC_CLIENT_ID", ""),
    "secret": os.environ.get("MADANG_OIDC_SECRET", ""),
    "settings": {"server_url": _ISSUER},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_OIDC] if _ISSUER else [], "OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_ADAPTER = "madang.ground.people.identity.Adapter"
# Only where the provider checks mail addresses: then the address finds the account that is there already.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = os.environ.get("MADANG_OIDC_TRUST_EMAIL") == "1"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = SOCIALACCOUNT_EMAIL_AUTHENTICATION
ACCOUNT_SIGNUP_FORM_CLASS = "madang.ground.people.forms.Naming"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "site" / "borrowed" / "locale"]  # the libraries' texts in our Korean
TIME_ZONE = os.environ.get("MADANG_TIME_ZONE", "Asia/Seoul")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [
    ("krds", FRONT_END / "krds-uiux" / "resources"),
    ("htmx", FRONT_END / "htmx.org" / "dist"),
]
WHITENOISE_USE_FINDERS = DEMO or DEBUG  # elsewhere `madang manage collectstatic` gathers them once
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000_000
DATA_UPLOAD_MAX_NUMBER_FILES = 30
LARGEST_UPLOAD = int(os.environ.get("MADANG_LARGEST_UPLOAD_MB", "120")) * 1_000_000
# Off only where one machine plays many people, as benchmarks do.
LIMITS = os.environ.get("MADANG_LIMITS", "1") != "0"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("MADANG_LOG_LEVEL", "WARNING")},
}

EMAIL_BACKEND = "madang.ground.notices.backend.Queued"
EMAIL_HOST = os.environ.get("MADANG_MAIL_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("MADANG_MAIL_PORT", "8025"))
EMAIL_HOST_USER = os.environ.get("MADANG_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MADANG_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("MADANG_MAIL_TLS") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("MADANG_MAIL_FROM", "Madang <no-reply@madang.example>")

_TLS = SITE_ADDRESS.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
# For how long browsers insist on https. A year once all is proved; a day at first.
SECURE_HSTS_SECONDS = int(os.environ.get("MADANG_HSTS_SECONDS", "86400" if _TLS else "0"))
# Only where a proxy takes TLS off and sets this header itself, whatever the visitor sent.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT and _TLS else None
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Pages carry no script and no style of their own: all come as files from here. `data:` is the picture for a
# second factor; forms may end at the identity provider, to which signing in leads.
_PROVIDER = "/".join(_ISSUER.split("/")[:3]) if _ISSUER else ""
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        f"form-action 'self' {_PROVIDER}".strip(),
    ]
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
SILENCED_SYSTEM_CHECKS: list[str] = []
