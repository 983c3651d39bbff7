"""The staff site, where entries are written and reviewed and messages answered; it works without JavaScript."""
