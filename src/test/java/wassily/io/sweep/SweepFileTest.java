package wassily.io.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.scenario.Action;
import wassily.scenario.Amount;
import wassily.scenario.DesignSpec;
import wassily.scenario.DesignSpec.Distribution;
import wassily.scenario.Group;
import wassily.scenario.Lever;
import wassily.scenario.Response;
import wassily.scenario.SweepSpec;
import wassily.table.BadDataException;

/** What sweep files say, key by key. */
class SweepFileTest {
  @TempDir Path folder;

  private static final Path FULL =
      Path.of(System.getProperty("wassily.basedir", "."), "docs/examples/mitigation.yaml");

  private SweepSpec read(String text) throws IOException {
    Path file = folder.resolve("sweep.yaml");
    Files.writeString(file, text);
    return SweepFile.read(file);
  }

  private SweepSpec readLever(String lever) throws IOException {
    return read(
        """
        wassily: 1
        table: t.h5
        levers:
          a: {%s}
        responses: [total]
        """
            .formatted(lever));
  }

  private Action action(String lever) throws IOException {
    return readLever(lever).levers().getFirst().action();
  }

  private static Amount fixed(double value) {
    return new Amount.Fixed(value);
  }

  @Test
  void theFullExample() throws IOException {
    SweepSpec spec = SweepFile.read(FULL);
    assertEquals("Light to deep mitigation by super-emitters", spec.title());
    assertEquals(FULL.resolveSibling("../../data/china313.h5"), spec.table());
    assertEquals(List.of("CO2"), spec.stressors());
    assertEquals(Optional.empty(), spec.satellite());
    assertEquals(5, spec.verify());
    assertEquals(new SweepSpec.Keep(true, List.of()), spec.keep());

    assertEquals(
        List.of("key-sectors", "technology", "demand-side", "poor", "hebei"),
        spec.groups().stream().map(Group::name).toList());
    assertEquals(6, spec.groups().getFirst().sectors().orElseThrow().patterns().size());
    assertEquals(
        Optional.of(new Group.SuperEmitters(List.of("technology", "hybrid"), 0.01, false)),
        spec.groups().get(1).regions());
    var poor =
        assertInstanceOf(Group.DemandPerCapita.class, spec.groups().get(3).regions().orElseThrow());
    assertEquals(OptionalDouble.of(3600), poor.below());
    assertEquals(OptionalDouble.empty(), poor.above());

    assertEquals(
        List.of("cleaner-plants", "less-building", "catch-up", "electric-arc"),
        spec.levers().stream().map(Lever::name).toList());
    var plants =
        assertInstanceOf(Action.IntensityBenchmark.class, spec.levers().getFirst().action());
    assertEquals(List.of("@technology"), plants.at().regions().patterns());
    assertEquals(new Amount.Variable("tech"), plants.strength());
    assertEquals(new Action.Benchmark.NationalAverage(), plants.benchmark());
    var building = assertInstanceOf(Action.DemandShift.class, spec.levers().get(1).action());
    assertEquals(Action.Remainder.REALLOCATE, building.remainder());
    assertEquals(new Amount.Variable("lift"), spec.levers().get(2).when());
    var arc = assertInstanceOf(Action.InputSubstitution.class, spec.levers().get(3).action());
    assertEquals(List.of("@hebei"), arc.users().regions().patterns());
    assertEquals(Amount.ONE, arc.ratio());

    var grid = assertInstanceOf(DesignSpec.Grid.class, spec.design());
    assertEquals(List.of("tech", "share", "lift", "eaf"), List.copyOf(grid.values().keySet()));
    assertEquals(21, grid.values().get("tech").size());
    // Decimals as people write them: 0.05·3 in binary is 0.15000000000000002.
    assertEquals(0.15, grid.values().get("tech").get(3));
    assertEquals(1.0, grid.values().get("tech").getLast());

    assertEquals(
        List.of(
            "total []",
            "D_cba [region, category]",
            "D_pba [region]",
            "flows [quintile, quintile]",
            "change of total []"),
        spec.responses().stream().map(SweepFileTest::words).toList());
  }

  private static String words(Response r) {
    return (r.change() ? "change of " : "") + r.quantity().text() + " " + r.by();
  }

