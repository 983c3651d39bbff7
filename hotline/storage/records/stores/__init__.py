"""The stores: one for each kind of record, SQL beside the function that turns a row into a dataclass."""
