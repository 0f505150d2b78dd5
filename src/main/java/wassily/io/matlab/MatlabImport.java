package wassily.io.matlab;

import java.util.List;
import wassily.table.MrioTable;

/**
 * An imported table and what its reader should know.
 *
 * @param table the table, which the caller closes
 * @param warnings one line each, possibly none: what could not be verified
 */
public record MatlabImport(MrioTable table, List<String> warnings) {
  /** Copies the warnings. */
  public MatlabImport {
    warnings = List.copyOf(warnings);
  }
}
