"""Tables that staff upload: checked row by row against what is published, shown, and then submitted for review."""
