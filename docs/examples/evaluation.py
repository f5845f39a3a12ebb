#!/usr/bin/env python3
"""Terms of evaluations (section 3.2 of docs/spec.md) and what is pooled from their sums (docs/evaluation.md): `pooled`, an example of
evaluation/, against the formulas here, in exact fractions, and against statsmodels, which knows every table.

    python evaluation.py POOLED [FIRST_SEED] [HOW_MANY]

Sums must be equal to the unit; estimates as near to those of statsmodels as their rounding says. Exit code 1 if one is not.
Without statsmodels sums alone are compared.
"""
import math, random, subprocess, sys, tempfile
from fractions import Fraction
from pathlib import Path
from families import PIECES, in_bits

try:
    import numpy
    from statsmodels.stats.contingency_tables import StratifiedTable
    from statsmodels.stats.meta_analysis import combine_effects
except ImportError:
    StratifiedTable = None

TAU = 2_500  # ten-thousandths

def rational_terms(bits, a, n1, c, n2):
    b, d, n, one = n1 - a, n2 - c, n1 + n2, Fraction(1)
    f = lambda over, under: Fraction(over, under) if under else one * 0
    t = {"R": f(a * d, n), "S": f(b * c, n), "P": f((a + d) * a * d, n * n), "Q": f((b + c) * b * c, n * n), "G": f(a * c, n),
         "H": f(n1 * n2 * (a + c), n * n), "W": f(n1 * n2, n), "V": f(a * b * n2**3 + c * d * n1**3, n1 * n2 * n * n),
         "E": f(n1 * n2 * (a + c) * (b + d), n * n * (n - 1))}
    return {in_bits({"bits": bits}, name): math.floor(x * 2**bits) for name, x in t.items()} | {"D": math.floor(f((n1 * n2) ** 2, n * n))}

def counted_terms(a, n1, c, n2):
    """Numbers of countries, by the risk ratio itself: 1 in the piece of the scale in which it lies."""
    if a * n2 == c * n1 == 0:
        piece = "4"
    elif c * n1 == 0:
        piece = "5"
    else:
        ratio = Fraction(a * n2, c * n1)
        ends = [ratio < Fraction(67, 100), ratio < Fraction(9, 10), ratio < 1, ratio <= Fraction(11, 10), True]
        piece = "12345"[ends.index(True)]
    return {name: 256 * (piece in pieces) for name, pieces in PIECES.items()}

def log_ratio(scale, a, n1, c, n2):
    b, d = n1 - a, n2 - c
    if 0 in (a + c, b + d, n1, n2):
        return None
    if 0 in (a, b, c, d):
        a, b, c, d = a + 0.5, b + 0.5, c + 0.5, d + 0.5
    if scale == "OR":
        return math.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d
    return math.log(a * (c + d) / (c * (a + b))), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)

