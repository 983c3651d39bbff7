"""The file store: files beside the records, such as recorded prompts, in a folder or in S3-compatible storage."""
