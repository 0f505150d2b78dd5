package wassily.io.text;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A folder (or zip) of headerless matrices with label files, and how it is to be understood.
 *
 * @param folder where it is
 * @param files names of files in it that are not called as {@link MatrixPart} expects
 * @param account the name of the satellite account
 * @param stressorUnit the unit of stressors that have none in their label
 * @param exportsName the name of the exogenous consumer whose demand is in the file of exports
 * @param importRows rows of V that are imported inputs and not value added
 * @param settings what all importers are told
 */
public record MatrixFolderOptions(
    Path folder,
    Map<MatrixPart, String> files,
    String account,
    String stressorUnit,
    String exportsName,
    List<String> importRows,
    ImportSettings settings) {
  /** Copies names. */
  public MatrixFolderOptions {
    files = Map.copyOf(files);
    importRows = List.copyOf(importRows);
  }

  /**
   * All files under their usual names.
   *
   * @param folder where they are
   * @param settings what all importers are told
   * @return the options
   */
  public static MatrixFolderOptions of(Path folder, ImportSettings settings) {
    return new MatrixFolderOptions(
        folder, Map.of(), "extensions", "", "foreign export", List.of(), settings);
  }

  /**
   * The same with a file of another name.
   *
   * @param part what it holds
   * @param file its name in the folder
   * @return options with it
   */
  public MatrixFolderOptions withFile(MatrixPart part, String file) {
    var more = new java.util.EnumMap<MatrixPart, String>(MatrixPart.class);
    more.putAll(files);
    more.put(part, file);
    return new MatrixFolderOptions(
        folder, more, account, stressorUnit, exportsName, importRows, settings);
  }
}
