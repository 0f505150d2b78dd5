"""Opens a table and a result with xarray and prints dimensions and coordinates."""
import json
import sys

import xarray as xr


def summary(ds):
    return {
        "dims": {k: int(v) for k, v in ds.sizes.items()},
        "coords": sorted(ds.coords),
        "vars": {k: list(v.dims) for k, v in ds.data_vars.items()},
    }


found = {}
for engine in ("h5netcdf", "netcdf4"):
    try:
        __import__("netCDF4" if engine == "netcdf4" else engine)
    except ImportError:
        continue
    out = {}
    with xr.open_dataset(sys.argv[1], engine=engine) as ds:
        out["table"] = summary(ds)
        out["z"] = float(ds["Z"].sel(row=ds["row"][3], column=ds["column"][1]))
    with xr.open_dataset(sys.argv[1], group="satellite/" + sys.argv[3], engine=engine) as ds:
        out["satellite"] = summary(ds)
    with xr.open_dataset(sys.argv[1], group="axis", engine=engine) as ds:
        out["axis"] = summary(ds)
    with xr.open_dataset(sys.argv[2], group="response", engine=engine) as ds:
        out["response"] = summary(ds)
        out["cell"] = float(ds["T"].sel(stressor="NOx", region="北京", consumer="export"))
        out["units"] = list(ds["stressor_unit"].values)
    with xr.open_dataset(sys.argv[2], group="certificate", engine=engine) as ds:
        out["certificate"] = summary(ds)
    with xr.open_dataset(sys.argv[2], group="provenance", engine=engine) as ds:
        out["provenance"] = str(ds["value"].sel(key="device").values)
    found[engine] = out
print(json.dumps(found))
