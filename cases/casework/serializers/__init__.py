"""The shapes of cases in the API."""
