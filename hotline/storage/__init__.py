"""Storage: the records database, the knowledge file that the public is answered from, and faq_data's CSV tables."""