  @Test
  void whereThingsStand() throws IOException {
    SweepSpec spec =
        read(
            """
            wassily: 1
            table: t.h5
            levers:
              a:
                kind: intensity-scale
                regions:
                  - A
                  - B
                factor: $f
            design:
              grid:
                f: [0, off]
            responses:
              - total
            """);
    Lever a = spec.levers().getFirst();
    assertEquals(folder.resolve("sweep.yaml") + ":4", a.where().toString());
    assertEquals(7, ((Action.IntensityScale) a.action()).at().regions().where().line());
    assertEquals(11, spec.design().where().line());
    assertEquals(14, spec.responses().getFirst().where().line());
    assertEquals(List.of(0.0, Double.NaN), ((DesignSpec.Grid) spec.design()).values().get("f"));
  }

  @Test
  void intensityLevers() throws IOException {
    var scale = (Action.IntensityScale) action("kind: intensity-scale, factor: 0.5, direct: true");
    assertEquals(fixed(0.5), scale.factor());
    assertTrue(scale.direct());
    assertTrue(scale.at().regions().isAll() && scale.at().sectors().isAll());
    var csv = (Action.IntensityBenchmark) action("kind: intensity-benchmark, benchmark: w.csv");
    assertEquals(new Action.Benchmark.FromFile(folder.resolve("w.csv")), csv.benchmark());
    assertEquals(Amount.ONE, csv.strength());
    var consumers = (Action.IntensityBenchmark) action("kind: intensity-benchmark, of: consumers");
    assertEquals(new Action.Benchmark.Consumers(), consumers.benchmark());
  }

  @Test
  void demandLevers() throws IOException {
    var scale =
        (Action.DemandScale)
            action(
                "kind: demand-scale, consumers: [A, Export], categories: Hou*, products: {sectors: x}, factor: 1e-1, direct: fixed");
    assertEquals(List.of("A", "Export"), scale.consumers().patterns());
    assertEquals(List.of("Hou*"), scale.categories().patterns());
    assertEquals(List.of("x"), scale.products().sectors().patterns());
    assertTrue(scale.products().regions().isAll());
    assertEquals(fixed(0.1), scale.factor());
    assertTrue(scale.directFixed());
    var cut =
        (Action.DemandShift) action("kind: demand-shift, from: GFCF, share: 0.2, remainder: cut");
    assertEquals(Action.Remainder.CUT, cut.remainder());
    assertTrue(cut.to().isAll());
    var lift =
        (Action.DemandLift)
            action(
                "kind: demand-lift, per-capita: 3600, currency: USD, exchange-rate: 6.3, when: 0.5");
    assertEquals(Optional.of("USD"), lift.currency().code());
    assertEquals(Optional.of(6.3), lift.currency().rate());
    var cells = (Action.DemandCells) action("kind: demand-cells, file: c.csv.gz, mode: set");
    assertEquals(folder.resolve("c.csv.gz"), cells.file());
    assertTrue(cells.set());
    assertEquals(Amount.ONE, cells.factor());
  }

  @Test
  void coefficientLevers() throws IOException {
    var scale =
        (Action.CoefficientScale)
            action(
                "kind: coefficient-scale, suppliers: {sectors: Coal}, factor: 0.9, residual: value-added");
    assertTrue(scale.residualValueAdded());
    assertTrue(scale.users().sectors().isAll());
    assertEquals(List.of("Coal"), scale.suppliers().sectors().patterns());
    var trade =
        (Action.TradeShift)
            action("kind: trade-shift, products: Steel, from: A, to: [B, C], fraction: 0.5");
    assertTrue(trade.users().orElseThrow().regions().isAll());
    assertEquals(Optional.empty(), trade.demand());
    var ofDemand =
        (Action.TradeShift)
            action(
                "kind: trade-shift, products: Steel, from: A, to: B, demand: {categories: GFCF}, fraction: 0.5");
    assertEquals(Optional.empty(), ofDemand.users());
    assertEquals(List.of("GFCF"), ofDemand.demand().orElseThrow().categories().patterns());
  }

  @Test
  void withoutVariablesThereIsOneScenario() throws IOException {
    var grid = (DesignSpec.Grid) readLever("kind: intensity-scale, factor: 0").design();
    assertEquals(0, grid.values().size());
    assertEquals("sweep", readLever("kind: intensity-scale, factor: 0").title());
    assertEquals(0, readLever("kind: intensity-scale, factor: 0").verify());
  }

