package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.account.Footprint;
import wassily.account.FootprintArrays;
import wassily.account.FootprintRun;
import wassily.label.Stressor;
import wassily.result.ResultSet;

/** Emissions or value added of each region for each consumer. */
@Command(
    name = "flows",
    description = {
      "Bilateral flows T[r,s]: what region r emits (or earns) for the final demand of s.",
      "",
      "  wassily flows table.h5 --stressor CO2 --top 20",
      "  wassily flows table.h5 --of value-added --net    who earns by trade with whom",
      "",
      "T = Σ_{i∈r} S[i]·Σ_c W[i,(s,c)] with W = L·Y, without direct emissions; exogenous consumers",
      "are further columns."
    })
final class FlowsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TABLE.h5", description = "A table made by import or generate")
  Path table;

  @Mixin AccountArgs of = new AccountArgs();

  @Mixin TopArgs top = new TopArgs();

  @Option(names = "--net", description = "Print net transfers T[r,s] − T[s,r] instead")
  boolean net;

  @Mixin ResultArgs result = new ResultArgs();
  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  private record Flow(String from, String to, double value) {}

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
    run.warnings().forEach(w -> talk.say("warning: " + w));
    var arrays = new FootprintArrays(run.footprint()).flows();
    if (result.json) {
      ArrayJson.print(out, arrays.subList(net ? 1 : 0, net ? 2 : 1));
    } else {
      for (int k = 0; k < account.stressors().size(); k++) {
        print(run.footprint(), k);
      }
      out.flush();
    }
    if (result.out != null) {
      result.store(
          new ResultSet(
              "flows of " + c.table().info().title(),
              arrays,
              run.certificate(),
              c.provenance("flows", talk)),
          talk,
          threads);
    }
    c.writeTimings(result.timings, talk);
    return CertificateLines.say(run.certificate(), c.system(), talk);
  }

  private void print(Footprint f, int k) {
    var out = spec.commandLine().getOut();
    Stressor s = f.account().stressors().get(k);
    var names = f.axes().consumerLabels();
    int regions = f.axes().regions().size();
    var flows = new ArrayList<Flow>();
    double all = 0;
    double own = 0;
    for (int r = 0; r < regions; r++) {
      for (int t = 0; t < names.size(); t++) {
        double flow = f.flow(k, r, t);
        all += flow;
        if (t == r) {
          own += flow;
        } else if (!net) {
          flows.add(new Flow(names.get(r), names.get(t), flow));
        } else if (t < regions && f.netTransfer(k, r, t) > 0) {
          flows.add(new Flow(names.get(r), names.get(t), f.netTransfer(k, r, t)));
        }
      }
    }
    flows.sort(Comparator.comparingDouble(Flow::value).reversed());
    out.println(s.name() + " [" + s.unit() + "]");
    out.println(
        "  all flows %s, between different places %s (%s)"
            .formatted(
                TextTable.number(all),
                TextTable.number(all - own),
                TextTable.percent(all - own, all)));
    var text = new TextTable(2, "from", "for", net ? "net transfer" : "T", "share");
    for (Flow flow : flows.subList(0, top.of(flows.size()))) {
      text.add(
          flow.from, flow.to, TextTable.number(flow.value), TextTable.percent(flow.value, all));
    }
    text.print(out);
    out.println();
  }
}
