"""The tables of ``faq_data`` as CSV files: reading with an error per cell, and writing."""
