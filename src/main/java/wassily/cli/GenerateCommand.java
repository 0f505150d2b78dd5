package wassily.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import wassily.io.hdf5.TableFile;
import wassily.table.GeneratorOptions;
import wassily.table.RegionPattern;
import wassily.table.TableGenerator;

/** An economically valid table of any size, the same bytes for the same seed everywhere. */
@Command(
    name = "generate",
    description = {
      "Generates an economically valid table of any size.",
      "",
      "  wassily generate --regions 30 --sectors 42 --seed 7 -o table.h5",
      "  wassily generate --preset china-like -o cities.h5     313 regions × 42 sectors",
      "",
      "Trade as by gravity, mostly within regions; rows and columns that balance; some sectors",
      "without output, negative inventory changes, population and stressors. Same arguments, same",
      "numbers, on any machine and for any number of threads."
    })
final class GenerateCommand implements Callable<Integer> {
  @Option(
      names = "--preset",
      paramLabel = "china-like",
      description =
          "Cities as in China's city tables: very uneven, rich ones of services, poor ones dirty;"
              + " 313 regions, 42 sectors and 5 categories where these options do not say otherwise")
  Preset preset;

  @Option(names = "--regions", paramLabel = "R", description = "Number of regions")
  Integer regions;

  @Option(names = "--sectors", paramLabel = "S", description = "Number of sectors")
  Integer sectors;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another number, another table. Default: ${DEFAULT-VALUE}")
  long seed;

  @Option(
      names = "--categories",
      paramLabel = "C",
      description = "Categories of final demand, 1 to 5. Default: 4")
  Integer categories;

  @Option(
      names = "--stressors",
      paramLabel = "K",
      defaultValue = "4",
      description = "CO2, NOx, SO2, PM2.5, CH4, NH3: the first K. Default: ${DEFAULT-VALUE}")
  int stressors;

  @Option(
      names = "--idle",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description = "Share of region-sectors without output, 0 to 0.2. Default: ${DEFAULT-VALUE}")
  double idle;

  @Option(
      names = "--year",
      paramLabel = "YEAR",
      defaultValue = "2020",
      description = "The year the table pretends to describe. Default: ${DEFAULT-VALUE}")
  int year;

  /** Tables with a name. */
  enum Preset {
    CHINA_LIKE(RegionPattern.CHINA_LIKE, 313, 42, 5);

    private final RegionPattern pattern;
    private final int regions;
    private final int sectors;
    private final int categories;

    Preset(RegionPattern pattern, int regions, int sectors, int categories) {
      this.pattern = pattern;
      this.regions = regions;
      this.sectors = sectors;
      this.categories = categories;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(names = "--no-export", description = "No foreign export as a further consumer")
  boolean noExport;

  @Mixin TableOutArgs out = new TableOutArgs();
  @Mixin ThreadArgs threads = new ThreadArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    out.requireWritable();
    var talk = new Talk(spec.commandLine().getErr());
    int t = threads.count();
    GeneratorOptions options = options();
    try (var table = new TableGenerator(t, talk).generate(options)) {
      TableFile.write(table, out.file, out.how(t), talk);
    }
    long n = (long) options.regions() * options.sectors();
    talk.say(
        "%s: %d regions × %d sectors, Z is %,d × %,d"
            .formatted(out.file, options.regions(), options.sectors(), n, n));
    spec.commandLine().getOut().println(out.file);
    return Exit.OK;
  }

  private GeneratorOptions options() {
    if (preset == null && (regions == null || sectors == null)) {
      throw new ParameterException(
          spec.commandLine(),
          "missing: option %s; or take --preset china-like"
              .formatted(regions == null ? "--regions" : "--sectors"));
    }
    try {
      return new GeneratorOptions(
          regions == null ? preset.regions : regions,
          sectors == null ? preset.sectors : sectors,
          seed,
          categories != null ? categories : preset == null ? 4 : preset.categories,
          !noExport,
          stressors,
          idle,
          year,
          preset == null ? RegionPattern.INDEPENDENT : preset.pattern);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
    }
  }
}
