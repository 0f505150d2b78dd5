package wassily.io.hdf5;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.ExogenousConsumer;
import wassily.label.PrimaryInput;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableInfo;

/** Tables of random numbers with labels that are hard to store. */
final class SampleTables {
  private SampleTables() {}

  /** How large a table is. */
  record Size(int regions, int sectors, int categories, int exogenous, int inputs, int satellites) {
    int n() {
      return regions * sectors;
    }
  }

  static MrioTable table(Size size, long seed) {
    var random = new Random(seed);
    var arena = Arena.ofShared();
    var regions = new ArrayList<Region>();
    for (int i = 0; i < size.regions; i++) {
      regions.add(
          new Region(
              regionName(i),
              i % 2 == 0 ? "" : "R" + i,
              i % 3 == 0 ? Map.of("省/province", "p" + i % 5) : Map.of("zone", "east")));
    }
    var sectors = new ArrayList<Sector>();
    for (int i = 0; i < size.sectors; i++) {
      sectors.add(new Sector(sectorName(i), "" + i, Map.of()));
    }
    var axes =
        new TableAxes(
            Axis.of("region", regions),
            Axis.of("sector", sectors),
            Axis.of("category", labels(size.categories, i -> new Category("demand " + i))),
            Axis.of(
                "exogenous consumer",
                labels(size.exogenous, i -> new ExogenousConsumer("export " + i))));
    double[] people = new double[size.regions];
    for (int i = 0; i < people.length; i++) {
      people[i] = i == 1 ? Double.NaN : random.nextInt(1, 1_000_000);
    }
    var satellites = new ArrayList<SatelliteAccount>();
    for (int s = 0; s < size.satellites; s++) {
      int k = 2 + s;
      satellites.add(
          new SatelliteAccount(
              List.of("空气/air", "water %", ".hidden", "energy").get(s),
              Axis.of("stressor", labels(k, i -> new Stressor("CO₂ " + i, "kt " + i))),
              matrix(arena, k, size.n(), random),
              matrix(arena, k, axes.regionalColumns(), random)));
    }
    return new MrioTable(
        new TableInfo("A table – 表", 2017, "M €", "made for a test", TableInfo.OutputSource.FILE),
        axes,
        matrix(arena, size.n(), size.n(), random),
        matrix(arena, size.n(), axes.m(), random),
        matrix(arena, 1, size.n(), random).row(0),
        Axis.of(
            "primary input",
            labels(
                size.inputs,
                i ->
                    new PrimaryInput(
                        "input " + i,
                        i == 0 ? PrimaryInput.Kind.VALUE_ADDED : PrimaryInput.Kind.IMPORTS))),
        matrix(arena, size.inputs, size.n(), random),
        Optional.of(people),
        satellites,
        arena::close);
  }

  private static String regionName(int i) {
    return switch (i) {
      case 0 -> "北京 (Běijīng)";
      case 1 -> "long name " + "x".repeat(1000);
      case 2 -> "with | bar, comma \"quote\" and\ttab";
      default -> "region " + i;
    };
  }

  private static String sectorName(int i) {
    return i == 0 ? "Électricité/gaz 🔥" : "sector " + i;
  }

  private static <T> List<T> labels(int count, java.util.function.IntFunction<T> make) {
    return IntStream.range(0, count).mapToObj(make).toList();
  }

  /** Half of it zeros, so that it compresses. */
  static HostMatrix matrix(Arena arena, long rows, long columns, Random random) {
    var m = HostMatrix.allocate(arena, rows, columns);
    for (long i = 0; i < rows; i++) {
      for (long j = 0; j < columns; j++) {
        m.set(i, j, random.nextBoolean() ? 0 : random.nextGaussian() * 1e4);
      }
    }
    return m;
  }
}
