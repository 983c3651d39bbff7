"""Text as matching reads it: normalisation, dialect words, pinyin, word segmentation, and vectors of words.

The table of word vectors is in the folder ``word_table``."""
