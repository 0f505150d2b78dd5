"""Damages a table file as another program might: edit_table.py FILE EDIT."""
import sys
import h5py
import numpy as np

file, edit = sys.argv[1:]
with h5py.File(file, "r+") as f:
    n = f["x"].shape[0]

    def replace(path, value):
        del f[path]
        f[path] = value

    if edit == "wide-z":
        replace("Z", np.zeros((n, n + 1)))
    elif edit == "short-y":
        replace("Y", np.zeros((n - 1, f["Y"].shape[1])))
    elif edit == "text-z":
        replace("Z", np.full((n, n), b"x"))
    elif edit == "no-y":
        del f["Y"]
    elif edit == "no-regions":
        del f["axis/region"]
    elif edit == "twice":
        f["axis/sector"][1] = f["axis/sector"][0]
    elif edit == "blank":
        f["axis/region"][1] = ""
    elif edit == "few-labels":
        replace("axis/sector", f["axis/sector"][:-1])
    else:
        sys.exit("unknown edit " + edit)
