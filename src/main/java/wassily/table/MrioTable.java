package wassily.table;

import java.util.List;
import java.util.Optional;
import wassily.label.Axis;
import wassily.label.PrimaryInput;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;

/**
 * A multi-regional input-output table (method, section 1; Miller &amp; Blair 2009, chapters 2-3).
 *
 * <p>Constructing one checks shapes and finiteness of the small parts; {@code TableChecks} looks at
 * the numbers. The table owns what its numbers live in and gives it back on close.
 *
 * @param info title, year, unit, source
 * @param axes regions, sectors, categories, exogenous consumers
 * @param z Z, n × n, money: {@code Z[i,j]} is the sale of i to j as intermediate input
 * @param y Y, n × m, money: final demand
 * @param x gross output, n, money
 * @param primaryInputs the labels of V's rows, possibly none
 * @param v V, v × n, money: primary inputs
 * @param population people by region; empty when unknown, NaN where a region's is unknown
 * @param satellites satellite accounts, possibly none
 * @param owner what is closed with the table: an arena, an open file
 */
public record MrioTable(
    TableInfo info,
    TableAxes axes,
    MatrixSource z,
    HostMatrix y,
    double[] x,
    Axis<PrimaryInput> primaryInputs,
    HostMatrix v,
    Optional<double[]> population,
    List<SatelliteAccount> satellites,
    AutoCloseable owner)
    implements AutoCloseable {

  /** Checks that every part has the shape that the axes ask for. */
  public MrioTable {
    satellites = List.copyOf(satellites);
    int n = axes.n();
    require("Z", z.shape().rows(), z.shape().columns(), n, n);
    require("Y", y.rows(), y.columns(), n, axes.m());
    require("x", 1, x.length, 1, n);
    require("V", v.rows(), v.columns(), primaryInputs.size(), n);
    population.ifPresent(p -> require("population", 1, p.length, 1, axes.regions().size()));
    for (SatelliteAccount s : satellites) {
      int k = s.stressors().size();
      require("F of " + s.name(), s.f().rows(), s.f().columns(), k, n);
      require("F_Y of " + s.name(), s.fY().rows(), s.fY().columns(), k, axes.regionalColumns());
    }
    if (satellites.stream().map(SatelliteAccount::name).distinct().count() != satellites.size()) {
      throw new BadDataException("two satellite accounts have the same name");
    }
  }

  private static void require(
      String what, long rows, long columns, long wantedRows, long wantedColumns) {
    if (rows != wantedRows || columns != wantedColumns) {
      throw new BadDataException(
          "%s is %d × %d, the labels ask for %d × %d"
              .formatted(what, rows, columns, wantedRows, wantedColumns));
    }
  }

  /**
   * The satellite account with a name.
   *
   * @param name its name
   * @return the account
   * @throws BadDataException when there is none of that name; the message lists those there are
   */
  public SatelliteAccount satellite(String name) {
    return satellites.stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadDataException(
                    "no satellite account \"%s\"; the table has: %s"
                        .formatted(
                            name, satellites.stream().map(SatelliteAccount::name).toList())));
  }

  /** Gives memory and files back. */
  @Override
  public void close() {
    try {
      owner.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("closing the table: " + e.getMessage(), e);
    }
  }
}
