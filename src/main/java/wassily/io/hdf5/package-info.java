/** HDF5 files; the only place that knows jHDF. */
package wassily.io.hdf5;
