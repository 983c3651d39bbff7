"""Text as matching reads it: normalisation, dialect words, pinyin, word segmentation."""
