package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
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
import wassily.account.ImportsByProduct;
import wassily.result.ResultArray;
import wassily.result.ResultSet;

/** Production- and consumption-based accounts of a table. */
@Command(
    name = "footprint",
    description = {
      "Production- and consumption-based accounts by region, category, product and sector.",
      "",
      "  wassily footprint table.h5 --stressor CO2 --by category",
      "  wassily footprint table.h5 -o footprint.h5      all stressors, kept with their certificate",
      "",
      "D_pba = ΣF + F_Y and D_cba = S·L·Y + F_Y, per stressor; flows behind them with: wassily flows."
    })
final class FootprintCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TABLE.h5", description = "A table made by import or generate")
  Path table;

  @Mixin AccountArgs of = new AccountArgs();

  @Option(
      names = "--by",
      paramLabel = "region|category|product|sector",
      defaultValue = "region",
      description =
          "What the printed table splits regions' footprints by; the stored result holds all."
              + " Default: ${DEFAULT-VALUE}")
  By by;

  @Mixin TopArgs top = new TopArgs();

  @Option(
      names = "--imports-by-product",
      description = "Also store D_imp by final product: one more solve for each region")
  boolean importsByProduct;

  @Mixin ResultArgs result = new ResultArgs();
  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  /** What the printed table is split by. */
  enum By {
    REGION,
    CATEGORY,
    PRODUCT,
    SECTOR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

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
    Footprint f = run.footprint();
    // The last work of the backend, before anything is printed.
    var arrays = new ArrayList<ResultArray>();
    if (result.out != null) {
      arrays.addAll(new FootprintArrays(f).accounts(c.table()));
      if (importsByProduct) {
        arrays.add(
            new FootprintArrays(f).importsByProduct(ImportsByProduct.of(c.system(), f, talk)));
      }
    }
    run.warnings().forEach(w -> talk.say("warning: " + w));
    if (result.json) {
      FootprintJson.print(out, c.table(), run);
    } else {
      FootprintText.print(out, c.table(), f, by, top.rows());
    }
    if (result.out != null) {
      var set =
          new ResultSet(
              "footprints of " + c.table().info().title(),
              arrays,
              run.certificate(),
              c.provenance("footprint", talk));
      talk.timed(
          "writing the result",
          () -> {
            result.store(set, talk, threads);
            return null;
          });
    }
    c.writeTimings(result.timings, talk);
    return CertificateLines.say(run.certificate(), c.system(), talk);
  }
}
