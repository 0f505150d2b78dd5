package wassily.io.excel;

import java.nio.file.Path;
import java.util.Optional;
import wassily.io.text.ImportSettings;

/**
 * What a CEADs workbook is imported by.
 *
 * @param file the .xlsx file
 * @param sheet its sheet; empty: the first one
 * @param population a CSV with the columns region and population; empty: unknown
 * @param settings title, year, unit, where x comes from, whether empty cells are 0
 */
public record CeadsOptions(
    Path file, Optional<String> sheet, Optional<Path> population, ImportSettings settings) {}
