package wassily.io;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.PrimaryInput;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableInfo;

/** A number that is not finite is named by its labels, wherever it stands. */
class ImportValidationTest {
  private final HostMatrix z = HostMatrix.of(new double[] {1, 2}, new double[] {3, 4});
  private final HostMatrix y = HostMatrix.of(new double[] {5, 6}, new double[] {7, 8});
  private final double[] x = {14, 22};
  private final HostMatrix v = HostMatrix.of(new double[] {10, 16});
  private final HostMatrix f = HostMatrix.of(new double[] {1, 2});
  private final HostMatrix fY = HostMatrix.of(new double[] {1, 2});
  private final double[] people = {1, Double.NaN};

  private MrioTable table() {
    return new MrioTable(
        new TableInfo("T", 0, "", "", TableInfo.OutputSource.ROWS),
        new TableAxes(
            Axis.of("region", List.of(new Region("A"), new Region("B"))),
            Axis.of("sector", List.of(new Sector("s"))),
            Axis.of("category", List.of(new Category("hh")))),
        z,
        y,
        x,
        Axis.of("primary input", List.of(new PrimaryInput("wages", PrimaryInput.Kind.VALUE_ADDED))),
        v,
        Optional.of(people),
        List.of(
            new SatelliteAccount(
                "air", Axis.of("stressor", List.of(new Stressor("CO2", "kt"))), f, fY)),
        () -> {});
  }

  private void refused(String where) {
    var e = assertThrows(BadDataException.class, () -> ImportValidation.requireFinite(table()));
    assertTrue(e.getMessage().contains(where), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void finiteNumbersAndUnknownPopulationPass() {
    assertDoesNotThrow(() -> ImportValidation.requireFinite(table()));
  }

  @Test
  void everyPartIsLookedAt() {
    z.set(1, 0, Double.NaN);
    refused("T: Z[B | s, A | s] is NaN");
    z.set(1, 0, 3);
    y.set(0, 1, Double.POSITIVE_INFINITY);
    refused("T: Y[A | s, B | hh] is Infinity");
    y.set(0, 1, 6);
    x[1] = Double.NaN;
    refused("T: x[B | s");
    x[1] = 22;
    v.set(0, 1, Double.NaN);
    refused("T: V[wages, B | s] is NaN");
    v.set(0, 1, 16);
    f.set(0, 0, Double.NaN);
    refused("T: F of air[CO2, A | s] is NaN");
    f.set(0, 0, 1);
    fY.set(0, 1, Double.NEGATIVE_INFINITY);
    refused("T: F_Y of air[CO2, B | hh] is -Infinity");
    fY.set(0, 1, 2);
    people[0] = -1;
    refused("T: population[A, people] is -1.0");
  }
}
