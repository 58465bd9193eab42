"""The register as people read it."""
