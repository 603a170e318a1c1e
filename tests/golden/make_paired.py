#!/usr/bin/env python3
"""Writes paired.json: what other implementations give for the tests of src/measure/stats/paired.rs (checked to 1e-9 by tests/stats_paired.rs).
Needs numpy, scipy and statsmodels from PyPI: python3 make_paired.py > paired.json
Counts are made from a seed; no text."""
import json, random
import numpy as np, scipy, statsmodels
from scipy.stats import binomtest, permutation_test
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests


def mcnemar_case(b, c):
    p = float(mcnemar([[3, b], [c, 5]], exact=True).pvalue)
    assert abs(p - (binomtest(min(b, c), b + c, 0.5).pvalue if b + c else 1.0)) < 1e-9
    return {'b': b, 'c': c, 'p': p}


def holm_case(ps):
    return {'p': ps, 'adjusted': [float(p) for p in multipletests(ps, method='holm')[1]]}


def f1(counts):
    hits, false, misses = counts.sum(0)
    return 2 * hits / (2 * hits + false + misses)


def clusters_case(rng, n):
    """Clusters of (hits, false alarms, misses), by the old and by the new reading; all 2^n exchanges."""
    old = [[rng.randrange(1, 9), rng.randrange(6), rng.randrange(6)] for _ in range(n)]
    new = [[rng.randrange(1, 9), rng.randrange(6), rng.randrange(6)] for _ in range(n)]
    table = np.array(old + new)
    statistic = lambda x, y: abs(f1(table[y.astype(int)]) - f1(table[x.astype(int)]))
    found = permutation_test((np.arange(n), np.arange(n) + n), statistic, permutation_type='samples', vectorized=False,
                             n_resamples=np.inf, alternative='greater')
    return {'old': old, 'new': new, 'difference': float(f1(np.array(new)) - f1(np.array(old))), 'p': float(found.pvalue)}


rng = random.Random(20260202)
print(json.dumps({
    'made_with': {'scipy': scipy.__version__, 'statsmodels': statsmodels.__version__, 'numpy': np.__version__},
    'mcnemar': [mcnemar_case(b, c) for b, c in ((0, 1), (1, 0), (3, 3), (2, 9), (10, 25), (0, 40), (150, 201), (1000, 1100), (4000, 4300))],
    'holm': [holm_case([rng.random() ** 3 for _ in range(n)]) for n in (1, 2, 5, 14)] + [holm_case([0.01, 0.01, 0.04, 1.0])],
    'permutation': [clusters_case(rng, n) for n in (2, 5, 8, 11)]}))
