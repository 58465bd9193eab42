"""The screens that `make screens` takes. Add yours here: name, address, role of var/demo.json ("" = nobody)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """One picture. `clicks` are selectors pressed one after the other once the page is open."""

    name: str
    path: str
    role: str = ""
    clicks: tuple[str, ...] = ()


FIRST_ROW = ".triage a.strong.nowrap"

SCREENS = (
    Screen("landing", "/"),
    Screen("sign-in", "/accounts/login/"),
    Screen("password-reset", "/accounts/password/reset/"),
    Screen("help", "/help/"),
    Screen("leave", "/leave/"),
    Screen("not-found", "/nowhere/"),
    Screen("figures", "/figures/"),
    Screen("work-monitor", "/", "monitor"),
    Screen("work-reviewer", "/", "reviewer"),
    Screen("work-lead", "/", "lead"),
    Screen("account", "/account/", "monitor"),
    Screen("second-step", "/accounts/2fa/", "reviewer"),
    Screen("admin", "/admin/", "reviewer"),
    Screen("admin-cases", "/admin/cases/case/", "reviewer"),
    Screen("admin-case", "/admin/cases/case/", "reviewer", (FIRST_ROW,)),
    Screen("admin-reports", "/admin/cases/report/", "reviewer"),
    Screen("admin-report", "/admin/cases/report/", "reviewer", (FIRST_ROW,)),
    Screen("admin-provisions", "/admin/mission/provision/", "lead"),
    Screen("admin-provision", "/admin/mission/provision/", "lead", ("#result_list tbody th a",)),
    Screen("admin-places", "/admin/mission/place/", "lead"),
    Screen("admin-accounts", "/admin/oversight/user/", "admin"),
    Screen(
        "admin-account", "/admin/oversight/user/?role=ngo", "admin", ("#result_list tbody th a",)
    ),
    Screen("admin-account-new", "/admin/oversight/user/add/", "admin"),
    Screen("admin-roles-waiting", "/admin/oversight/rolegrant/?state=waiting", "lead"),
    Screen("admin-vocabularies", "/admin/oversight/vocabulary/", "admin"),
    Screen("admin-vocabulary", "/admin/oversight/vocabulary/outcomes/change/", "admin"),
    Screen("tokens", "/account/tokens/", "ngo"),
)
