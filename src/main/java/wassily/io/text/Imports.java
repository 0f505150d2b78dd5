package wassily.io.text;

/**
 * What to do with an import-competitive table: one whose rows hold domestic and imported goods
 * together, with a column of imports to be taken off.
 */
public enum Imports {
  /** Refuse it, and say how it can be used. */
  REFUSE,
  /**
   * Make it domestic: {@code share_i = (x−e)/(x−e+imports)} multiplies the rows of Z and of
   * domestic final demand; what is taken from a column of Z becomes its imported inputs, a row of V
   * of kind IMPORTS.
   */
  CONVERT,
  /**
   * Take Z and Y as they are and forget the imports. Rows then exceed x by the imports, and
   * footprints would take imports for domestic products: for comparing and aggregating tables only.
   * Asks for the published x.
   */
  LEAVE_OUT
}
