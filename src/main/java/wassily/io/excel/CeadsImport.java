package wassily.io.excel;

import java.util.List;
import wassily.table.MrioTable;

/**
 * An imported table and what its reader should know.
 *
 * @param table the table, which the caller closes
 * @param warnings one line each, possibly none: spellings that are not known
 */
public record CeadsImport(MrioTable table, List<String> warnings) {
  /** Copies the warnings. */
  public CeadsImport {
    warnings = List.copyOf(warnings);
  }
}
