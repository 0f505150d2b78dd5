package wassily.io.excel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dhatim.fastexcel.Workbook;

/**
 * A workbook in the layout of CEADs' provincial tables: 2 provinces × 3 sectors, 2 categories, in
 * 10,000 CNY. Z[i,j] = 10·(i+1) + j, final demand 100·(i+1) + column, EX = 5, ERR = i − 2.
 */
public final class CeadsWorkbook {
  /** Where the numbers begin. */
  public static final int FIRST = 3;

  static final int N = 6;

  /** Behind Z and its total. */
  static final int DEMAND = FIRST + N + 1;

  static final int EX = DEMAND + 4;

  private static final String[][] SECTORS = {
    {"农林牧渔产品和服务", "煤炭采选产品", "电力、热力的生产和供应"},
    {
      "Agriculture, Forestry, Animal Husbandry and Fishery",
      "Mining and washing of coal",
      "Production and supply of electric power and heat power"
    }
  };

  /** Cells by row and column: texts, numbers or null. */
  public final Object[][] cells = new Object[17][EX + 6];

  /**
   * Fills the cells.
   *
   * @param chinese whether rows are labelled in Chinese; columns always are in English
   */
  public CeadsWorkbook(boolean chinese) {
    cells[0][0] = "China MRIO 2012 (10,000 yuan)";
    String[] rows =
        chinese ? new String[] {"北京市", "内蒙"} : new String[] {"Beijing", "InnerMongolia"};
    for (int r = 0; r < 2; r++) {
      cells[1][FIRST + 3 * r] = List.of("Beijing", "Inner Mongolia").get(r);
      cells[1][DEMAND + 2 * r] = cells[1][FIRST + 3 * r];
      cells[4 + 3 * r][0] = rows[r];
      for (int s = 0; s < 3; s++) {
        cells[2][FIRST + 3 * r + s] = SECTORS[1][s];
        cells[3][FIRST + 3 * r + s] = List.of("01", "02", "24").get(s);
        cells[4 + 3 * r + s][1] = SECTORS[chinese ? 0 : 1][s];
        cells[4 + 3 * r + s][2] = List.of(1, 2, 24).get(s);
      }
      cells[2][DEMAND + 2 * r] = "Urban";
      cells[3][DEMAND + 2 * r] = "FU102";
      cells[2][DEMAND + 2 * r + 1] = "GFCF";
      cells[3][DEMAND + 2 * r + 1] = "FU201";
    }
    cells[3][FIRST + N] = "TIU";
    String[] last = {"EX", "TFU", "ERR", "GO", "check 1", "check 2"};
    System.arraycopy(last, 0, cells[3], EX, last.length);
    for (int i = 0; i < N; i++) {
      numbers(i);
    }
    below();
  }

  private void numbers(int i) {
    Object[] row = cells[4 + i];
    double sum = 0;
    for (int j = 0; j < N; j++) {
      row[FIRST + j] = z(i, j);
      sum += z(i, j);
    }
    row[FIRST + N] = sum;
    for (int c = 0; c < 4; c++) {
      row[DEMAND + c] = y(i, c);
      sum += y(i, c);
    }
    row[EX] = 5.0;
    row[EX + 1] = 0.0; // a total, not read
    row[EX + 2] = i - 2.0;
    row[EX + 3] = sum + 5 + i - 2;
    row[EX + 4] = 0.0;
    row[EX + 5] = "";
  }

  private void below() {
    String[] codes = {"IM", "TII", "VA001", "VA004", "TVA", "", "CO2 (Mt)"};
    for (int k = 0; k < codes.length; k++) {
      cells[10 + k][codes[k].startsWith("CO2") ? 0 : 2] = codes[k];
      for (int j = 0; j < N; j++) {
        cells[10 + k][FIRST + j] = (k + 1) * 100.0 + j;
      }
    }
  }

  static double z(int i, int j) {
    return 10.0 * (i + 1) + j;
  }

  static double y(int i, int c) {
    return 100.0 * (i + 1) + c;
  }

  /**
   * Writes it.
   *
   * @param file the .xlsx file
   * @return the file
   * @throws IOException when it cannot be written
   */
  public Path write(Path file) throws IOException {
    try (var out = Files.newOutputStream(file);
        var workbook = new Workbook(out, "test", "1.0")) {
      workbook.newWorksheet("notes").value(0, 0, "nothing here");
      var sheet = workbook.newWorksheet("MRIO 2012");
      for (int i = 0; i < cells.length; i++) {
        for (int j = 0; j < cells[i].length; j++) {
          switch (cells[i][j]) {
            case null -> {}
            case Number number -> sheet.value(i, j, number);
            default -> sheet.value(i, j, cells[i][j].toString());
          }
        }
      }
    }
    return file;
  }
}