  private DesignSpec design(String design) throws IOException {
    return read("""
            wassily: 1
            table: t.h5
            levers:
              a: {kind: intensity-scale, factor: $f, when: $w}
            design:
              %s
            responses: [total]
            """
            .formatted(design))
        .design();
  }

  @Test
  void designs() throws IOException {
    var list = (DesignSpec.Rows) design("list: sub/runs.csv");
    assertEquals(folder.resolve("sub/runs.csv"), list.file());
    var lhs =
        (DesignSpec.Sample)
            design(
                "latin-hypercube: {rows: 5000, seed: 7, f: {uniform: [0, 1]}, w: {triangular: [0, 0.5, 1]}}");
    assertEquals(DesignSpec.Method.LATIN_HYPERCUBE, lhs.method());
    assertEquals(5000, lhs.rows());
    assertEquals(7, lhs.seed());
    assertEquals(new Distribution.Uniform(0, 1), lhs.variables().get("f"));
    assertEquals(new Distribution.Triangular(0, 0.5, 1), lhs.variables().get("w"));
    var sobol =
        (DesignSpec.Sample)
            design("sobol: {rows: 8, seed: -1, f: {normal: [1, 0.1]}, w: {log-normal: [1, 2]}}");
    assertEquals(DesignSpec.Method.SOBOL, sobol.method());
    assertEquals(new Distribution.Normal(1, 0.1), sobol.variables().get("f"));
    assertEquals(new Distribution.LogNormal(1, 2), sobol.variables().get("w"));
    var random =
        (DesignSpec.Sample)
            design("random: {rows: 8, seed: 1, f: {uniform: [0, 1]}, w: {uniform: [0, 1]}}");
    assertEquals(DesignSpec.Method.RANDOM, random.method());
    var saltelli =
        (DesignSpec.Saltelli)
            design("saltelli: {rows: 512, seed: 3, f: {uniform: [0, 1]}, w: {normal: [1, 0.1]}}");
    assertEquals(512, saltelli.rows());
    assertEquals(3, saltelli.seed());
    assertEquals(List.of("f", "w"), List.copyOf(saltelli.variables().keySet()));
    assertEquals(new Distribution.Normal(1, 0.1), saltelli.variables().get("w"));
  }

  private SweepSpec withEnd(String end) throws IOException {
    return read(
        """
        wassily: 1
        table: t.h5
        levers:
          a: {kind: intensity-scale, factor: 0.5}
        %s
        """
            .formatted(end));
  }

  @Test
  void responsesInAllForms() throws IOException {
    var responses =
        withEnd(
                """
                responses:
                  - total
                  - D_cba: {by: [region, category]}
                  - VA
                  - x: {by: [province, producing-sector]}
                  - change: total
                  - change: {D_cba: {by: region}}
                """)
            .responses();
    assertEquals(
        List.of(
            "total []",
            "D_cba [region, category]",
            "VA []",
            "x [province, producing-sector]",
            "change of total []",
            "change of D_cba [region]"),
        responses.stream().map(SweepFileTest::words).toList());
  }

  @Test
  void whatIsKept() throws IOException {
    assertEquals(
        new SweepSpec.Keep(false, SweepSpec.Keep.USUAL),
        withEnd("responses: [total]\nkeep: summary").keep());
    assertEquals(
        new SweepSpec.Keep(false, List.of(0.1, 0.9)),
        withEnd("responses: [total]\nkeep: {quantiles: [0.1, 0.9]}").keep());
  }

  @Test
  void aByteOrderMarkIsNoText() throws IOException {
    assertEquals(1, withEnd("responses: [total]").responses().size());
    Path file = folder.resolve("bom.yaml");
    Files.writeString(file, "\uFEFF" + Files.readString(folder.resolve("sweep.yaml")));
    assertEquals(1, SweepFile.read(file).responses().size());
  }

  @Test
  void notThereOrNotText() throws IOException {
    Path file = folder.resolve("latin1.yaml");
    Files.write(file, "title: é".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        file + ": not written in UTF-8; save it in that encoding",
        assertThrows(BadDataException.class, () -> SweepFile.read(file)).getMessage());
    Path absent = folder.resolve("absent.yaml");
    assertEquals(
        absent + " does not exist",
        assertThrows(BadDataException.class, () -> SweepFile.read(absent)).getMessage());
    assertEquals(
        folder + " is a folder, expected a sweep file",
        assertThrows(BadDataException.class, () -> SweepFile.read(folder)).getMessage());
  }
}
