"""Applications for disclosure (依申请公开): their life, clocks, outcomes, fees and annual report."""
