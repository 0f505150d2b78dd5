#!/usr/bin/env python3
"""Writes the tables of bench/README.md from the JSON in bench/results: tables.py [--check]

Nothing between the two marks is typed. --check changes nothing and fails where the README differs.
"""

import json
import sys
from pathlib import Path

import quiet

BENCH = Path(__file__).resolve().parent
BEGIN, END = "<!-- tables.py: begin -->\n", "<!-- tables.py: end -->\n"


def number(v):
    """Four digits, and readable, which 1.877e+09 is not."""
    if v is None:
        return "-"
    if abs(v) >= 1e6:
        return f"{v / 1e6:,.0f} M"
    return f"{v:,.0f}" if abs(v) >= 100 else f"{v:.4g}"


def load(machine):
    """The load of the minute before; both kinds of manifest."""
    if "load_average_before" in machine:
        return f"{machine['load_average_before'][0]:.1f}"
    return machine.get("load before", "-").split(" ")[0]


def busy(r):
    """A warning where the load was high and the file does not tell what was lost meanwhile."""
    told = "rounds" in r or r.get("kind") in ("wassily bench", "workload") or "taken" in r
    try:
        above = float(load(r["machine"])) > int(r["machine"]["cores"]) / 4
    except ValueError:
        return ""
    return " (**busy**: what was lost by it, this older file does not tell)" if above and not told else ""


def row(cells):
    return "| " + " | ".join(cells) + " |\n"


def header(*names):
    return row(names) + "|" + "---|" * len(names) + "\n"


def where(name, r):
    """The line above a table: file, order, machine, load, commit."""
    machine = r["machine"]
    n = f"n = {r['n']:,}, " if "n" in r else ""
    threads = f", {r['threads']} threads" if "threads" in r else ""
    return (
        f"\n**[{name}](results/{name})**: {n}{machine.get('cpu')}, {machine['cores']} cores{threads},"
        f" load before {load(machine)}{busy(r)}; {str(machine.get('date'))[:10]},"
        f" commit {str(machine.get('commit'))[:9]}\n\n"
    )


def promises(r):
    """What was promised; older files say "most" for an upper bound and leave the sign out."""
    text = header("figure", "measured", "promised", "")
    for t in r["targets"]:
        bound = t.get("bound", t.get("most"))
        sign = t.get("sign", "<=" if "most" in t else ">=")
        verdict = {True: "reached", False: "**missed**", None: "not measured"}[t["passed"]]
        if "promised_for_n" in t and t["value"] is not None:
            verdict = f"of n = {t['promised_for_n']:,} only"
        unit = t.get("unit", "x")
        unit = "" if unit == "x" else f" {unit}"
        measured = "-" if t["value"] is None else number(t["value"]) + unit
        text += row([t["name"], measured, f"{sign} {number(bound)}{unit}", verdict])
    return text


def remarks(r):
    """What could not be measured, and who else had the processors; older files do not tell."""
    told = [f"Missing: {what}: {why}" for what, why in r.get("missing", {}).items()]
    told += [line[0].upper() + line[1:] + "." for line in quiet.lines(r["rounds"])] if "rounds" in r else []
    return "".join(f"\n{line}\n" for line in told)


def targets(name, r):
    return where(name, r) + promises(r) + remarks(r)


def peers(name, r):
    text = where(name, r) + header(
        "peer", "ours", "peer s", "ours s", "peer / ours", "range", "BLAS of the peer"
    )
    for peer, p in r["pairs"].items():
        text += row(
            [
                peer,
                p["part"],
                number(p["peer"]["median"]),
                number(p["ours"]["median"]),
                number(p["ratio"]),
                f"{number(p['ratio_least'])} to {number(p['ratio_most'])}",
                f"{p['blas']['name']} {p['blas']['version']}, {p['blas']['threads']} threads",
            ]
        )
    if r["targets"]:
        text += "\n" + promises(r)
    return text + remarks(r)


def phases_promised(name, r):
    """A report of phases.py: promises, then the first of its runs of `wassily bench`."""
    return targets(name, r) + "".join(phases(name, run) for run in r["runs"][:1])


def phases(name, r):
    text = ""
    for device in r["devices"]:
        about = {**r, "threads": device["backend"]["threads"]}
        sizes = device["sizes"]
        text += where(name, about)
        text += "Seconds (medians), and the share of the machine's own ceiling in brackets: " + ", ".join(
            f"{kind} {number(c.get('gflops', c.get('gb_per_s')))}"
            f" {'GFLOP/s' if 'gflops' in c else 'GB/s'}"
            for kind, c in device["ceilings"].items()
        )
        text += ".\n\n" + header(
            f"phase on {device['backend']['name']}", *(f"n = {s['n']:,}" for s in sizes), "grows as"
        )
        names = [p for p in sizes[-1]["phases"]]
        for phase in names:
            cells = []
            for s in sizes:
                p = s["phases"].get(phase)
                share = f" ({100 * p['share_of_ceiling']:.0f} %)" if p and "share_of_ceiling" in p else ""
                cells.append(number(p["median_seconds"]) + share if p else "-")
            g = device["growth"].get(phase)
            within = f" ± {g['within_95_percent']:.2f}" if g and "within_95_percent" in g else ""
            text += row([phase, *cells, f"n^{g['exponent']:.2f}{within}" if g else "-"])
    return text


def workload(name, r):
    text = where(name, r) + f"{r['title']}; published for n = {r['published_n']:,}.\n\n"
    text += header("measured", "median s", "times")
    for step, p in r["measured"].items():
        text += row([step, number(p["median_seconds"]), str(len(p["seconds"]))])
    for e in r["estimated"]:
        text += f"\nEstimated, not measured: {e['what']}: {number(e['seconds'])} s ({e['how']})\n"
    return text


def jmh(name, r):
    text = where(name, r) + header("benchmark", "parameters", "median ms", "fastest ms", "calls")
    for b in r["benchmarks"]:
        given = ", ".join(f"{k} {v}" for k, v in b["parameters"].items() if v)
        ms = b["milliseconds"]
        text += row(
            [b["name"], given, number(b["median_milliseconds"]), number(min(ms)), str(len(ms))]
        )
    for n, taken in r.get("taken", {}).items():
        text += f"\nn = {int(n):,}: {quiet.told(taken)}\n"
    text += "".join(f"\n{line}\n" for line in r.get("crossover", []))
    return text


KINDS = {"peers": peers, "phases": phases_promised, "wassily bench": phases, "workload": workload, "jmh": jmh}


def tables():
    text = ""
    for file in sorted((BENCH / "results").glob("*.json")):
        r = json.loads(file.read_text(encoding="utf-8"))
        kind = KINDS.get(r.get("kind"), targets if "targets" in r else None)
        if kind is None:
            sys.exit(f"tables.py: {file.name}: no table is known for this kind of report")
        text += kind(file.name, r)
    return text + "\n"


def main():
    readme = BENCH / "README.md"
    before = readme.read_text(encoding="utf-8")
    start, end = before.index(BEGIN) + len(BEGIN), before.index(END)
    after = before[:start] + tables() + before[end:]
    if sys.argv[1:] == ["--check"]:
        if after != before:
            sys.exit("tables.py: bench/README.md is not what bench/results make: run bench/tables.py")
    elif sys.argv[1:]:
        sys.exit(f"usage: {sys.argv[0]} [--check]")
    else:
        readme.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    main()
