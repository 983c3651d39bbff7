"""Every route of a blueprint with a path that can be opened, for tests that walk all of them."""

SAMPLES = {"name": "synonyms", "number": 102, "tracking_number": "12345678", "serial": 1, "gateway": "twilio"}
SAMPLES |= {"kind": "departments", "key": "FYK"}
"""Values for the variables in paths; any other variable is 1."""


def routes(app, blueprint):
    """(endpoint, method, path) of every route of ``blueprint``, with sample values in the path."""
    adapter = app.url_map.bind("hotline.example")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(blueprint + "."):
            path = adapter.build(rule.endpoint, {name: SAMPLES.get(name, "1") for name in rule.arguments})
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method, path
