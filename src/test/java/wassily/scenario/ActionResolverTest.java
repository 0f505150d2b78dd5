package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.label.Axis;
import wassily.label.TableAxes;
import wassily.scenario.Action.Remainder;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/** Levers on names become levers on positions; what cannot be is an error with its place. */
class ActionResolverTest {
  private final MrioTable table =
      Scenarios.table(
          2,
          1,
          new double[][] {{0, 3, 0, 4}, {0, 0, 0, 0}, {0, 3, 0, -1}, {0, 0, 0, 0}},
          new double[][] {{2, 0, 0, 0, 1}, {4, 4, 0, 4, 1}, {0, -2, 6, 0, 1}, {0, 0, 8, 0, 1}},
          new double[] {10, 13, 0, 9},
          new double[][] {{18, 6, 11, 2}, {1, 1, 1, 1}},
          new double[][] {{1, 0, 2, 3}, {0, 0, 0, 0}},
          new double[] {9, 6, 11, 4},
          Optional.of(new double[] {10, Double.NaN}));

  private List<List<String>> csv = List.of();

  private static Choice choice(String... names) {
    return new Choice(List.of(names), Scenarios.WHERE);
  }

  private static final Choice ALL = Choice.all(Scenarios.WHERE);

  /** Exact names; all for none. */
  private record Exact(TableAxes axes) implements ActionResolver.Names {
    private static int[] of(Axis<?> axis, Choice c) {
      return c.isAll()
          ? IntStream.range(0, axis.size()).toArray()
          : c.patterns().stream()
              .mapToInt(p -> axis.find(p).orElseThrow(() -> c.where().refusal("no " + p)))
              .sorted()
              .toArray();
    }

    @Override
    public int[] regions(Choice c) {
      return of(axes.regions(), c);
    }

    @Override
    public int[] sectors(Choice c) {
      return of(axes.sectors(), c);
    }

    @Override
    public int[] categories(Choice c) {
      return of(axes.categories(), c);
    }

    @Override
    public int[] consumers(Choice c) {
      return c.patterns().stream().mapToInt(axes.consumerLabels()::indexOf).sorted().toArray();
    }

    @Override
    public double currencyPerUnit(Action.DemandLift lift) {
      return 1e6;
    }
  }

