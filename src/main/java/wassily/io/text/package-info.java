/** Text files: importers and CSV export. */
package wassily.io.text;
