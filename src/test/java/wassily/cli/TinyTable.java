package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import wassily.io.hdf5.TableFile;
import wassily.io.hdf5.WriteOptions;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.ExogenousConsumer;
import wassily.label.PrimaryInput;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableInfo;

/** Two regions, two sectors, as numbers that a test may spoil before they are written. */
final class TinyTable {
  /** Rows and columns: North | Farms, North | Mills, South | Farms, South | Mills. */
  final double[][] z = {{10, 20, 0, 5}, {5, 10, 5, 0}, {0, 5, 10, 20}, {5, 0, 5, 10}};

  final double[][] y = {{50, 15}, {60, 20}, {15, 50}, {20, 60}};
  final double[] x = {100, 100, 100, 100};
  final double[][] f = {{30, 10, 40, 5}};
  final double[][] fY = {{2, 3}};
  String category = "Consumption";

  /** Writes a table with published x after it was spoiled. */
  static Path write(Path file, Consumer<TinyTable> spoil) throws IOException {
    var tiny = new TinyTable();
    spoil.accept(tiny);
    try (var table = tiny.table()) {
      TableFile.write(table, file, new WriteOptions(false, 0, 1), Progress.NONE);
    }
    return file;
  }

  private MrioTable table() {
    var axes =
        new TableAxes(
            Axis.of("region", List.of(region("North"), region("South"))),
            Axis.of("sector", List.of(sector("Farms"), sector("Mills"))),
            Axis.of("category", List.of(new Category(category))),
            Axis.of("exogenous consumer", List.<ExogenousConsumer>of()));
    return new MrioTable(
        new TableInfo("Tiny", 2020, "M EUR", "a test", TableInfo.OutputSource.FILE),
        axes,
        HostMatrix.of(z),
        HostMatrix.of(y),
        x,
        Axis.of("primary input", List.<PrimaryInput>of()),
        HostMatrix.allocate(java.lang.foreign.Arena.ofAuto(), 0, 4),
        Optional.empty(),
        List.of(
            new SatelliteAccount(
                "air",
                Axis.of("stressor", List.of(new Stressor("CO2", "kt"))),
                HostMatrix.of(f),
                HostMatrix.of(fY))),
        () -> {});
  }

  private static Region region(String name) {
    return new Region(name, "", java.util.Map.of());
  }

  private static Sector sector(String name) {
    return new Sector(name, "", java.util.Map.of());
  }
}
