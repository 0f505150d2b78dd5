package wassily.table;

import static wassily.table.RandomSource.Stream.DIRECT;
import static wassily.table.RandomSource.Stream.INTENSITY;
import static wassily.table.RandomSource.Stream.REGION_INTENSITY;

import java.lang.foreign.Arena;
import java.util.Arrays;
import wassily.label.Axis;
import wassily.label.Stressor;
import wassily.linalg.HostMatrix;

/**
 * Emissions of a generated table: intensities by sector, cleaner in rich regions on average, very
 * uneven between regions.
 */
final class GeneratedSatellite {
  static final String NAME = "emissions";

  /** Elasticity of intensity to income: twice the income, 0.66 of the intensity. */
  private static final double CLEANER = -0.6;

  /** What is emitted, and how much of it goes with CO2 and with NOx: kt per kt and kt per kt. */
  private enum Gas {
    CO2("CO2", 1, 0, 0.12),
    NOX("NOx", 0, 1, 0.0003),
    SO2("SO2", 0.0008, 0.5, 0.0002),
    PM25("PM2.5", 0.0003, 0.3, 0.0004),
    CH4("CH4", 0.002, 0.1, 0.0002),
    NH3("NH3", 0.00005, 0.4, 0.00005);

    private final String label;
    private final double withCo2;
    private final double withNox;

    /** kt per million of household spending. */
    private final double direct;

    Gas(String label, double withCo2, double withNox, double direct) {
      this.label = label;
      this.withCo2 = withCo2;
      this.withNox = withNox;
      this.direct = direct;
    }
  }

  private GeneratedSatellite() {}

  static SatelliteAccount of(
      Arena arena,
      Geography map,
      GeneratedSectors sectors,
      GeneratedDemand demand,
      double[] x,
      GeneratorOptions options) {
    var gases = Arrays.copyOf(Gas.values(), options.stressors());
    int regions = map.size();
    int categories = demand.columns().size();
    var f = HostMatrix.allocate(arena, gases.length, x.length);
    var fY = HostMatrix.allocate(arena, gases.length, (long) regions * categories);
    for (int k = 0; k < gases.length; k++) {
      f.setRow(k, production(gases[k], map, sectors, x, options.seed()));
      var direct = RandomSource.of(options.seed(), DIRECT).child(k);
      for (int r = 0; r < regions; r++) {
        for (int c = 0; c < categories; c++) {
          if (demand.columns().get(c).household()) {
            double spent = spent(demand.amount()[c], r, sectors.size());
            double amount = gases[k].direct * spent * direct.child(c).logNormal(0.5, r);
            fY.set(k, (long) r * categories + c, amount);
          }
        }
      }
    }
    var labels = Arrays.stream(gases).map(g -> new Stressor(g.label, "kt")).toList();
    return new SatelliteAccount(NAME, Axis.of("stressor", labels), f, fY);
  }

  private static double[] production(
      Gas gas, Geography map, GeneratedSectors sectors, double[] x, long seed) {
    var regional = RandomSource.of(seed, REGION_INTENSITY);
    var cell = RandomSource.of(seed, INTENSITY).child(gas.ordinal());
    var f = new double[x.length];
    for (int at = 0; at < x.length; at++) {
      int r = at / sectors.size();
      SectorTemplate t = sectors.get(at % sectors.size());
      double typical = gas.withCo2 * t.co2 + gas.withNox * t.nox / 1000;
      double dirt =
          StrictMath.pow(map.income()[r], CLEANER)
              * regional.logNormal(0.45, r)
              * map.types().get(r).dirt;
      f[at] = typical * dirt * cell.logNormal(0.5, at) * x[at];
    }
    return f;
  }

  private static double spent(double[] amount, int region, int sectors) {
    double sum = 0;
    for (int i = 0; i < sectors; i++) {
      sum += amount[region * sectors + i];
    }
    return sum;
  }
}
