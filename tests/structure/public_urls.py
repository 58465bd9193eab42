"""Addresses that answer somebody nobody knows. Everything else refuses the outsider.

An entry is the address with its variable parts in angle brackets, as `test_urls.py` prints it.
"""

# Anybody at all.
PUBLIC = {
    "/healthz/": "probe: the process answers",
    "/readyz/": "probe: the parts answer, by name only",
    "/": "the front page",
    "/help/": "what this site is and who helps",
    "/help/api/": "how to pull figures by program",
    "/help/privacy/": "what is kept about people",
    "/help/accessibility/": "who can use this site, and how",
    "/set-up/<key>/": "the first people of an empty office; not there without the key",
    "/leave/": "quick exit",
    "/language/<code>/": "changes the language",
    "/figures/": "released figures",
    "/figures.xlsx": "released figures, to download",
    "/figures/<table>.csv": "released figures, to download",
    "/figures/<table>.hxl.csv": "released figures, to download",
    "/figures/<table>.xlsx": "released figures, to download",
    "/i18n/setlang/": "changes the language",
    "/admin/login/": "leads to the sign-in page",
    "/admin/logout/": "ends a session, if there is one",
    "/accounts/login/": "sign-in",
    "/accounts/logout/": "ends a session, if there is one",
    "/accounts/signup/": "says that accounts are by invitation",
    "/accounts/inactive/": "says that an account is closed",
    "/accounts/password/reset/": "asks for a link, and never says whether the account exists",
    "/accounts/password/reset/done/": "says that a link was sent",
    "/accounts/password/reset/key/<uidb36>-<key>/": "the link from the e-mail",
    "/accounts/password/reset/key/done/": "says that the password was set",
    "/accounts/confirm-email/": "says that an e-mail was sent",
    "/accounts/confirm-email/<key>/": "the link from the e-mail",
    "/accounts/2fa/authenticate/": "second step of signing in; leads back without the first",
    "/accounts/2fa/webauthn/login/": "passkey sign-in",
    "/api/v1/schema/": "description of the API",
    "/api/v1/docs/": "the same for people",
    "/api/v1/instruments/": "public texts",
    "/api/v1/instruments/<slug>/": "public texts",
    "/api/v1/provisions/": "public texts",
    "/api/v1/provisions/<slug>/": "public texts",
    "/api/v1/places/": "public place names",
    "/api/v1/places/<pcode>/": "public place names",
    "/api/v1/contingents/": "contributing States",
    "/api/v1/vocabularies/": "the coded words",
    "/api/v1/vocabularies/<code>/": "the coded words",
}

# Anybody who has signed in, about nobody but themselves.
OWN = {
    "/account/": "own account",
    "/mail/": "own e-mails, in a demonstration alone",
    "/api/v1/me/": "own account, as a program sees it",
    "/desk/": "own work; empty without a role",
    "/notices/": "own notices",
    "/notices/read/": "own notices",
    "/notices/habit/": "own choice of how to be told",
    "/accounts/": "own account",
    "/accounts/email/": "own e-mail address",
    "/accounts/login/code/confirm/": "leads back",
    "/accounts/password/change/": "own password",
    "/accounts/password/set/": "own password",
    "/accounts/reauthenticate/": "own password again",
}
OWN_BEGINNINGS = ("/accounts/2fa/",)
