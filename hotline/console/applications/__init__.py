"""Console screens: the disclosure desk's applications, from registering one to the annual report."""
