"""The stores, one for each kind of record: the only place for SQL. They return the dataclasses of core."""
