"""The staff site: where entries are written, reviewed and withdrawn and messages answered; works without JavaScript."""
