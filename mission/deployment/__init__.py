"""Who may come (authorisations, gated), who is there (arrivals, observed), and readiness on any date."""
