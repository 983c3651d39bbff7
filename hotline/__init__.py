"""A municipal enquiry hotline: one knowledge base answered by web, by phone and by SMS."""
