/**
 * Excel workbooks (.xlsx), read row by row as they stream from the file: the provincial tables of
 * CEADs.
 */
package wassily.io.excel;
