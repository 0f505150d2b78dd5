package wassily.cli;

import picocli.CommandLine.Option;

/** What an import is told about a table in words. */
final class ImportWords {
  @Option(names = "--title", paramLabel = "TEXT", description = "A name for people")
  String title = "";

  @Option(names = "--year", paramLabel = "YEAR", description = "The year it describes")
  int year;

  @Option(names = "--unit", paramLabel = "TEXT", description = "The unit of money: M EUR")
  String unit = "";

  @Option(names = "--source", paramLabel = "TEXT", description = "Where it comes from, to be cited")
  String source = "";

  @Option(
      names = "--timings",
      paramLabel = "FILE.json",
      description = "Write the seconds of every phase to a file; - prints them on stderr")
  String timings;
}
