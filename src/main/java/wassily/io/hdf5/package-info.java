/**
 * HDF5 files: tables, results and what others wrote; the only place that knows jHDF.
 *
 * <p>jHDF 0.13.0 is trusted with everything <em>about</em> a file (groups, links, attributes,
 * types, chunk indexes) and with no bulk data: its readers return wrong numbers without an
 * exception in eight cases (truncated files, fill values of holes, filter masks and others), end at
 * 2 GB and are 5 to 40 times slower. {@link wassily.io.hdf5.Hdf5Reader} reads the bytes itself,
 * with those cases checked; {@code Hdf5Writer} lays files out itself from jHDF's header messages.
 */
package wassily.io.hdf5;
