"""What the public site and the console share of HTTP: context, errors and headers, rate limits, metrics."""
