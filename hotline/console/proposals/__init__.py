"""Console screens: the catalogue, the departments, the topics and the office's particulars, curated like entries."""
