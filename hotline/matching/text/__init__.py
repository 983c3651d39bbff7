"""Text as matching reads it: normalisation, dialect, numerals, pinyin, word segmentation."""
