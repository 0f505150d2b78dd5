package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.hdf5.TableFile;
import wassily.io.text.ImportFormat;
import wassily.table.MrioTable;

/** Turns other people's files into a table file. */
@Command(
    name = "import",
    description = {
      "Turns a table's files into one HDF5 table file.",
      "",
      "  wassily import exiobase3/IOT_2019_pxp.zip -o exio.h5",
      "  wassily import leiden/raw -o leiden.h5 --title \"World 2015\" --unit \"M EUR\"",
      "  wassily import --z Z.csv.gz --y Y.csv.gz --f CO2=F.csv --unit-of CO2=kt -o wiod.h5",
      "  wassily import china313.mat --z Z --y FD --x GO --f CO2=E --fy CO2=EY --v VA \\",
      "      --exports EX --population pop --regions cities.txt --sectors sectors.txt -o china.h5",
      "  wassily import table.hdf5 --layout rows --z Z --y Y --f CO2=E --regions names/city \\",
      "      --sectors names/sector -o china.h5",
      "  wassily import --format ceads China_MRIO_2012.xlsx -o provinces.h5",
      "",
      "A part of a file is FILE#NAME[,NAME …]: these rows or columns of it."
    })
final class ImportCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "SOURCE",
      description =
          "A pymrio or EXIOBASE 3 folder or zip, a folder of headerless matrices with label files,"
              + " a MATLAB v7.3 or other HDF5 file of matrices, or a CEADs workbook (.xlsx); none when --z and --y name"
              + " labelled text files")
  Path source;

  @Option(
      names = "--format",
      paramLabel = "auto|pymrio|matrices|labelled|matlab|ceads",
      defaultValue = "auto",
      description = "What SOURCE is. Default: ${DEFAULT-VALUE}, which says what it found")
  Format format;

  @Mixin TableOutArgs out = new TableOutArgs();

  @ArgGroup(exclusive = false, heading = "%nAbout the table:%n")
  ImportWords words = new ImportWords();

  @ArgGroup(exclusive = false, heading = "%nFiles (text) or matrices (MATLAB):%n")
  ImportParts parts = new ImportParts();

  @ArgGroup(exclusive = false, heading = "%nHow they are to be understood:%n")
  ImportReading reading = new ImportReading();

  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  /** What the source is. */
  enum Format {
    AUTO,
    PYMRIO,
    MATRICES,
    LABELLED,
    MATLAB,
    CEADS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() throws IOException {
    out.requireWritable();
    var talk = new Talk(spec.commandLine().getErr());
    var importer = new Importer(this, talk);
    try (MrioTable table = importer.read(format(talk))) {
      TableFile.write(table, out.file, out.how(backend.threads()), talk);
      talk.say(
          "%s: %s, %d regions × %d sectors, %d stressors"
              .formatted(
                  out.file,
                  table.info().title(),
                  table.axes().regions().size(),
                  table.axes().sectors().size(),
                  table.satellites().stream().mapToInt(s -> s.stressors().size()).sum()));
      importer.warnings(table).forEach(w -> talk.say("warning: " + w));
    }
    TimingsReport.write(words.timings, talk);
    spec.commandLine().getOut().println(out.file);
    return Exit.OK;
  }

  private Format format(Talk talk) throws IOException {
    if (source == null) {
      if (format != Format.AUTO && format != Format.LABELLED) {
        throw new ParameterException(spec.commandLine(), "SOURCE is missing");
      }
      if (parts.z == null || parts.y == null) {
        throw new ParameterException(
            spec.commandLine(), "name a SOURCE, or the text files of Z and Y with --z and --y");
      }
      return Format.LABELLED;
    }
    if (format != Format.AUTO) {
      return format;
    }
    if (source.toString().matches(".*\\.(mat|h5|hdf5|hdf|he5)")) {
      return Format.MATLAB;
    }
    if (source.toString().endsWith(".xlsx")) {
      return Format.CEADS;
    }
    var found = ImportFormat.detect(source);
    talk.say("%s: %s".formatted(source, found.because()));
    return switch (found.format()) {
      case PYMRIO -> Format.PYMRIO;
      case MATRICES -> Format.MATRICES;
      case LABELLED ->
          throw new ParameterException(
              spec.commandLine(),
              source + " is one text file of several; name them with --z and --y");
    };
  }
}
