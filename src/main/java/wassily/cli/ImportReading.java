package wassily.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;
import wassily.io.text.Imports;
import wassily.io.text.MatrixPart;
import wassily.table.TableInfo.OutputSource;

/** How an import is to understand its files. */
final class ImportReading {
  @Option(
      names = "--output",
      paramLabel = "rows|file",
      description = "x from row sums Z·1 + Y·1, or as published. Default: rows")
  Output output = Output.ROWS;

  @Option(
      names = "--region",
      paramLabel = "NAME",
      description = "The one region of a national table")
  String region = "";

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description = "Between region and sector in a label. Default: found out")
  String separator = "";

  @Option(
      names = "--demand",
      split = ",",
      paramLabel = "COLUMN",
      description = "Columns that are final demand of the one region")
  List<String> demand = new ArrayList<>();

  @Option(
      names = "--exogenous",
      split = ",",
      paramLabel = "COLUMN",
      description = "Columns of Y that are exogenous consumers")
  List<String> exogenous = new ArrayList<>();

  @Option(
      names = "--ignore-columns",
      split = ",",
      paramLabel = "COLUMN",
      description = "Columns that are not wanted: totals, checks")
  List<String> ignored = new ArrayList<>();

  @Option(
      names = "--imports",
      paramLabel = "refuse|convert|leave-out",
      description =
          "What to do with a table whose rows hold imported goods: refuse it, convert it to domestic"
              + " flows by the share (x−e)/(x−e+imports), or take it as it is. Default: refuse")
  ImportsChoice imports = ImportsChoice.REFUSE;

  @Option(names = "--imports-column", paramLabel = "COLUMN", description = "The column of imports")
  String importsColumn = "";

  @Option(
      names = "--import-rows",
      split = ",",
      paramLabel = "ROW",
      description = "Rows of V that are imported inputs, not value added")
  List<String> importRows = new ArrayList<>();

  @Option(
      names = "--value-added",
      paramLabel = "EXTENSION",
      description = "The pymrio extension whose rows are value added")
  String valueAdded = "";

  @Option(
      names = "--inside",
      paramLabel = "FOLDER",
      description =
          "The folder inside a pymrio folder or zip that holds the table. Default: found out")
  String inside = "";

  @Option(
      names = "--extensions",
      split = ",",
      paramLabel = "NAME",
      description = "The pymrio extensions wanted. Default: all")
  List<String> extensions = new ArrayList<>();

  @Option(
      names = "--household-category",
      paramLabel = "NAME",
      description = "The category that direct emissions given by region belong to")
  String householdCategory = "";

  @Option(
      names = "--file",
      paramLabel = "PART=NAME",
      description =
          "A file of a folder of matrices that has an unusual name: ${COMPLETION-CANDIDATES}")
  Map<MatrixPart, String> files = new EnumMap<>(MatrixPart.class);

  @Option(
      names = "--sheet",
      paramLabel = "NAME",
      description = "The sheet of a CEADs workbook. Default: the first")
  String sheet;

  @Option(names = "--reorder", description = "Match rows and columns that stand in another order")
  boolean reorder;

  @Option(names = "--empty-as-zero", description = "Empty cells are 0; otherwise they are errors")
  boolean emptyIsZero;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      description = "Encoding of text files: UTF-8, GB18030. Default: UTF-8")
  Charset charset = StandardCharsets.UTF_8;

  /** Where x comes from. */
  enum Output {
    ROWS,
    FILE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    OutputSource source() {
      return this == ROWS ? OutputSource.ROWS : OutputSource.FILE;
    }
  }

  /** What to do with imports, as users type it. */
  enum ImportsChoice {
    REFUSE("refuse", Imports.REFUSE),
    CONVERT("convert", Imports.CONVERT),
    LEAVE_OUT("leave-out", Imports.LEAVE_OUT);

    private final String text;
    final Imports choice;

    ImportsChoice(String text, Imports choice) {
      this.text = text;
      this.choice = choice;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
