"""Measuring and fitting the matching, started by `hotline evaluate` (cli/evaluate.py), and what was made once for it.

- How is confidence calibrated? ``fit`` fits the constants of matching/confidence.py and the ranking weights, and its
  docstring says how. ``calibration`` measures whether confidence comes true; ``reliability_plot`` draws it.
- How good is matching? ``run`` publishes a question set (``question_sets``), asks it, and gives ``measures``.
- How good is it on what people really say? ``noise`` and ``noise_phrases`` make noisy copies of the questions, and
  ``bm25_baseline`` is the plain ranker to compare with.
- What serves ``fit`` alone: ``scored_sets`` and ``candidate_scores`` (every candidate's score parts), ``weight_search``
  (ranking weights), ``trial_decisions`` (decisions with other constants) and ``fit_report`` (the printed table).
- ``make_word_vectors`` is a program by itself: it makes the table of word vectors that matching reads."""
