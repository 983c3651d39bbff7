"""The command ``hotline doctor``: each check is one function, which returns what it found."""
