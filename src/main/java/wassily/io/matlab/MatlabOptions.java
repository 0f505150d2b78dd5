package wassily.io.matlab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wassily.io.text.ImportSettings;
import wassily.io.text.MatrixPart;

/**
 * A file of matrices, their names in it, and how they are to be understood.
 *
 * <p>Names are variables of MATLAB or paths of HDF5: {@code Z}, {@code table/Z}, or {@code table.Z}
 * for a field of a struct. A label list is the name of a text file, one label a line, or of a char
 * array, cell array or dataset of strings in the file; a text file goes first.
 *
 * @param file the file
 * @param layout in which order it stores matrices; empty to know MATLAB's files by their attributes
 *     and to refuse others
 * @param transposed matrices that lie the other way round than the table needs them: {@code Z'}
 * @param names names of the parts {@code Z} or {@code A}, {@code Y}, {@code X}, {@code EXPORTS},
 *     {@code POPULATION}, and of the label lists {@code REGIONS}, {@code SECTORS}, {@code
 *     CATEGORIES}, {@code INPUTS} (the rows of V)
 * @param inputs names of matrices of primary inputs, whose rows are put under one another
 * @param accounts satellite accounts
 * @param exportsName the name of the exogenous consumer whose demand {@code EXPORTS} is
 * @param importRows rows of V that are imported inputs and not value added
 * @param householdCategory the category that direct emissions given by region belong to, "" when
 *     they are given by region and category
 * @param settings what all importers are told
 */
public record MatlabOptions(
    Path file,
    Optional<MatrixLayout> layout,
    Set<String> transposed,
    Map<MatrixPart, String> names,
    List<String> inputs,
    List<Account> accounts,
    String exportsName,
    List<String> importRows,
    String householdCategory,
    ImportSettings settings) {

  /** Copies names. */
  public MatlabOptions {
    transposed = Set.copyOf(transposed);
    names = Map.copyOf(names);
    inputs = List.copyOf(inputs);
    accounts = List.copyOf(accounts);
    importRows = List.copyOf(importRows);
  }

  /**
   * A satellite account.
   *
   * @param name its name, also that of its stressor when there is one and no label
   * @param f the name of F, K × n
   * @param fY the name of F_Y, K × R·C
   * @param stressors the list of K labels, {@code CO2 (unit: kt)} or with the unit behind a tab
   * @param unit the unit of stressors whose label has none
   */
  public record Account(
      String name, String f, Optional<String> fY, Optional<String> stressors, String unit) {}

  /**
   * Nothing named yet.
   *
   * @param file the file
   * @param settings what all importers are told
   * @return the options
   */
  public static MatlabOptions of(Path file, ImportSettings settings) {
    return new MatlabOptions(
        file,
        Optional.empty(),
        Set.of(),
        Map.of(),
        List.of(),
        List.of(),
        "foreign export",
        List.of(),
        "",
        settings);
  }

  /**
   * The same with a part named.
   *
   * @param part what it is
   * @param name the matrix or label list
   * @return options with it
   */
  public MatlabOptions with(MatrixPart part, String name) {
    var more = new EnumMap<MatrixPart, String>(MatrixPart.class);
    more.putAll(names);
    more.put(part, name);
    return new MatlabOptions(
        file,
        layout,
        transposed,
        more,
        inputs,
        accounts,
        exportsName,
        importRows,
        householdCategory,
        settings);
  }

  /**
   * The same with primary inputs.
   *
   * @param matrices names of matrices whose rows make V
   * @param imports labels of rows that are imported inputs
   * @return options with them
   */
  public MatlabOptions withInputs(List<String> matrices, List<String> imports) {
    return new MatlabOptions(
        file,
        layout,
        transposed,
        names,
        matrices,
        accounts,
        exportsName,
        imports,
        householdCategory,
        settings);
  }

  /**
   * The same with one more satellite account.
   *
   * @param account the account
   * @return options with it
   */
  public MatlabOptions withAccount(Account account) {
    var more = new ArrayList<>(accounts);
    more.add(account);
    return new MatlabOptions(
        file,
        layout,
        transposed,
        names,
        inputs,
        more,
        exportsName,
        importRows,
        householdCategory,
        settings);
  }

  /**
   * The same with a category for direct emissions that are given by region.
   *
   * @param category one of the categories of final demand
   * @return options with it
   */
  public MatlabOptions withHouseholdCategory(String category) {
    return new MatlabOptions(
        file,
        layout,
        transposed,
        names,
        inputs,
        accounts,
        exportsName,
        importRows,
        category,
        settings);
  }

  /**
   * The same, told which way round matrices lie.
   *
   * @param order in which order the file stores them
   * @param exceptions matrices that lie the other way round than the table needs them
   * @return options with these
   */
  public MatlabOptions lying(Optional<MatrixLayout> order, Set<String> exceptions) {
    return new MatlabOptions(
        file,
        order,
        exceptions,
        names,
        inputs,
        accounts,
        exportsName,
        importRows,
        householdCategory,
        settings);
  }
}
