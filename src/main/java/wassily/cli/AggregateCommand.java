package wassily.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.hdf5.TableFile;
import wassily.io.text.ConcordanceFile;
import wassily.label.Axis;
import wassily.table.Aggregation;
import wassily.table.Concordance;
import wassily.table.MrioTable;

/** Adds regions, sectors and categories together. */
@Command(
    name = "aggregate",
    description = {
      "Adds regions, sectors or categories of final demand together into a smaller table.",
      "",
      "  wassily aggregate wiod.h5 --regions country_to_region.csv -o wiod7.h5",
      "",
      "A MAP has two columns, the label and the group it goes to, with or without a header: every",
      "label of the table stands in it once. pymrio's concordance files can be used as they are."
    })
final class AggregateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TABLE.h5", description = "A table made by import or generate")
  Path file;

  @Option(
      names = "--regions",
      paramLabel = "MAP.csv",
      description = "Region → group of regions. Default: regions are kept")
  Path regions;

  @Option(
      names = "--sectors",
      paramLabel = "MAP.csv",
      description = "Sector → group of sectors. Default: sectors are kept")
  Path sectors;

  @Option(
      names = "--categories",
      paramLabel = "MAP.csv",
      description = "Category → group of categories. Default: categories are kept")
  Path categories;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      description = "Encoding of the maps: UTF-8, GB18030. Default: UTF-8")
  Charset charset = StandardCharsets.UTF_8;

  @Mixin TableOutArgs out = new TableOutArgs();
  @Mixin ThreadArgs threads = new ThreadArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (regions == null && sectors == null && categories == null) {
      throw new ParameterException(
          spec.commandLine(), "name a map with --regions, --sectors or --categories");
    }
    out.requireWritable();
    var talk = new Talk(spec.commandLine().getErr());
    try (MrioTable table = TableFile.open(file, threads.count())) {
      var axes = table.axes();
      var aggregation =
          new Aggregation(
              map(regions, axes.regions()),
              map(sectors, axes.sectors()),
              map(categories, axes.categories()));
      try (MrioTable small = aggregation.of(table, threads.count(), talk)) {
        TableFile.write(small, out.file, out.how(threads.count()), talk);
        talk.say(
            "%s: %d regions × %d sectors became %d × %d"
                .formatted(
                    out.file,
                    axes.regions().size(),
                    axes.sectors().size(),
                    small.axes().regions().size(),
                    small.axes().sectors().size()));
      }
    }
    spec.commandLine().getOut().println(out.file);
    return Exit.OK;
  }

  private Optional<Concordance> map(Path map, Axis<?> axis) throws IOException {
    return map == null ? Optional.empty() : Optional.of(ConcordanceFile.read(map, axis, charset));
  }
}
