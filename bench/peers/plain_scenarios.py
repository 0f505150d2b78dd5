#!/usr/bin/env python3
"""Scenarios by the plain formula in NumPy: plain_scenarios.py TABLE.h5 SCENARIOS.json [options]

  --design FILE.csv    values of the variables, a column for each, a row for each scenario
  --out FILE.h5        writes total, D_cba, D_pba: scenario x stressor (x region)
  --compare FILE.h5    a result file of a sweep: prints the largest deviation of /response/total,
                       /response/D_cba and /response/D_pba, where it has them, relative to the
                       largest number of each response and stressor; ends with 1 above --within
  --within 1e-10       what is still equal
  --time K             times the two loops that papers' scripts use on the first K scenarios:
                       S.(L.Y) and (S.L).Y for each scenario, L made before the clock starts; with
                       --compare only when that has gone well

SCENARIOS.json holds the keys of a sweep file: stressors (names; default: the first), satellite,
levers (name -> kind and its options, in order of application) and, where --design is not given,
design: {variables: [...], rows: [[...], ...]}; null or an empty cell of the CSV leaves the levers
that use the variable out. Names of regions, sectors, categories are exact, without patterns and
groups; left out they mean all. Floors of demand-lift are in the table's money per person.

Written to be read beside the specification, and without a look at the engine: every lever changes
full arrays S, F_Y, Y, A, and every scenario is solved from them. Kinds: intensity-scale,
intensity-benchmark (national-average, or {sector: value}), demand-scale, demand-shift,
demand-lift, coefficient-scale, input-substitution, trade-shift.
"""

import argparse
import csv
import json
import math
import platform
import sys

import h5py
import numpy as np

import peer


class Failed(Exception):
    """The scenario has no values."""


class Table:
    """The arrays of a table file and its names."""

    def __init__(self, path, satellite, stressors):
        with h5py.File(path, "r") as f:
            self.Z, self.Y, self.x = f["Z"][:], f["Y"][:], f["x"][:]
            self.regions = [r.decode() for r in f["axis/region"][:]]
            self.sectors = [s.decode() for s in f["axis/sector"][:]]
            self.categories = [c.decode() for c in f["axis/category"][:]]
            self.exogenous = (
                [e.decode() for e in f["axis/exogenous"][:]] if "exogenous" in f["axis"] else []
            )
            population = f["axis"].get("population")
            self.population = None if population is None else population[:]
            accounts = sorted(f["satellite"].values(), key=lambda g: g.attrs["position"])
            if satellite is not None:
                accounts = [g for g in accounts if text(g.attrs["name"]) == satellite]
            account = accounts[0]
            names = [s.decode() for s in account["stressor"][:]]
            chosen = [names.index(s) for s in stressors] if stressors else [0]
            self.stressors = [names[k] for k in chosen]
            self.F = account["F"][:][chosen]
            self.F_Y = account["F_Y"][:][chosen]
        self.R, self.P, self.C = len(self.regions), len(self.sectors), len(self.categories)
        inverse = np.divide(1.0, self.x, out=np.zeros_like(self.x), where=self.x != 0)
        self.S = self.F * inverse
        self.A = self.Z * inverse
        self.L = None

    def rows(self, regions, sectors):
        """Region-sectors: every chosen sector of every chosen region."""
        r = positions(regions, self.regions)
        p = positions(sectors, self.sectors)
        return (r[:, None] * self.P + p).ravel()

    def cells(self, chosen):
        chosen = chosen or {}
        return self.rows(chosen.get("regions"), chosen.get("sectors"))

    def columns(self, consumers, categories):
        """Columns of Y; exogenous consumers only by name."""
        c = positions(categories, self.categories)
        found = []
        for name in self.regions if consumers is None else listed(consumers):
            if name in self.exogenous:
                found.append(self.R * self.C + self.exogenous.index(name))
            else:
                found.extend(self.regions.index(name) * self.C + c)
        return np.array(found)

    def region_columns(self, r, categories=None):
        return r * self.C + positions(categories, self.categories)


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def listed(names):
    return names if isinstance(names, list) else [names]


def positions(names, all_names):
    if names is None:
        return np.arange(len(all_names))
    return np.array(sorted(all_names.index(n) for n in listed(names)))


