/**
 * MATLAB v7.3 files, and plain HDF5 files of matrices that others wrote: an importer that makes a
 * {@link wassily.table.MrioTable} of matrices named one by one.
 *
 * <p>The bytes are read by {@link wassily.io.hdf5.Hdf5Reader}; here is what MATLAB means by them.
 */
package wassily.io.matlab;
