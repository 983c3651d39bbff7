"""Details of an answer: the sentence of an entry that tells what a follow-up question asks."""
