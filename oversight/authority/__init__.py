"""Who may act: permissions, roles, and the one question `require()` asks. No models."""
