"""Signing in: own user model, e-mail and password through allauth, sign-up closed."""

from datetime import timedelta

from config.settings.environment import DEMO, HTTPS, TRYING, env

AUTH_USER_MODEL = "oversight.User"
ACCOUNT_ADAPTER = "oversight.accounts.adapters.AccountAdapter"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_validation = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_validation}.CommonPasswordValidator"},
    {"NAME": f"{_validation}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
# An invitation link serves three days.
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# Every limit is by account: one by network address would lock out an office that shares one, and no
# address is looked at. Guessing of passwords and codes has a counter of its own (accounts/actions).
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "signup": None,
    "reset_password": "5/10m/key",
    # The link cannot be guessed.
    "reset_password_from_key": None,
}

# A second step for every role that sees cases or works in the admin.
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=not DEMO)
MFA_ADAPTER = "oversight.accounts.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Notices"
# Half a minute either way; accounts/forms/steps.py lets no code pass twice in that time.
MFA_TOTP_TOLERANCE = 1
# Nobody signs up here: who has an account was invited, so an address needs no proof before the second step.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers take http on this computer for safe; the check of the origin alone would refuse it.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = TRYING and not HTTPS
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A signature cannot be guessed either.
MFA_RATE_LIMITS = {"webauthn_login": None}
MFA_FORMS = {
    "activate_totp": "oversight.accounts.forms.ActivateForm",
    "authenticate": "oversight.accounts.forms.CodeForm",
    "reauthenticate": "oversight.accounts.forms.CodeAgainForm",
    "add_webauthn": "oversight.accounts.forms.PasskeyForm",
}

# After so many minutes without a request the session is locked until the same person signs in again;
# after so many hours it is locked in any case.
SESSION_IDLE = timedelta(minutes=max(5, env.int("SESSION_IDLE_MINUTES", default=30)))
SESSION_LONGEST = timedelta(hours=max(1, env.int("SESSION_HOURS", default=8)))
# What was typed into a locked session waits so long for the person to come back.
KEPT_FORM_SECONDS = 30 * 60
