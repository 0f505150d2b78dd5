package wassily.io.text;

import java.util.List;

/** The files of a folder of headerless matrices, with the names under which they are looked for. */
public enum MatrixPart {
  /** Z, n × n. */
  Z("Z"),
  /** A, n × n; used with x where there is no Z. */
  A("A"),
  /** Y, n × m. */
  Y("Y", "FD"),
  /** Published output x, n numbers in a row or a column. */
  X("x", "X", "GO", "output"),
  /** Primary inputs V, v × n. */
  V("V", "VA"),
  /** F, K × n. */
  F("F"),
  /** F_Y, K × R·C. */
  F_Y("F_Y", "Fhh", "F_hh", "FY"),
  /** People by region, R numbers in a row or a column. */
  POPULATION("pop", "population"),
  /** Foreign exports, n numbers in a row or a column: one exogenous consumer. */
  EXPORTS("EX", "exports", "export"),
  /** Labels: region and sector of each row of Z, in two columns. */
  REGION_SECTORS("multi_reg_sectors", "region_sectors"),
  /** Labels: region and category of each column of Y, in two columns. */
  DEMAND_COLUMNS("multi_reg_final_demand", "demand_columns"),
  /**
   * Labels of everything, a column of each: {@code region_name, sector_category,
   * final_demand_category, value_added_category, extension_name}.
   */
  LABELS("labels"),
  /** Labels: the regions, one a line. */
  REGIONS("regions", "cities"),
  /** Labels: the sectors that every region has, one a line. */
  SECTORS("sectors"),
  /** Labels: the categories of final demand that every region has, one a line. */
  CATEGORIES("categories", "final_demand"),
  /** Labels: the stressors, one a line, units as {@code CO2 (unit: kt)} or in a second column. */
  STRESSORS("stressors", "extensions"),
  /** Labels: the rows of V, one a line. */
  INPUTS("primary_inputs", "value_added");

  private final List<String> stems;

  MatrixPart(String... stems) {
    this.stems = List.of(stems);
  }

  /**
   * The names under which it is looked for, without ending.
   *
   * @return preferred first
   */
  public List<String> stems() {
    return stems;
  }
}
