"""Console screens: the catalogue, the office, its days off and its announcements, curated like entries."""
