package wassily.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import wassily.io.text.CsvExport;
import wassily.io.text.ResultTableCsv;
import wassily.result.ResultArray;
import wassily.result.ResultTable;

/** The folder that all parts of a study's result are written into as CSV files. */
final class CsvArgs {
  @Option(
      names = "--csv",
      paramLabel = "FOLDER",
      description = "Write every array and list as a CSV file into this folder, new or empty")
  Path folder;

  /** Refuses a file, and a folder that holds something, before any work is done. */
  void requireWritable(boolean force) throws IOException {
    if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + ": is a file; give the name of a folder");
    }
    if (folder != null && !force && Files.isDirectory(folder)) {
      try (var there = Files.list(folder)) {
        if (there.findAny().isPresent()) {
          throw new FileAlreadyExistsException(folder.toString());
        }
      }
    }
  }

  /** Arrays of one or two axes become tables, others lists with a line for each number. */
  void write(List<ResultArray> arrays, List<ResultTable> tables, boolean force, Talk talk)
      throws IOException {
    if (folder == null) {
      return;
    }
    Files.createDirectories(folder);
    for (ResultArray a : arrays) {
      var form = a.axes().size() > 2 ? CsvExport.Form.LONG : CsvExport.Form.WIDE;
      CsvExport.write(a, folder.resolve(a.name() + ".csv"), force, form, talk);
    }
    for (ResultTable t : tables) {
      ResultTableCsv.write(t, folder.resolve(t.name() + ".csv"), force);
    }
    talk.say("%d CSV files: %s".formatted(arrays.size() + tables.size(), folder));
  }
}
