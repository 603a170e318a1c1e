#!/usr/bin/env python3
"""Writes stats.json: what other implementations give for the statistics of src/measure/stats (checked to 1e-9 by tests/stats.rs).
Needs numpy, scipy, scikit-learn, statsmodels, krippendorff and irrCAC from PyPI: python3 make_stats.py > stats.json
Tables are made from a seed; counts only, no text."""
import json, random, sys
import numpy as np, pandas as pd, krippendorff, scipy.stats, sklearn, statsmodels
from sklearn.metrics import brier_score_loss, cohen_kappa_score, precision_recall_fscore_support
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint
from irrCAC.raw import CAC


def pairs(table):
    a = [i for i, row in enumerate(table) for n in row for _ in range(n)]
    b = [j for row in table for j, n in enumerate(row) for _ in range(n)]
    return a, b


def two_coders(table):
    a, b = pairs(table)
    k = cohens_kappa(np.array(table))
    n = np.array(table, float)
    share = (n.sum(0) + n.sum(1)) / 2 / n.sum()
    observed, q = float(np.trace(n) / n.sum()), len(table)
    chance = float((share * (1 - share)).sum() / (q - 1))
    cac = CAC(pd.DataFrame({'a': a, 'b': b}), digits=12)
    assert abs(cac.gwet()['est']['coefficient_value'] - (observed - chance) / (1 - chance)) < 1e-9
    return {'table': table, 'percent': observed, 'kappa': float(cohen_kappa_score(a, b)), 'kappa_low': float(k.kappa_low), 'kappa_high': float(k.kappa_upp),
            'ac1': (observed - chance) / (1 - chance), 'brennan_prediger': (observed - 1 / q) / (1 - 1 / q),
            'alpha': float(krippendorff.alpha(reliability_data=[a, b], level_of_measurement='nominal'))}


def many_coders(rng, units, coders, categories, missing):
    data = []
    for _ in range(units):
        truth = rng.randrange(categories)
        data.append([None if rng.random() < missing else truth if rng.random() < 0.6 else rng.randrange(categories) for _ in range(coders)])
    data = [u for u in data if any(v is not None for v in u)]
    frame = pd.DataFrame([[np.nan if v is None else v for v in u] for u in data])
    cac = CAC(frame, digits=14)
    value = lambda r: r['est']['coefficient_value']
    return {'units': data, 'percent': float(cac.gwet()['est']['pa']), 'ac1': float(value(cac.gwet())), 'fleiss': float(value(cac.fleiss())),
            'brennan_prediger': float(value(cac.bp())),
            'alpha': float(krippendorff.alpha(reliability_data=frame.to_numpy(float).T, level_of_measurement='nominal'))}


def wilson(part, whole):
    low, high = proportion_confint(part, whole, alpha=0.05, method='wilson')
    ci = scipy.stats.binomtest(part, whole).proportion_ci(method='wilson')
    assert abs(low - ci.low) < 1e-9 and abs(high - ci.high) < 1e-9
    return {'part': part, 'whole': whole, 'low': float(low), 'high': float(high)}


def forecasts(rng, n):
    scores = [rng.randrange(1001) for _ in range(n)]
    true = [rng.random() < (s / 1000) ** 1.5 for s in scores]
    bins = np.minimum(np.array(scores) // 100, 9)
    p, t = np.array(scores) / 1000, np.array(true, float)
    ece = sum(abs(p[bins == k].mean() - t[bins == k].mean()) * (bins == k).mean() for k in range(10) if (bins == k).any())
    return {'scores': scores, 'came_true': true, 'brier': float(brier_score_loss(true, p)), 'calibration_error': float(ece),
            'bins': [[int((bins == k).sum()), int(t[bins == k].sum())] for k in range(10)]}


def detection(rng, n):
    gold = [rng.random() < 0.3 for _ in range(n)]
    found = [rng.random() < (0.7 if g else 0.2) for g in gold]
    p, r, f, _ = precision_recall_fscore_support(gold, found, average='binary')
    hits = sum(a and b for a, b in zip(gold, found))
    return {'hits': hits, 'false_alarms': sum(found) - hits, 'misses': sum(gold) - hits, 'precision': float(p), 'recall': float(r), 'f1': float(f)}


def quantiles(rng, n):
    values = sorted(rng.random() for _ in range(n))
    return {'values': values, 'low': float(np.quantile(values, 0.025)), 'high': float(np.quantile(values, 0.975))}


rng = random.Random(20260101)
table = lambda q: [[rng.randrange(3, 40) if i == j else rng.randrange(12) for j in range(q)] for i in range(q)]
print(json.dumps({
    'made_with': {'scipy': scipy.__version__, 'scikit-learn': sklearn.__version__, 'statsmodels': statsmodels.__version__, 'numpy': np.__version__},
    'two_coders': [two_coders(table(q)) for q in (2, 2, 2, 3, 5, 14)],
    'many_coders': [many_coders(rng, 30, c, q, m) for c, q, m in ((2, 2, 0.0), (3, 4, 0.2), (5, 3, 0.35))],
    'wilson': [wilson(p, n) for p, n in ((0, 10), (1, 1), (7, 20), (42, 42), (301, 566))],
    'forecasts': [forecasts(rng, n) for n in (40, 300)],
    'detection': [detection(rng, n) for n in (50, 400)],
    'quantiles': [quantiles(rng, n) for n in (7, 100, 201)]}))
