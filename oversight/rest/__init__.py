"""DRF plumbing: errors, paging, entity tags, token sign-in, throttles. No models."""