  private ResolvedAction resolve(Action... actions) {
    CsvTable.Reader reader =
        (file, named) -> {
          var rows = new ArrayList<CsvTable.Row>();
          for (int line = 1; line < csv.size(); line++) {
            rows.add(new CsvTable.Row(new Where(file.toString(), line + 1), csv.get(line)));
          }
          return new CsvTable(file.toString(), csv.getFirst(), rows);
        };
    try {
      return new ActionResolver(
              table, table.satellites().getFirst(), new Exact(table.axes()), reader)
          .resolve(
              Arrays.stream(actions)
                  .map(a -> new Lever("tech", Amount.ONE, a, Scenarios.WHERE))
                  .toList())
          .getLast()
          .action();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void refused(String message, Action... actions) {
    assertEquals(
        message, assertThrows(BadDataException.class, () -> resolve(actions)).getMessage());
  }

  private static Action benchmark(Action.Benchmark benchmark, Cells at, boolean direct) {
    return new Action.IntensityBenchmark(at, benchmark, Amount.ONE, direct);
  }

  private static final Action.Benchmark FILE = new Action.Benchmark.FromFile(Path.of("best.csv"));

  private static Action cells(boolean set) {
    return new Action.DemandCells(Path.of("cells.csv"), set, Amount.ONE, false);
  }

  @Test
  void rowsAreEverySectorOfEveryRegion() {
    var scale =
        assertInstanceOf(
            ResolvedAction.IntensityScale.class,
            resolve(
                new Action.IntensityScale(
                    new Cells(ALL, choice("s2")), Scenarios.fixed(0.5), true)));
    assertArrayEquals(new int[] {1, 3}, scale.rows());
  }

  /** s1: x = 10 in r1 and 0 in r2, whose F does not count: 18/10 and 1/10. s2: 8/22 and 2/22. */
  @Test
  void nationalAverage() {
    var action =
        assertInstanceOf(
            ResolvedAction.IntensityBenchmark.class,
            resolve(
                benchmark(
                    new Action.Benchmark.NationalAverage(), new Cells(choice("r1"), ALL), false)));
    assertArrayEquals(new int[] {0, 1}, action.rows());
    assertArrayEquals(new double[] {1.8, 8 / 22.0}, action.benchmark()[0], 1e-15);
    assertArrayEquals(new double[] {0.1, 2 / 22.0}, action.benchmark()[1], 1e-15);
  }

  /** x = 0 in r2s1: no technology to compare with. */
  @Test
  void consumersIntensities() {
    var action =
        assertInstanceOf(
            ResolvedAction.ConsumerBenchmark.class,
            resolve(benchmark(new Action.Benchmark.Consumers(), new Cells(ALL, ALL), false)));
    assertArrayEquals(
        new double[] {1.8, 6 / 13.0, Double.POSITIVE_INFINITY, 2 / 9.0},
        action.intensity()[0],
        1e-15);
    refused(
        "sweep.yaml:7: lever tech: direct: true cannot go with of: consumers, direct emissions have no consumer elsewhere",
        benchmark(new Action.Benchmark.Consumers(), new Cells(ALL, ALL), true));
    refused(
        "sweep.yaml:7: lever tech: direct: true has no meaning after a benchmark of: consumers, which makes intensities depend on the consumer; put it before",
        benchmark(new Action.Benchmark.Consumers(), new Cells(ALL, ALL), false),
        benchmark(new Action.Benchmark.NationalAverage(), new Cells(ALL, ALL), true));
  }

  @Test
  void benchmarksFromAFile() {
    csv =
        List.of(
            List.of("Sector", "stressor", "value", "unit"),
            List.of("s2", "k2", "0.25", "kt / m eur"),
            List.of("s1", "k2", "0.5", "kt/M EUR"));
    var action =
        assertInstanceOf(
            ResolvedAction.IntensityBenchmark.class,
            resolve(benchmark(FILE, new Cells(choice("r2"), ALL), false)));
    // k1 is not in the file: it has no benchmark, which is infinitely high.
    assertArrayEquals(
        new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY}, action.benchmark()[0]);
    assertArrayEquals(new double[] {0.5, 0.25}, action.benchmark()[1]);
  }

  @Test
  void wrongBenchmarkFilesNameTheirLine() {
    var at = new Cells(ALL, ALL);
    var header = List.of("sector", "stressor", "value", "unit");
    csv = List.of(header, List.of("s1", "k1", "1", "t/EUR"));
    refused(
        "best.csv:2: the unit is \"t/EUR\", intensities here are in \"kt/M EUR\"; convert the values",
        benchmark(FILE, at, false));
    csv = List.of(header, List.of("s1", "k1", "NaN", "kt/M EUR"));
    refused("best.csv:2: value is \"NaN\", expected a finite number", benchmark(FILE, at, false));
    csv = List.of(header, List.of("s1", "k1", "-1", "kt/M EUR"));
    refused("best.csv:2: the benchmark is -1.0, expected 0 or more", benchmark(FILE, at, false));
    csv = List.of(header, List.of("s1", "CO", "1", "kt/M EUR"));
    refused(
        "best.csv:2: no stressor \"CO\" in the table; the sweep follows: k1, k2",
        benchmark(FILE, at, false));
    csv = List.of(header, List.of("s9", "k1", "1", "kt/M EUR"));
    refused("best.csv:2: no s9", benchmark(FILE, at, false));
    csv =
        List.of(header, List.of("s1", "k1", "1", "kt/M EUR"), List.of("s1", "k1", "1", "kt/M EUR"));
    refused("best.csv:3: s1 stands twice, first in line 2", benchmark(FILE, at, false));
    csv = List.of(header, List.of("s1", "k1", "1", "kt/M EUR"));
    refused(
        "sweep.yaml:7: best.csv has no benchmark of k1 for the sector s2, which lever tech changes; add it or leave the sector out",
        benchmark(FILE, at, false));
    csv = List.of(List.of("sector", "value", "unit"));
    refused(
        "sweep.yaml:7: best.csv has no column stressor, needed because 2 stressors are followed",
        benchmark(FILE, at, false));
    csv = List.of(List.of("sector", "stressor", "value"));
    refused(
        "sweep.yaml:7: best.csv has no column unit; its columns are: sector, stressor, value",
        benchmark(FILE, at, false));
  }

  @Test
  void exogenousConsumersOnlyByName() {
    var all =
        assertInstanceOf(
            ResolvedAction.DemandScale.class,
            resolve(
                new Action.DemandScale(ALL, choice("c2"), new Cells(ALL, ALL), Amount.ONE, false)));
    assertArrayEquals(new int[] {1, 3}, all.columns());
    var named =
        assertInstanceOf(
            ResolvedAction.DemandScale.class,
            resolve(
                new Action.DemandScale(
                    choice("r2", "e1"), choice("c2"), new Cells(ALL, ALL), Amount.ONE, false)));
    assertArrayEquals(new int[] {3, 4}, named.columns());
  }

  @Test
  void cellsOfDemand() {
    csv =
        List.of(
            List.of("value", "region", "sector", "consumer", "category"),
            List.of("2.5", "r2", "s1", "r1", "c2"),
            List.of("-1e2", "r1", "s2", "e1", ""));
    var action = assertInstanceOf(ResolvedAction.DemandCells.class, resolve(cells(true)));
    assertArrayEquals(new int[] {2, 1}, action.rows());
    assertArrayEquals(new int[] {1, 4}, action.columns());
    assertArrayEquals(new double[] {2.5, -100}, action.values());
    var header = csv.getFirst();
    csv = List.of(header, List.of("2.5", "r2", "s1", "e1", "c2"));
    refused(
        "cells.csv:2: category is \"c2\", but e1 has no categories; leave it empty", cells(true));
    csv = List.of(header, List.of("2.5", "r2", "s1", "r1", ""));
    refused("cells.csv:2: category is empty", cells(true));
    csv = List.of(header, List.of("many", "r2", "s1", "r1", "c1"));
    refused("cells.csv:2: value is \"many\", expected a finite number", cells(true));
    csv =
        List.of(header, List.of("1", "r2", "s1", "r1", "c1"), List.of("2", "r2", "s1", "r1", "c1"));
    refused("cells.csv:3: the cell r2 | s1 for r1 | c1 stands twice, first in line 2", cells(true));
    csv = List.of(header);
    refused("sweep.yaml:7: cells.csv has no rows", cells(true));
  }

  @Test
  void whatIsLeftOutIsAllTheOthers() {
    var shift =
        assertInstanceOf(
            ResolvedAction.DemandShift.class,
            resolve(
                new Action.DemandShift(
                    choice("r1"), choice("c2"), ALL, Amount.ONE, Remainder.REALLOCATE, false)));
    assertArrayEquals(new int[] {0}, shift.to());
    refused(
        "sweep.yaml:7: lever tech: the category c2 stands in from and in to; it can only be in one",
        new Action.DemandShift(
            choice("r1"),
            choice("c2"),
            choice("c1", "c2"),
            Amount.ONE,
            Remainder.REALLOCATE,
            false));
    refused(
        "sweep.yaml:7: lever tech moves nobody's sourcing; name users or demand",
        new Action.TradeShift(
            choice("s1"), ALL, choice("r1"), Optional.empty(), Optional.empty(), Amount.ONE));
  }

  @Test
  void peopleAreNeededForDemandPerHead() {
    refused(
        "sweep.yaml:7: lever tech: the population of r2 is unknown, expected more than 0; leave the region out or import its population",
        new Action.DemandLift(ALL, Amount.ONE, false));
    var lift =
        assertInstanceOf(
            ResolvedAction.DemandLift.class,
            resolve(new Action.DemandLift(choice("r1"), Amount.ONE, false)));
    assertEquals(1e6, lift.unit());
    assertEquals(10, lift.population()[0]);
  }

  @Test
  void negativeCellsCannotBeMoved() {
    refused(
        "sweep.yaml:7: lever tech: r2 | s2 uses -1.0 of r2 | s1, and a negative cell cannot be moved or shared by; leave it out",
        new Action.InputSubstitution(
            choice("s1"), choice("s2"), new Cells(choice("r2"), ALL), Amount.ONE, Amount.ONE));
    refused(
        "sweep.yaml:7: lever tech: r1 | c2 uses -2.0 of r2 | s1, and a negative cell cannot be moved or shared by; leave it out",
        new Action.TradeShift(
            choice("s1"),
            ALL,
            choice("r1"),
            Optional.empty(),
            Optional.of(new Action.DemandColumns(choice("r1"), choice("c2"))),
            Amount.ONE));
  }

  @Test
  void demandThatIsNotPositiveCannotBeShifted() {
    var shift =
        new Action.DemandShift(
            choice("r1"), choice("c2"), ALL, Amount.ONE, Remainder.REALLOCATE, false);
    assertInstanceOf(ResolvedAction.DemandShift.class, resolve(shift));
    MrioTable nothing = Scenarios.withA(new double[][] {{1}});
    var resolver =
        new ActionResolver(
            nothing,
            nothing.satellites().getFirst(),
            new Exact(nothing.axes()),
            (file, named) -> {
              throw new IOException("no files here");
            });
    assertEquals(
        "sweep.yaml:7: lever tech: final demand of r1 is 0.0, expected more than 0; leave the region out",
        assertThrows(
                BadDataException.class,
                () ->
                    resolver.resolve(
                        List.of(
                            new Lever(
                                "tech",
                                Amount.ONE,
                                new Action.DemandShift(
                                    ALL, choice("c1"), ALL, Amount.ONE, Remainder.CUT, false),
                                Scenarios.WHERE))))
            .getMessage());
  }
}
