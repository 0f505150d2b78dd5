package wassily.study;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import wassily.account.FootprintRun;
import wassily.account.LeontiefSystem;
import wassily.account.ValueAdded;
import wassily.label.PrimaryInput;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.PanelSums;
import wassily.table.SatelliteAccount;

/**
 * An agglomeration's network of one stressor, with everything that section 4 of the method asks:
 * network, indirect drivers, imbalance, roles.
 *
 * @param question what was asked
 * @param run the accounts with their certificate
 * @param inputs their numbers
 * @param graph the network
 * @param drivers the indirect drivers, where sectors were chosen
 * @param intensities regional intensities of the cluster, NaN elsewhere
 * @param base what they are per unit of, in words
 * @param byRegion the imbalance by regional intensity
 * @param bySector the imbalance by the producing sector's intensity, for each sector
 * @param overall both comparisons at once
 * @param emissions additional emissions, for each sector
 * @param netProducers ranges of intensities among the cluster's net producers
 * @param netConsumers ranges of intensities among the cluster's net consumers
 * @param roles the cluster's roles towards the groups outside
 */
public record NetworkStudy(
    NetworkQuestion question,
    FootprintRun run,
    NetworkInputs inputs,
    NetworkGraph graph,
    Optional<IndirectDrivers> drivers,
    double[] intensities,
    String base,
    ImbalanceShare byRegion,
    List<ImbalanceShare> bySector,
    ImbalanceCross overall,
    List<ImbalanceEmissions> emissions,
    List<ImbalanceRange> netProducers,
    List<ImbalanceRange> netConsumers,
    ClusterRoles roles) {

  /**
   * Computes the study.
   *
   * @param system the factorized table
   * @param account one stressor
   * @param question what is asked
   * @param threads for the pass over Z that a table without value-added rows needs
   * @param progress told how far it is
   * @return all results
   * @throws BadDataException when the account holds more than one stressor, or a region of the
   *     cluster has no intensity
   * @throws IOException when Z cannot be read
   */
  public static NetworkStudy of(
      LeontiefSystem system,
      SatelliteAccount account,
      NetworkQuestion question,
      int threads,
      Progress progress)
      throws IOException {
    if (account.stressors().size() != 1) {
      throw new BadDataException(
          "%d stressors (%s), the network is that of one; choose it with --stressor"
              .formatted(
                  account.stressors().size(), String.join(", ", account.stressors().texts())));
    }
    MrioTable table = system.table();
    boolean rows = question.base() == NetworkQuestion.Base.VALUE_ADDED && hasValueAdded(table);
    String base =
        question.base() == NetworkQuestion.Base.VALUE_ADDED && !rows
            ? "value added (x − 1'Z)"
            : question.base().words();
    var run = FootprintRun.of(system, account, progress);
    var inputs = NetworkInputs.of(table, run.footprint(), 0);
    int[] regions = question.cluster().regions();
    double[] intensities =
        inputs.intensities(base(table, question, rows, threads, progress), base, regions);
    var flows = ImbalanceFlows.of(system, inputs, regions);
    Optional<IndirectDrivers> drivers =
        question.driverSectors().length == 0
            ? Optional.empty()
            : Optional.of(
                IndirectDrivers.of(
                    system,
                    inputs,
                    question.cluster(),
                    question.driverRegions(),
                    question.driverSectors(),
                    progress));
    return new NetworkStudy(
        question,
        run,
        inputs,
        graph(system, inputs, question, progress),
        drivers,
        intensities,
        base,
        Imbalance.byRegion(inputs.t(), regions, intensities),
        Imbalance.bySector(flows),
        Imbalance.overall(flows, intensities),
        ImbalanceEmissions.bySector(flows),
        ImbalanceRange.ofNetProducers(inputs, regions),
        ImbalanceRange.ofNetConsumers(inputs, regions),
        ClusterRoles.of(inputs.t(), question.cluster()));
  }

  private static boolean hasValueAdded(MrioTable table) {
    return table.primaryInputs().labels().stream()
        .anyMatch(p -> p.kind() == PrimaryInput.Kind.VALUE_ADDED);
  }

  private static double[] base(
      MrioTable table, NetworkQuestion question, boolean rows, int threads, Progress progress)
      throws IOException {
    if (question.base() == NetworkQuestion.Base.OUTPUT) {
      return table.x();
    }
    if (!rows) {
      double[] columns = PanelSums.of(table.z(), threads, progress).columns();
      return ValueAdded.residual(table, columns).f().row(0);
    }
    var f = ValueAdded.rows(table).f();
    var sum = new double[table.axes().n()];
    for (long k = 0; k < f.rows(); k++) {
      double[] row = f.row(k);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += row[i];
      }
    }
    return sum;
  }

  private static NetworkGraph graph(
      LeontiefSystem system, NetworkInputs inputs, NetworkQuestion question, Progress progress) {
    NetworkCluster cluster = question.cluster();
    IntPredicate member = question.inside() ? cluster::contains : _ -> true;
    int most = question.edges();
    return switch (question.kind()) {
      case CONSUMER -> NetworkGraph.ofConsumers(inputs.axes(), inputs.t(), most, member);
      case PRODUCT -> NetworkGraph.ofProducts(system, inputs, most, member, progress);
      case REGION_SECTOR -> NetworkGraph.ofRegionSectors(system, inputs, most, member, progress);
    };
  }

  /**
   * The imbalance by sector, all sectors together.
   *
   * @return the sums over sectors
   */
  public ImbalanceShare bySectorTotal() {
    return Imbalance.total(bySector);
  }

  /**
   * Additional emissions of all sectors.
   *
   * @return the sums over sectors
   */
  public ImbalanceEmissions emissionsTotal() {
    return ImbalanceEmissions.total(emissions);
  }
}
