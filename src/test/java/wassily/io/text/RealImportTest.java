package wassily.io.text;

import org.junit.jupiter.api.Test;
import wassily.table.MrioTable;
import wassily.table.TableInfo.OutputSource;
import wassily.testdata.RealTables;

/** Imports of real tables, compared with figures that their sources print. */
class RealImportTest {
  private static double sum(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum;
  }

  @Test
  void all() throws Exception {
    for (int i = 0; i < 4; i++) {
      long t = System.nanoTime();
      try (var w = RealTables.wiodFull(1995, OutputSource.ROWS)) {
        System.out.println("WIOD 1995 " + (System.nanoTime() - t) / 1e6 + " ms " + sum(w.x()));
      }
    }
    show(RealTables.wiodFull(2009, OutputSource.FILE));
    show(RealTables.wiodRegional(1995));
    show(RealTables.wiodRegional(2011));
    show(RealTables.wiod2009Co2());
    show(RealTables.brazil(2010));
    show(RealTables.brazil(2015));
    for (int k : new int[] {45, 49, 91, 96, 153}) {
      show(RealTables.ceeio(k, Imports.CONVERT));
      show(RealTables.ceeio(k, Imports.LEAVE_OUT));
    }
    for (String m : RealTables.mockNames()) {
      show(RealTables.pymrioMock(m));
    }
    show(RealTables.pymrioTest());
  }

  private static void show(MrioTable t) {
    System.out.println(
        t.info()
            + " "
            + t.axes()
            + " "
            + sum(t.x())
            + " V "
            + t.primaryInputs().texts()
            + " "
            + t.satellites().stream().map(s -> s.name() + s.stressors().labels()).toList());
    t.close();
  }
}
