package wassily.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import wassily.result.ResultArray;
import wassily.result.ResultTable;

/**
 * The numbers that the paper's abstract would hold, each taken from an array of the result, so that
 * what is printed is what is stored.
 */
public final class NetworkHeadlines {
  private final NetworkStudy study;
  private final List<ResultArray> arrays;
  private final List<NetworkHeadline> all = new ArrayList<>();

  private NetworkHeadlines(NetworkStudy study, List<ResultArray> arrays) {
    this.study = study;
    this.arrays = arrays;
  }

  /**
   * The headlines of a study.
   *
   * @param study the study
   * @param arrays its arrays
   * @return in the order in which they are printed
   * @throws IOException when an array cannot be read
   */
  public static List<NetworkHeadline> of(NetworkStudy study, List<ResultArray> arrays)
      throws IOException {
    var lines = new NetworkHeadlines(study, arrays);
    lines.imbalance();
    lines.drivers();
    lines.roles();
    return lines.all;
  }

  private void imbalance() throws IOException {
    if (study.question().cluster().size() == 1) {
      return; // nothing flows between the regions of one
    }
    String between =
        "of the flows between the cluster's regions run from higher to lower intensity";
    add("imbalance_share", "%s by region (F over %s)".formatted(between, study.base()), "region");
    add("imbalance_share", between + " by producing sector", "sector");
    add(
        "imbalance_share",
        "of the flows run from the higher to the lower region and sector at once",
        "overall");
    add(
        "imbalance_undefined_share",
        "of the flows go where the sector has no output: they are left out by sector",
        "all sectors");
    add(
        "additional_emissions",
        "were emitted beyond what the consumers' own technology would have",
        "positive");
    add("additional_emissions", "is that less what cleaner producers saved (net)", "net");
  }

  private void drivers() throws IOException {
    if (study.drivers().isEmpty()) {
      return;
    }
    String of = "of the cluster's emissions ";
    add(
        "drivers_share",
        of + "are driven by the drivers' final products in all other region-sectors (indirect)",
        "drivers on others");
    add(
        "drivers_share",
        of + "are driven by them in any other sector, drivers among them",
        "drivers on other sectors");
    add("drivers_share", of + "are driven by them anywhere", "drivers on all");
    add(
        "drivers_share",
        of + "are caused, outside the drivers, by the driver regions' own demand for such products",
        "consumers on others");
    if (study.inputs().axes().exogenous().size() > 0) {
      add("drivers_share", of + "are driven indirectly for exogenous consumers", "exported");
    }
  }

  private void roles() throws IOException {
    ClusterRoles roles = study.roles();
    for (int g = 0; g < roles.groups().size(); g++) {
      String name = roles.groups().get(g);
      add(
          "roles",
          roles.net(g) < 0
              ? "net to the cluster: a consumer of what is emitted in %s".formatted(name)
              : "net from the cluster: a producer for %s".formatted(name),
          name,
          "net");
    }
  }

  private void add(String array, String text, String... labels) throws IOException {
    ResultArray found =
        arrays.stream().filter(a -> a.name().equals(array)).findFirst().orElseThrow();
    var where = List.of(labels);
    all.add(new NetworkHeadline(array, where, found.at(where), found.unit(), text));
  }

  /**
   * The headlines as a table for the result file.
   *
   * @param headlines the headlines
   * @return array, labels, value, unit and text of each; empty texts make no table, so there must
   *     be one
   */
  public static ResultTable table(List<NetworkHeadline> headlines) {
    return new ResultTable(
        "headline",
        List.of(
            new ResultTable.Texts("where", headlines.stream().map(NetworkHeadline::where).toList()),
            new ResultTable.Numbers(
                "value", headlines.stream().map(NetworkHeadline::value).toList()),
            new ResultTable.Texts("unit", headlines.stream().map(NetworkHeadline::unit).toList()),
            new ResultTable.Texts("text", headlines.stream().map(NetworkHeadline::text).toList())));
  }
}
