"""Console screens: calls that are over and calls that go on."""
