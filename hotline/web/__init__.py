"""The public site: what a citizen reads, searches and leaves by web; works without JavaScript."""
