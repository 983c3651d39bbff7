"""What staff and citizens do with the hotline, by subject; no web framework, no channel's wording."""
