"""Files for the administrator, which ``hotline deploy`` fills in: the site for nginx, the unit for systemd, and the
environment. Words between @ signs are filled in."""
