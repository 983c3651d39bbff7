"""The tables of ``faq_data`` as CSV files: read with an error for each bad cell, and written."""
