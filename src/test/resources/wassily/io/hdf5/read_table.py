"""Reads a table file with h5py and prints what is in it; a test compares the sums."""
import json
import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1]) as f:
    found = {
        "title": f.attrs["title"],
        "year": int(f.attrs["year"]),
        "regions": list(f["axis/region"].asstr()[:]),
        "groups": {k: list(v.asstr()[:]) for k, v in f["axis/region_group"].items()},
        "row0": f["row"].asstr()[0],
        "dims": {
            name: [d[0].name if len(d) else "" for d in f[name].dims]
            for name in ("Z", "Y", "x", "V")
        },
        "satellites": {},
    }
    for name in ("Z", "Y", "x", "V"):
        a = f[name][...].astype("<f8")
        found[name] = [a.shape, float(np.sum(a * (1 + np.arange(a.size).reshape(a.shape) % 7)))]
        # The bytes themselves, for the test to compare.
        a.tofile(sys.argv[2] + "/" + name + ".bin")
    for name, g in f["satellite"].items():
        found["satellites"][g.attrs["name"]] = [
            list(g["stressor"].asstr()[:]),
            [d[0].name for d in g["F_Y"].dims],
        ]
        g["F"][...].tofile(sys.argv[2] + "/F%d.bin" % g.attrs["position"])
    assert h5py.h5ds.is_scale(f["row"].id) and f["Z"].dims[0].keys() == ["row"]
print(json.dumps(found))
