"""Services: accounts of staff, their passwords and second factors, signing in, and the log of all that."""
