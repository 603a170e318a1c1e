#!/usr/bin/env python3
"""Writes ledger.json: what numpy, scipy and statsmodels give for the statistics of `pretag lexicon ledger` and `suggest` (checked to 1e-9
by tests/ledger.rs). Needs numpy, scipy and statsmodels from PyPI: python3 make_ledger.py > ledger.json
Counts are made from a seed; no text."""
import json, random
import numpy as np, scipy, scipy.special, scipy.stats, statsmodels
from statsmodels.stats.proportion import proportion_confint


def log_odds(one, other, weight):
    """Monroe, Colaresi and Quinn 2008: all words at once, the prior in proportion to both texts together."""
    y = np.array([one, other], float)
    n = y.sum(1, keepdims=True)
    alpha = weight * y.sum(0) / y.sum()
    p = (y + alpha) / (n + weight)
    ratio = scipy.special.logit(p)
    ratio = ratio[0] - ratio[1]
    variance = (1 / (y + alpha)).sum(0)
    z = ratio / np.sqrt(variance)
    two_sided = 2 * scipy.stats.norm.sf(abs(z))
    assert ((two_sided < 0.05) == (abs(z) > scipy.stats.norm.isf(0.025))).all()
    return {'one': one, 'other': other, 'weight': weight, 'ratio': ratio.tolist(), 'variance': variance.tolist(), 'z': z.tolist()}


def wilson(part, whole):
    low, high = proportion_confint(part, whole, alpha=0.05, method='wilson')
    ci = scipy.stats.binomtest(part, whole).proportion_ci(method='wilson')
    assert abs(low - ci.low) < 1e-9 and abs(high - ci.high) < 1e-9
    return {'part': part, 'whole': whole, 'low': float(low), 'high': float(high)}


rng = random.Random(20260102)
counts = lambda words, most: [int(rng.random() ** 4 * most) for _ in range(words)]
print(json.dumps({
    'made_with': {'numpy': np.__version__, 'scipy': scipy.__version__, 'statsmodels': statsmodels.__version__},
    'log_odds': [log_odds([a + 1 for a in counts(w, m)], counts(w, 3 * m), weight) for w, m, weight in ((5, 20, 10.0), (40, 60, 100.0), (200, 400, 1000.0))],
    'wilson': [wilson(p, n) for p, n in ((0, 5), (1, 9), (3, 5), (9, 9), (12, 14), (60, 200))]}))