class State:
    """What the levers change, as full arrays."""

    def __init__(self, table):
        self.t = table
        self.S, self.F_Y = table.S.copy(), table.F_Y.copy()
        self.Y, self.A = table.Y.copy(), table.A
        self.a_changed = False

    def change_a(self):
        if not self.a_changed:
            self.A = self.A.copy()
            self.a_changed = True

    def intensity_scale(self, o):
        at = self.t.rows(o.get("regions"), o.get("sectors"))
        self.S[:, at] *= o["factor"]
        if o.get("direct"):
            for r in np.unique(at // self.t.P):
                self.F_Y[:, self.t.region_columns(r)] *= o["factor"]

    def intensity_benchmark(self, o):
        t = self.t
        at = t.rows(o.get("regions"), o.get("sectors"))
        sector = at % t.P
        if o["benchmark"] == "national-average":
            grid = t.x.reshape(t.R, t.P)
            producing = grid > 0
            output = np.where(producing, grid, 0).sum(axis=0)
            f = np.where(producing, t.F.reshape(-1, t.R, t.P), 0).sum(axis=1)
            if np.any(output[np.unique(sector)] == 0):
                sys.exit("a sector without output has no national average")
            benchmark = (f / np.where(output == 0, 1, output))[:, sector]
        else:
            benchmark = np.array([[o["benchmark"][t.sectors[p]] for p in sector]])
        before = self.S[:, at]
        after = before - o["strength"] * np.maximum(0, before - benchmark)
        self.S[:, at] = after
        if o.get("direct"):
            for r in np.unique(at // t.P):
                here = at // t.P == r
                was = before[:, here] @ t.x[at[here]]
                now = after[:, here] @ t.x[at[here]]
                share = np.divide(now, was, out=np.ones_like(now), where=was != 0)
                self.F_Y[:, t.region_columns(r)] *= share[:, None]

    def scale_columns(self, columns, factor):
        self.Y[:, columns] *= factor

    def demand_scale(self, o):
        rows = self.t.cells(o.get("products"))
        columns = self.t.columns(o.get("consumers"), o.get("categories"))
        self.Y[np.ix_(rows, columns)] *= o["factor"]

    def demand_shift(self, o):
        t, tau = self.t, o["share"]
        reallocate = o.get("remainder", "reallocate") == "reallocate"
        for r in positions(o.get("regions"), t.regions):
            from_, to = t.region_columns(r, o["from"]), None
            D = self.Y[:, t.region_columns(r)].sum()
            K = self.Y[:, from_].sum()
            H = 1.0
            if reallocate:
                to = t.region_columns(r, o["to"])
                H = self.Y[:, to].sum()
            if not (D > 0 and K > 0 and H > 0):
                raise Failed("demand of %s is not > 0" % t.regions[r])
            if K / D <= tau:
                continue
            if not reallocate and not D - K > 0:
                raise Failed("what stays of %s is not > 0" % t.regions[r])
            target = tau * D if reallocate else tau * (D - K) / (1 - tau)
            self.scale_columns(from_, target / K)
            if reallocate:
                self.scale_columns(to, (H + K - target) / H)

    def demand_lift(self, o):
        t = self.t
        for r in positions(o.get("regions"), t.regions):
            columns = t.region_columns(r)
            D = self.Y[:, columns].sum()
            if not D > 0:
                raise Failed("demand of %s is not > 0" % t.regions[r])
            lifted = D + o["when"] * max(0, o["per-capita"] * t.population[r] - D)
            self.scale_columns(columns, lifted / D)

    def coefficient_scale(self, o):
        self.change_a()
        self.A[np.ix_(self.t.cells(o.get("suppliers")), self.t.cells(o.get("users")))] *= o["factor"]

    def input_substitution(self, o):
        t = self.t
        self.change_a()
        from_, to = t.rows(None, o["from"]), t.rows(None, o["to"])
        for j in t.cells(o.get("users")):
            r = j // t.P
            use = t.Z[np.ix_(to, r * t.P + np.arange(t.P))].sum(axis=1)
            use = use + t.Y[np.ix_(to, t.region_columns(r))].sum(axis=1)
            move(self.A, j, from_, to, o["fraction"], o.get("ratio", 1.0), use)

    def trade_shift(self, o):
        t = self.t
        users = t.cells(o["users"]) if "users" in o else []
        named = o.get("demand")
        demand = t.columns(named.get("consumers"), named.get("categories")) if named else []
        if len(users):
            self.change_a()
        for p in positions(o.get("products"), t.sectors):
            from_ = positions(o["from"], t.regions) * t.P + p
            to = positions(o["to"], t.regions) * t.P + p
            for j in users:
                move(self.A, j, from_, to, o["fraction"], 1.0, t.x[to])
            for j in demand:
                move(self.Y, j, from_, to, o["fraction"], 1.0, t.x[to])

    def apply(self, name, options):
        kind = options["kind"].replace("-", "_")
        y = self.Y.copy()
        totals = y.sum(axis=0)
        getattr(self, kind)(options)
        if kind.startswith("demand"):
            if np.any((self.Y < 0) & ~(y < 0)):
                raise Failed(name + " turns a cell of Y negative")
            if options.get("direct") != "fixed":
                m = self.F_Y.shape[1]
                now = self.Y.sum(axis=0)[:m]
                was = totals[:m]
                self.F_Y *= np.divide(now, was, out=np.ones(m), where=was != 0)


def move(matrix, j, from_, to, fraction, ratio, otherwise):
    """A fraction of the cells from_ of column j goes to its cells `to`."""
    column = matrix[:, j]
    if np.any(column[from_] < 0) or np.any(column[to] < 0):
        raise Failed("a negative cell cannot be moved")
    m = fraction * column[from_].sum()
    if m == 0:
        return
    weights = column[to].copy()
    if weights.sum() == 0:
        weights = otherwise
    if weights.sum() == 0 or np.any(weights < 0):
        raise Failed("nothing to share by")
    column[from_] *= 1 - fraction
    column[to] += ratio * m * weights / weights.sum()


def number(value, values):
    """A number, or the value of a $variable; NaN when it is off."""
    if isinstance(value, str) and value.startswith("$"):
        return values[value[1:]]
    return value


NUMBERS = ("when", "factor", "strength", "share", "fraction", "ratio", "per-capita")


def state_of(table, levers, values):
    """S', F_Y', Y', A' after all levers that act."""
    state = State(table)
    for name, lever in levers.items():
        options = {"when": 1.0, **lever}
        for key in NUMBERS:
            if key in options:
                options[key] = number(options[key], values)
        if any(math.isnan(options[k]) for k in NUMBERS if k in options) or options["when"] == 0:
            continue
        state.apply(name, options)
    return state


def leontief(table, state):
    n = len(table.x)
    if state.a_changed:
        inverse = np.linalg.inv(np.eye(n) - state.A)
        # For A >= 0 productive exactly when all column sums of L are at least 1.
        if np.any(state.A < 0):
            productive = np.abs(np.linalg.eigvals(state.A)).max() < 1
        else:
            productive = np.all(inverse.sum(axis=0) >= 1 - 16 * n * np.finfo(float).eps)
        if not productive:
            raise Failed("the system is not productive")
        return inverse
    if table.L is None:
        table.L = np.linalg.inv(np.eye(n) - table.A)
    return table.L


def responses(table, state):
    """total [k], D_cba [k, region], D_pba [k, region] of one scenario."""
    W = leontief(table, state) @ state.Y
    regional = table.R * table.C
    direct = state.F_Y.reshape(-1, table.R, table.C).sum(axis=2)
    cba = (state.S @ W[:, :regional]).reshape(-1, table.R, table.C).sum(axis=2) + direct
    made = state.S * W.sum(axis=1) + np.where(table.x == 0, table.F, 0)
    pba = made.reshape(-1, table.R, table.P).sum(axis=2) + direct
    return pba.sum(axis=1), cba, pba


def design(path, given):
    """Rows of the design as dictionaries; NaN for "off", null and empty."""
    if path is None:
        return [
            {v: math.nan if c is None else float(c) for v, c in zip(given["variables"], row)}
            for row in given["rows"]
        ]
    with open(path, newline="") as f:
        return [
            {v: math.nan if c.strip() in ("", "off") else float(c) for v, c in row.items()}
            for row in csv.DictReader(f)
        ]


def run_all(table, levers, rows):
    K, R = len(table.stressors), table.R
    out = {
        "total": np.full((len(rows), K), np.nan),
        "D_cba": np.full((len(rows), K, R), np.nan),
        "D_pba": np.full((len(rows), K, R), np.nan),
    }
    for s, values in enumerate(rows):
        try:
            found = responses(table, state_of(table, levers, values))
        except (Failed, np.linalg.LinAlgError) as e:
            print(f"scenario {s} fails: {e}", file=sys.stderr)
            continue
        for name, array in zip(out, found):
            out[name][s] = array
    return out


def compare(out, path, within, told=sys.stdout):
    worst, compared = 0.0, 0
    with h5py.File(path, "r") as f:
        for name, ours in out.items():
            if name not in f["response"]:
                continue
            compared += 1
            theirs = f["response"][name][:].reshape(ours.shape)
            if not np.array_equal(np.isnan(ours), np.isnan(theirs)):
                sys.exit(f"{name}: other scenarios failed")
            apart = np.nanmax(np.abs(ours - theirs).reshape(len(ours), ours.shape[1], -1), axis=2)
            size = np.nanmax(np.abs(ours).reshape(len(ours), ours.shape[1], -1), axis=2)
            deviation = float(np.nanmax(apart / np.where(size == 0, 1, size)))
            line = f"{name}: {len(ours)} scenarios, largest relative deviation {deviation:.2e}"
            print(line, file=told)
            worst = max(worst, deviation)
    if compared == 0:
        sys.exit(f"{path} has none of {', '.join(out)}")
    if not worst <= within:
        sys.exit(f"deviates from ours by {worst:g}, {within:g} is allowed")
    return worst


def time_loops(table, levers, rows, **more):
    """Both ways to compute S.L.Y, for each scenario; Y' and S' are made outside the clock."""
    if table.L is None:
        table.L = np.linalg.inv(np.eye(len(table.x)) - table.A)
    states = [state_of(table, levers, values) for values in rows]
    if any(s.a_changed for s in states):
        sys.exit("--time is for scenarios of S and Y")
    seconds = {}
    first, second = [], []
    states[0].S @ (table.L @ states[0].Y)  # the library is up before the clock starts
    seconds["S(LY)"] = [
        peer.timed(lambda s=s: first.append(s.S @ (table.L @ s.Y))) for s in states
    ]
    seconds["(SL)Y"] = [
        peer.timed(lambda s=s: second.append((s.S @ table.L) @ s.Y)) for s in states
    ]
    for a, b in zip(first, second):
        assert np.allclose(a, b, rtol=1e-9, atol=1e-9 * np.abs(a).max())
    n, m = table.Y.shape
    report = {
        "peer": "plain scenarios",
        "n": n,
        "m": m,
        "stressors": len(table.stressors),
        "scenarios": len(states),
        "seconds_per_scenario": {k: float(np.median(v)) for k, v in seconds.items()},
        "range": {k: [min(v), max(v)] for k, v in seconds.items()},
        **more,
        "blas": peer.blas_in_use(),
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
    }
    print(json.dumps(report))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("table")
    parser.add_argument("scenarios")
    parser.add_argument("--design")
    parser.add_argument("--out")
    parser.add_argument("--compare")
    parser.add_argument("--within", type=float, default=1e-10)
    parser.add_argument("--time", type=int, default=0)
    args = parser.parse_args()
    with open(args.scenarios) as f:
        spec = json.load(f)
    table = Table(args.table, spec.get("satellite"), spec.get("stressors"))
    rows = design(args.design, spec.get("design"))
    if args.time and not args.compare:
        time_loops(table, spec["levers"], rows[: args.time])
        return
    out = run_all(table, spec["levers"], rows)
    if args.out:
        with h5py.File(args.out, "w") as f:
            for name, array in out.items():
                f[name] = array
    if args.compare:
        worst = compare(out, args.compare, args.within, sys.stderr if args.time else sys.stdout)
        if args.time:
            time_loops(table, spec["levers"], rows[: args.time], largest_deviation=worst)


if __name__ == "__main__":
    main()
