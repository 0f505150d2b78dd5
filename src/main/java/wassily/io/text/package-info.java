/**
 * Text files: importers that make a {@link wassily.table.MrioTable} of labelled CSV, of pymrio's
 * and EXIOBASE's folders and zips, and of headerless matrices with label files; CSV export of
 * results.
 *
 * <p>FastCSV cuts cells; numbers are made of them by several threads, straight into the matrix.
 */
package wassily.io.text;