def log_terms(bits, table):
    out, floor = {}, lambda t, bits=bits: math.floor(t * 2**bits)
    for scale in ("OR", "RR"):
        for tau in (0, TAU):
            k, w, wy, wyy, ww = 0, 0, 0, 0, 0
            if (found := log_ratio(scale, *table)) is not None:
                y, v = found
                weight = 1 / (v + tau / 10_000)
                k, w, wyy, ww = 256, floor(weight), floor(weight * y * y), floor(weight * weight, bits // 2)
                wy = floor(weight * y) + 32 * w
            out |= {in_bits({"bits": bits}, f"{scale}-{part}-{tau}"): x for part, x in zip(("K", "W", "WY", "WYY", "WW"), (k, w, wy, wyy, ww))}
    return out

def draw(r):
    """Tables of a few countries; small groups, zeros and an effect that differs among them."""
    tables, effect = [], r.uniform(-1.2, 0.6)
    for _ in range(r.randint(5, 27)):
        n1, n2 = (r.choice([r.randint(8, 60), r.randint(40, 900), r.randint(500, 5_000)]) for _ in "12")
        base = r.uniform(0.02, 0.4)
        odds = base / (1 - base) * math.exp(effect + r.gauss(0, 0.4))
        flip = lambda n, p: sum(r.random() < p for _ in range(n)) if n < 900 else min(n, max(0, round(r.gauss(n * p, (n * p * (1 - p)) ** 0.5))))
        tables.append((flip(n1, odds / (1 + odds)), n1, flip(n2, base), n2))
    return tables

def of_statsmodels(tables):
    """name: (estimate, standard error or none)"""
    found = StratifiedTable([numpy.array([[a, n1 - a], [c, n2 - c]], dtype=float) for a, n1, c, n2 in tables])
    out = {"odds_ratio": (found.logodds_pooled, found.logodds_pooled_se), "risk_ratio": (math.log(found.riskratio_pooled), None)}
    out["test_corrected"] = (found.test_null_odds(correction=True).statistic, None)
    out["test"] = (found.test_null_odds(correction=False).statistic, None)
    for name, scale in (("odds", "OR"), ("risk", "RR")):
        known = [one for one in (log_ratio(scale, *table) for table in tables) if one]
        y, v = (numpy.array(part) for part in zip(*known))
        pooled = combine_effects(y, v, method_re="dl", use_t=True)
        out[f"{name}_inverse_variance"] = (pooled.mean_effect_fe, pooled.sd_eff_w_fe)
        out[f"{name}_heterogeneity"] = (pooled.q, None)
        out[f"{name}_i_squared"], out[f"{name}_tau_squared"] = (pooled.i2, None), (pooled.tau2, None)
        # With the tau^2 of the second sitting, by statsmodels' weighted least squares: its means with all variances larger.
        w = 1 / (v + TAU / 10_000)
        mean = (w * y).sum() / w.sum()
        out[f"{name}_random"] = (mean, w.sum() ** -0.5)
        out[f"{name}_hksj"] = ((w * (y - mean) ** 2).sum() / (len(y) - 1) / w.sum(), None)
    return out

def compare(program, tables, file, bits):
    """Faults, and by how much estimates differed at most."""
    Path(file).write_text("".join(f"{a} {n1} {c} {n2}\n" for a, n1, c, n2 in tables))
    run = subprocess.run([program, file, str(TAU), str(bits)], capture_output=True, text=True, check=True)
    rows = [line.split() for line in run.stdout.splitlines()]
    sums = {row[1]: int(row[2]) for row in rows if row[0] == "sum"}
    said = {row[0]: [float(one) for one in row[1:]] for row in rows if row[0] != "sum"}
    faults = []
    own = [rational_terms(bits, *table) | counted_terms(*table) | log_terms(bits, table) for table in tables]
    if {name for one in own for name in one} != set(sums):
        faults.append("other terms")
    # Logarithms of two libraries may differ in the last bit, and a floor with them: one unit a country.
    for name, total in sums.items():
        if abs(total - sum(one[name] for one in own)) > (len(tables) * 33 if "-WY" in name else len(tables) if name[:3] in ("OR-", "RR-") else 0):
            faults.append(f"sum of {name}")
    if StratifiedTable is None:
        return faults, None
    # What rounding takes off a sum at most; how much wider than in 8 bits it is.
    off, wide, worst = len(tables) * 2.0**-bits, 2 ** (8 - bits), 0
    other = of_statsmodels(tables)
    def near(name, value, wanted, allowed):
        if abs(value - wanted) > allowed + 1e-9 * abs(wanted):
            faults.append(f"{name}: {value} is not {wanted} within {allowed}")
    for name, (wanted, se) in other.items():
        if name in ("odds_ratio", "risk_ratio", "odds_inverse_variance", "risk_inverse_variance"):
            value, own_se, rounding = said[name]
            near(name, value, wanted, rounding * (1 + rounding) + 1e-9)
            worst = max(worst, abs(value - wanted))
            if se is not None:
                near(f"{name} se", own_se, se, 0.02 * se * wide + rounding)
    for name in ("odds", "risk"):
        value, se, hksj, *_ = said[f"{name}_random"]
        near(f"{name} random", value, other[f"{name}_random"][0], off / 2 * (1 + abs(value)) * se**2 * 1.1 + 1e-9)
        near(f"{name} random se", se, other[f"{name}_random"][1], off * se**3 + 1e-9)
        near(f"{name} hksj", hksj, other[f"{name}_hksj"][0] ** 0.5, 0.02 * hksj * wide + off * se**2)
        q, _, i2, tau2 = said[f"{name}_heterogeneity"]
        wanted = other[f"{name}_heterogeneity"][0]
        near(f"{name} q", q, wanted, off * (1 + abs(said[f"{name}_inverse_variance"][0])) ** 2 + 1e-6)
        near(f"{name} i2", i2, max(0, other[f"{name}_i_squared"][0]), 0.03 * wide)
        near(f"{name} tau2", tau2, max(0, other[f"{name}_tau_squared"][0]), (0.02 * tau2 + 0.005) * wide)
    for name in ("test", "test_corrected"):
        wanted = other[name][0]
        near(name, said[name][0], wanted, 0.02 * wanted * wide + off * 3)
    return faults, worst

def main(program, first=1, many=40):
    different, worst = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(int(first), int(first) + int(many)):
            r = random.Random(seed)
            tables, bits = draw(r), r.choice([8, 8, 8, 6, 4])
            faults, apart = compare(program, tables, Path(folder, "tables"), bits)
            worst = max(worst, (apart or 0) if bits == 8 else 0)
            different += bool(faults)
            for what in faults:
                print(f"seed {seed}: {what}")
    against = "sums" if StratifiedTable is None else f"sums and statsmodels (largest difference of a log ratio: {worst:.1e})"
    print(f"{many} rounds of terms against {against}: {different} different")
    return 1 if different else 0

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
