"""Released figures."""

from config.settings.environment import env

# Counts below these are hidden; the second goes for tables that count reports of sexual
# exploitation and abuse or about children.
FIGURES_THRESHOLDS = {
    "general": max(3, env.int("FIGURES_THRESHOLD", default=5)),
    "restricted": max(5, env.int("FIGURES_THRESHOLD_RESTRICTED", default=10)),
}
