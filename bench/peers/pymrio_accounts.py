#!/usr/bin/env python3
"""pymrio's accounts of a table: pymrio_accounts.py TABLE.h5 RESULT.h5

calc_all() of an IOSystem with Z, Y and one stressor, as its users call it: A, L (an inverse), M and
all accounts. Reading and the making of the labelled frames come before the clock. Its D_cba is
compared with that of RESULT.h5. Ends with a line when pymrio is not installed.
"""

import sys
import time

import numpy
import peer

try:
    import pandas
    import pymrio
except ImportError as e:
    sys.exit(f"pymrio_accounts.py: {e.name} is not installed")

import stored


def system(table):
    rows = pandas.MultiIndex.from_product(
        [table.regions, table.sectors], names=["region", "sector"]
    )
    columns = pandas.MultiIndex.from_product(
        [table.regions, table.categories], names=["region", "category"]
    )
    regional = table.R * table.C
    y = table.Y[:, :regional].copy()
    # pymrio knows no exogenous consumers: the first region's first category takes their demand too,
    # so that x stays what it is; it is subtracted from that region's footprint again.
    y[:, 0] += table.Y[:, regional:].sum(axis=1)
    stressor = pandas.Index(["first"], name="stressor")
    extension = pymrio.Extension(
        name="emissions",
        F=pandas.DataFrame(table.F, index=stressor, columns=rows),
        F_Y=pandas.DataFrame(table.F_Y[:, :regional], index=stressor, columns=columns),
    )
    return pymrio.IOSystem(
        Z=pandas.DataFrame(table.Z, index=rows, columns=rows),
        Y=pandas.DataFrame(y, index=rows, columns=columns),
        emissions=extension,
    )


def d_cba(table, calculated):
    found = calculated.emissions.D_cba_reg.loc["first"].reindex(table.regions).to_numpy().copy()
    if table.Y.shape[1] > table.R * table.C:
        multipliers = calculated.emissions.M.to_numpy()[0]
        found[0] -= multipliers @ table.Y[:, table.R * table.C :].sum(axis=1)
    return found


def main():
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} TABLE.h5 RESULT.h5")
    table = stored.Table(sys.argv[1])
    io = system(table)
    io.calc_all()
    apart = stored.deviation(d_cba(table, io), sys.argv[2])
    stored.require(apart, stored.WITHIN, "pymrio_accounts.py")
    io = system(table)  # a second time: what was checked is what is timed
    start = time.perf_counter()
    io.calc_all()
    seconds = time.perf_counter() - start
    peer.tell(
        "pymrio calc_all",
        table.n,
        seconds,
        {
            "numpy": numpy.__version__,
            "pandas": pandas.__version__,
            "pymrio": getattr(pymrio, "__version__", "unknown"),
        },
        largest_deviation=apart,
    )


if __name__ == "__main__":
    main()
