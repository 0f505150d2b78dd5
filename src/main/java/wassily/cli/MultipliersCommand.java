package wassily.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.account.FootprintArrays;
import wassily.account.FootprintRun;
import wassily.account.Linkages;
import wassily.label.Stressor;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;
import wassily.table.SatelliteAccount;

/** Multipliers, downstream multipliers and linkages of every region-sector. */
@Command(
    name = "multipliers",
    description = {
      "Multipliers M = S·L: what one unit of final demand for a product causes everywhere.",
      "",
      "  wassily multipliers table.h5 --stressor CO2",
      "  wassily multipliers table.h5 --linkages --top 20",
      "",
      "The stored result also holds S, the downstream (Ghosh) multipliers S·(G−I)ᵀ, output",
      "multipliers 1'·L and the linkages."
    })
final class MultipliersCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TABLE.h5", description = "A table made by import or generate")
  Path table;

  @Mixin AccountArgs of = new AccountArgs();

  @Option(names = "--linkages", description = "Print backward and forward linkages instead of M")
  boolean linkages;

  @Mixin TopArgs top = new TopArgs();

  @Mixin ResultArgs result = new ResultArgs();
  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    result.requireWritable();
    var talk = new Talk(spec.commandLine().getErr());
    int threads = backend.threads();
    return Computation.accounts(
        table, backend, t -> of.account(t, threads, talk), talk, c -> compute(c, talk));
  }

  private int compute(Computation c, Talk talk) throws IOException {
    int threads = backend.threads();
    var out = spec.commandLine().getOut();
    var account = c.account();
    var run = talk.timed("accounts", () -> FootprintRun.of(c.system(), account, talk));
    var linked = talk.timed("linkages", () -> Linkages.of(c.system()));
    var arrays = arrays(c, account, run, linked);
    run.warnings().forEach(w -> talk.say("warning: " + w));
    if (result.json) {
      ArrayJson.print(out, arrays);
    } else if (linkages) {
      printLinkages(c, linked);
    } else {
      printMultipliers(c, account, run.footprint().multipliers());
    }
    if (result.out != null) {
      result.store(
          new ResultSet(
              "multipliers of " + c.table().info().title(),
              arrays,
              run.certificate(),
              c.provenance("multipliers", talk)),
          talk,
          threads);
    }
    c.writeTimings(result.timings, talk);
    return CertificateLines.say(run.certificate(), c.system(), talk);
  }

  private static List<ResultArray> arrays(
      Computation c, SatelliteAccount account, FootprintRun run, Linkages linked) {
    var m = new FootprintArrays(run.footprint()).multipliers();
    List<ResultAxis> byStressor = m.axes();
    ResultAxis row = m.axes().getLast();
    var measure =
        new ResultAxis(
            "measure",
            List.of("output multiplier", "backward", "forward Ghosh", "forward Leontief"));
    return List.of(
        m,
        new ResultArray(
            "S",
            m.unit(),
            "intensities S = F over x, stressor per unit of money",
            byStressor,
            intensities(c, account)),
        new ResultArray(
            "M_down",
            m.unit(),
            "downstream multipliers S·(G − I)ᵀ, stressor per unit of money of primary input",
            byStressor,
            Linkages.downstream(c.system(), account.f())),
        new ResultArray(
            "linkages",
            "1",
            "column sums of L; column sums of L, row sums of G and row sums of L over their means",
            List.of(measure, row),
            HostMatrix.of(
                linked.outputMultipliers(),
                linked.backward(),
                linked.forwardGhosh(),
                linked.forwardLeontief())));
  }

  private static HostMatrix intensities(Computation c, SatelliteAccount account) {
    var s = HostMatrix.allocate(Arena.ofAuto(), account.f().rows(), account.f().columns());
    for (long k = 0; k < s.rows(); k++) {
      for (int i = 0; i < s.columns(); i++) {
        double x = c.table().x()[i];
        s.set(k, i, x == 0 ? 0 : account.f().get(k, i) / x);
      }
    }
    return s;
  }

  private void printMultipliers(Computation c, SatelliteAccount account, HostMatrix m) {
    var out = spec.commandLine().getOut();
    for (int k = 0; k < account.stressors().size(); k++) {
      Stressor s = account.stressors().get(k);
      out.println("%s [%s per %s]".formatted(s.name(), s.unit(), c.table().info().unit()));
      double[] row = m.row(k);
      var text = new TextTable("region | product", "M", "S");
      for (int i : largest(row)) {
        double x = c.table().x()[i];
        text.add(
            c.table().axes().rowLabel(i),
            TextTable.number(row[i]),
            TextTable.number(x == 0 ? 0 : account.f().get(k, i) / x));
      }
      text.print(out);
      out.println();
    }
    out.flush();
  }

  private void printLinkages(Computation c, Linkages l) {
    var out = spec.commandLine().getOut();
    var text =
        new TextTable(
            "region | sector", "backward", "forward (Ghosh)", "forward (Leontief)", "1'·L");
    for (int i : largest(l.backward())) {
      text.add(
          c.table().axes().rowLabel(i),
          TextTable.number(l.backward()[i]),
          TextTable.number(l.forwardGhosh()[i]),
          TextTable.number(l.forwardLeontief()[i]),
          TextTable.number(l.outputMultipliers()[i]));
    }
    text.print(out);
    out.flush();
  }

  private List<Integer> largest(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> values[i]).reversed())
        .limit(top.of(values.length))
        .toList();
  }
}
