package wassily.io.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.DoublePredicate;
import wassily.io.sweep.Values;
import wassily.io.sweep.Yaml;
import wassily.io.text.CsvTables;
import wassily.scenario.CsvTable;

/**
 * Numbers with names: as keys of the study file, or in a CSV that it names, with the columns name
 * and value.
 *
 * @param what what they are, for messages
 * @param holds which numbers may be
 * @param expected the same in words
 */
record NamedNumbers(String what, DoublePredicate holds, String expected) {
  /**
   * Reads them.
   *
   * @param yaml keys, or the name of a file
   * @param study the study file, which names of files are relative to
   * @return in their order
   * @throws wassily.table.BadDataException when one is no number, out of range or there twice
   * @throws IOException when the CSV cannot be read
   */
  SequencedMap<String, Double> read(Yaml yaml, Path study) throws IOException {
    if (yaml instanceof Yaml.Scalar file) {
      return fromFile(file, study);
    }
    var numbers = new LinkedHashMap<String, Double>();
    for (Yaml.Entry e : Values.keys(yaml, what, List.of()).entries().values()) {
      String named = "%s of %s".formatted(e.key(), what);
      double value = Values.number(e.value(), named);
      if (!holds.test(value)) {
        throw Values.wrong(e.value(), named, expected);
      }
      numbers.put(e.key(), value);
    }
    return numbers;
  }

  private SequencedMap<String, Double> fromFile(Yaml.Scalar file, Path study) throws IOException {
    CsvTable table =
        new CsvTables().read(study.resolveSibling(Values.text(file, what)), file.where());
    int name = PopulationFile.column(table, "name");
    int value = PopulationFile.column(table, "value");
    var numbers = new LinkedHashMap<String, Double>();
    for (CsvTable.Row row : table.rows()) {
      String named = row.cells().get(name);
      if (numbers.put(named, number(row, row.cells().get(value))) != null) {
        throw row.where().refusal("%s stands twice".formatted(named));
      }
    }
    return numbers;
  }

  private double number(CsvTable.Row row, String text) {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value) && holds.test(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below, with the line
    }
    throw row.where().refusal("value is \"%s\", expected %s".formatted(text, expected));
  }
}
