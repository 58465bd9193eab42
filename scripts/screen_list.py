"""The screens that `make screens` takes. Add yours here: name, address, role of var/demo.json ("" = nobody)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """One picture. `clicks` are selectors pressed one after the other once the page is open."""

    name: str
    path: str
    role: str = ""
    clicks: tuple[str, ...] = ()
    # As it leaves the printer; taken once, not for each width.
    on_paper: bool = False


FIRST_ROW = ".triage a.strong.nowrap"

# Where the first steps of a report are left empty or half filled, on purpose.
NEW = "/reports/new/"
ON = "#report-step .actions button"
KIND = "input[name=types][value=arbitrary_arrest]"
UNKNOWN = "input[name=unknown]"
NO_PLACE = "input[name=place][value='']"
TO_FILES = (KIND, ON)
TO_WHEN = (*TO_FILES, ON)
TO_WHERE = (*TO_WHEN, UNKNOWN, ON)
TO_WHO = (*TO_WHERE, NO_PLACE, ON)
TO_PROVISIONS = (*TO_WHO, ON)
TO_SOURCE = (*TO_PROVISIONS, "input[name=provisions_unsure]", ON)
TO_CONSENT = (*TO_SOURCE, ON)
TO_REVIEW = (*TO_CONSENT, ON)
OWN_ROW = ".work-list a[href*='/reports/R-']"
THIRD_ROW = ".triage tr:nth-child(5) a.strong.nowrap"
LINE = "#result_list tbody th a"

WITHDRAW = "a.button[href*='/do/withdraw/']"
RULE_PREVIEW = (LINE, "a.button[href*='/do/edit/']", ".dialog-form button[type=submit]")
ASK_TIME = (LINE, "a.button[href*='/do/ask_time/']")

SCREENS = (
    Screen("landing", "/"),
    Screen("sign-in", "/accounts/login/"),
    Screen("sign-in-refused", "/accounts/login/", clicks=("main button[type=submit]",)),
    Screen("password-reset", "/accounts/password/reset/"),
    Screen("help", "/help/"),
    Screen("privacy", "/help/privacy/"),
    Screen("accessibility", "/help/accessibility/"),
    Screen("leave", "/leave/"),
    Screen("not-found", "/nowhere/"),
    Screen("figures", "/figures/"),
    Screen("api-help", "/help/api/"),
    Screen("report-what", NEW, "monitor"),
    Screen("report-what-empty", NEW, "monitor", (ON,)),
    Screen("report-files", NEW, "monitor", TO_FILES),
    Screen("report-when", NEW, "monitor", TO_WHEN),
    Screen("report-when-empty", NEW, "monitor", (*TO_WHEN, ON)),
    Screen("report-where", NEW, "monitor", TO_WHERE),
    Screen("report-who", NEW, "monitor", TO_WHO),
    Screen("report-provisions", NEW, "monitor", TO_PROVISIONS),
    Screen("report-source", NEW, "monitor", TO_SOURCE),
    Screen("report-consent", NEW, "monitor", TO_CONSENT),
    Screen("report-review", NEW, "monitor", TO_REVIEW),
    Screen("own-reports", "/reports/", "monitor"),
    Screen("own-report", "/reports/", "monitor", (OWN_ROW,)),
    Screen("receipt", "/reports/", "monitor", (OWN_ROW, "a[href*='/reports/sent/']")),
    Screen("work-monitor", "/desk/", "monitor"),
    Screen("work-reviewer", "/desk/", "reviewer"),
    Screen("work-focal-point", "/desk/", "focal_point"),
    Screen("work-lead", "/desk/", "lead"),
    Screen("office", "/desk/office/", "lead"),
    Screen("work-ngo", "/desk/", "ngo"),
    Screen("work-auditor", "/desk/", "auditor"),
    Screen("work-admin", "/desk/", "admin"),
    Screen("notices", "/notices/", "reviewer"),
    Screen("account", "/account/", "monitor"),
    Screen("mail", "/mail/", "lead"),
    Screen("second-step", "/accounts/2fa/", "reviewer"),
    Screen("second-step-new", "/account/second-step/", "reviewer"),
    Screen("second-step-app", "/accounts/2fa/totp/activate/", "reviewer"),
    Screen("second-step-passkey", "/accounts/2fa/webauthn/add/", "reviewer"),
    Screen("second-step-passkeys", "/accounts/2fa/webauthn/", "reviewer"),
    Screen("password-change", "/accounts/password/change/", "reviewer"),
    Screen("sign-in-again", "/accounts/reauthenticate/", "reviewer"),
    Screen("sessions", "/account/sessions/", "reviewer"),
    Screen("kept-nothing", "/account/kept/", "reviewer"),
    Screen("admin", "/admin/", "reviewer"),
    Screen("admin-cases", "/admin/cases/case/", "reviewer"),
    Screen("admin-case", "/admin/cases/case/", "reviewer", (FIRST_ROW,)),
    Screen(
        "admin-case-decision", "/admin/cases/case/?tab=all&status=decision", "lead", (FIRST_ROW,)
    ),
    Screen("admin-case-who", "/admin/cases/case/", "reviewer", (FIRST_ROW, "a[href*='/who/']")),
    Screen(
        "admin-dialog",
        "/admin/cases/case/",
        "reviewer",
        (FIRST_ROW, "a.button[href*='/do/allegation/']"),
    ),
    Screen("admin-reports", "/admin/cases/report/", "reviewer"),
    Screen(
        "admin-bulk-job",
        "/admin/cases/report/?tab=all",
        "reviewer",
        ("[data-bulk-everything]", ".bulk-bar button[formaction*='/bulk/accept/']"),
    ),
    Screen("admin-saved-filters", "/admin/cases/report/filters/", "reviewer"),
    Screen("admin-take-out", "/admin/cases/case/take-out/?tab=open&track=general", "reviewer"),
    Screen(
        "admin-paper",
        "/admin/cases/case/take-out/?tab=open",
        "reviewer",
        ("input[value=print]", "#id_reason", ".dialog-form button[type=submit]"),
    ),
    Screen("admin-reports-restricted", "/admin/cases/report/", "focal_point"),
    Screen("admin-report", "/admin/cases/report/", "reviewer", (FIRST_ROW,)),
    Screen("admin-report-other", "/admin/cases/report/", "reviewer", (THIRD_ROW,)),
    Screen(
        "admin-dialog-refused",
        "/admin/cases/report/",
        "reviewer",
        (FIRST_ROW, "a.button[href*='/do/decline/']", ".dialog-form button[type=submit]"),
    ),
    Screen(
        "admin-report-accept",
        "/admin/cases/report/",
        "reviewer",
        (FIRST_ROW, "a.button[href*='/do/accept/']"),
    ),
    Screen("admin-report-asked", "/admin/cases/report/?tab=asked", "reviewer", (FIRST_ROW,)),
    Screen(
        "admin-report-amend",
        "/admin/cases/report/?tab=asked",
        "reviewer",
        (FIRST_ROW, "a.button[href*='/do/amend_question/']"),
    ),
    Screen(
        "admin-report-take-back",
        "/admin/cases/report/?tab=accepted",
        "reviewer",
        (FIRST_ROW, "a.button[href*='/do/withdraw_acceptance/']"),
    ),
    Screen(
        "admin-case-move",
        "/admin/cases/case/",
        "reviewer",
        (FIRST_ROW, "a.button[href*='/do/move_report/']"),
    ),
    Screen(
        "admin-case-move-refused",
        "/admin/cases/case/",
        "reviewer",
        (FIRST_ROW, "a.button[href*='/do/move_report/']", ".dialog-form button.primary"),
    ),
    Screen(
        "admin-case-split",
        "/admin/cases/case/",
        "reviewer",
        (FIRST_ROW, "a.button[href*='/do/split_report/']"),
    ),
    Screen(
        "admin-case-hand-over",
        "/admin/cases/case/",
        "reviewer",
        (FIRST_ROW, "a.button[href*='/do/hand_over/']"),
    ),
    Screen(
        "admin-case-note",
        "/admin/cases/case/",
        "reviewer",
        (FIRST_ROW, "a.button[href*='/do/note/']"),
    ),
    Screen("admin-declined", "/admin/cases/report/declined/", "lead"),
    Screen("admin-ready-texts", "/admin/cases/messagetemplate/", "lead"),
    Screen("admin-ready-text", "/admin/cases/messagetemplate/", "lead", (LINE,)),
    Screen(
        "admin-ready-text-edit",
        "/admin/cases/messagetemplate/",
        "lead",
        (LINE, "a.button[href*='/do/edit/']"),
    ),
    Screen("admin-releases", "/admin/cases/release/", "lead"),
    Screen("admin-release", "/admin/cases/release/", "lead", (LINE,)),
    Screen("admin-release-new", "/admin/cases/release/add/", "lead"),
    Screen(
        "admin-release-withdraw",
        "/admin/cases/release/?state__exact=approved",
        "lead",
        (LINE, WITHDRAW),
    ),
    Screen("admin-release-draft", "/admin/cases/release/?state__exact=draft", "lead", (LINE,)),
    Screen("admin-provisions", "/admin/mission/provision/", "lead"),
    Screen("admin-provision", "/admin/mission/provision/", "lead", (LINE,)),
    Screen("admin-places", "/admin/mission/place/", "lead"),
    Screen("admin-accounts", "/admin/oversight/user/", "admin"),
    Screen("admin-account", "/admin/oversight/user/?role=ngo", "admin", (LINE,)),
    Screen("admin-account-new", "/admin/oversight/user/add/", "admin"),
    Screen(
        "hand-over", "/admin/oversight/user/?q=reviewer2", "lead", (LINE, "a[href*='/hand-over/']")
    ),
    Screen("admin-roles-waiting", "/admin/oversight/rolegrant/?state=waiting", "lead"),
    Screen("admin-vocabularies", "/admin/oversight/vocabulary/", "admin"),
    Screen("admin-vocabulary", "/admin/oversight/vocabulary/outcomes/change/", "admin"),
    Screen("tokens", "/account/tokens/", "ngo"),
    Screen("token-rotate", "/account/tokens/", "ngo", ("details.plain summary",)),
    Screen("admin-rules", "/admin/oversight/deadlinerule/", "admin"),
    Screen("admin-rule", "/admin/oversight/deadlinerule/", "admin", (LINE,)),
    Screen("admin-rule-preview", "/admin/oversight/deadlinerule/", "lead", RULE_PREVIEW),
    Screen("admin-days", "/admin/oversight/officeday/?year=2026", "admin"),
    Screen("admin-day-new", "/admin/oversight/officeday/add/", "admin"),
    Screen("admin-clocks", "/admin/oversight/deadline/?state=overdue", "lead"),
    Screen("admin-clock", "/admin/oversight/deadline/?state=asked", "lead", (LINE,)),
    Screen("admin-clock-more", "/admin/oversight/deadline/?state=overdue", "reviewer", ASK_TIME),
    Screen("admin-events", "/admin/oversight/event/", "auditor"),
    Screen("admin-events-filters", "/admin/oversight/event/", "auditor", (".finder summary",)),
    Screen("admin-events-none", "/admin/oversight/event/?day_to=2001-01-01", "auditor"),
    Screen("admin-event", "/admin/oversight/event/", "auditor", (".events th a",)),
    Screen(
        "admin-event-person",
        "/admin/oversight/event/?group=account",
        "auditor",
        (".events td.who a",),
    ),
    Screen(
        "admin-event-record",
        "/admin/oversight/event/?kind=cases.case",
        "auditor",
        (".events td.about a",),
    ),
    Screen(
        "admin-report-who", "/admin/cases/report/", "focal_point", (FIRST_ROW, "a[href*='/who/']")
    ),
    Screen("office-of-vetting", "/desk/", "vetting"),
    Screen("readiness", "/force/readiness/", "vetting"),
    Screen("readiness-on-paper", "/force/readiness/", "vetting", on_paper=True),
    Screen("readiness-unit", "/force/readiness/", "vetting", ("table tbody a",)),
    Screen("matrix", "/force/training/", "vetting"),
    Screen("matrix-on-paper", "/force/training/", "vetting", on_paper=True),
    Screen("strength", "/force/strength/", "lead"),
    Screen("strength-on-paper", "/force/strength/", "lead", on_paper=True),
    *(
        Screen(f"admin-{model}", f"/admin/mission/{model}/", "vetting", (LINE,))
        for model in (
            *("personnel", "unit", "check", "certification", "concern", "scheme"),
            *("authorisation", "override", "arrival", "breach"),
            *("contingent", "trainingmodule"),
        )
    ),
    Screen("admin-sessions", "/admin/mission/trainingsession/", "vetting"),
    Screen("admin-roster-upload", "/admin/mission/rosterupload/add/", "vetting"),
    Screen("admin-checks", "/admin/mission/check/", "vetting"),
    Screen("admin-authorise-many", "/admin/mission/authorisation/many/", "vetting"),
    Screen("admin-override-decide", "/admin/mission/override/?second=me", "lead", (LINE,)),
    Screen("admin-as-admin", "/admin/", "admin"),
    Screen("admin-as-auditor", "/admin/", "auditor"),
)
