"""A municipal enquiry hotline: one knowledge base that answers on the web, by phone and by SMS."""
