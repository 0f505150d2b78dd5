package wassily.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.io.hdf5.SampleTables.Size;
import wassily.linalg.MatrixSource;
import wassily.progress.Progress;
import wassily.table.MrioTable;

/** What we write, read by programs that do not share a line with us. */
class PythonReadsTest {
  private static final Size SIZE = new Size(9, 45, 2, 1, 2, 2);

  @TempDir Path folder;

  private static byte[] bytes(MatrixSource m) throws IOException {
    return Matrices.all(m).segment().toArray(ValueLayout.JAVA_BYTE);
  }

  private static List<String> texts(JsonNode node) {
    var list = new ArrayList<String>();
    node.forEach(n -> list.add(n.asText()));
    return list;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void h5pyReadsATable(int compression) throws IOException {
    Path file = folder.resolve("table.h5");
    try (MrioTable t = SampleTables.table(SIZE, 21)) {
      TableFile.write(t, file, new WriteOptions(false, compression, 2), Progress.NONE);
      JsonNode found =
          new ObjectMapper()
              .readTree(
                  Tools.python("read_table.py", "h5py, numpy", file.toString(), folder.toString()));
      assertEquals(t.info().title(), found.get("title").asText());
      assertEquals(t.info().year(), found.get("year").asInt());
      assertEquals(t.axes().regions().texts(), texts(found.get("regions")));
      assertEquals(
          t.axes().regions().labels().stream()
              .map(r -> r.groups().getOrDefault("省/province", ""))
              .toList(),
          texts(found.get("groups").get("省%2Fprovince")));
      assertEquals(t.axes().rowLabel(0), found.get("row0").asText());
      assertEquals(List.of("/row", "/column"), texts(found.get("dims").get("Z")));
      assertEquals(List.of("/row", "/final_demand"), texts(found.get("dims").get("Y")));
      assertEquals(List.of("/primary_input", "/column"), texts(found.get("dims").get("V")));
      assertArrayEquals(bytes(t.z()), Files.readAllBytes(folder.resolve("Z.bin")));
      assertArrayEquals(bytes(t.y()), Files.readAllBytes(folder.resolve("Y.bin")));
      assertArrayEquals(bytes(t.v()), Files.readAllBytes(folder.resolve("V.bin")));
      for (int i = 0; i < t.satellites().size(); i++) {
        var s = t.satellites().get(i);
        assertArrayEquals(bytes(s.f()), Files.readAllBytes(folder.resolve("F" + i + ".bin")));
        JsonNode satellite = found.get("satellites").get(s.name());
        assertEquals(s.stressors().texts(), texts(satellite.get(0)));
        assertEquals("/regional_demand", satellite.get(1).get(1).asText());
      }
    }
  }

  @Test
  void theToolsOfLibhdf5ReadTheSameNumbersFromBothKindsOfTable() throws IOException {
    Path plain = folder.resolve("plain.h5");
    Path packed = folder.resolve("packed.h5");
    try (MrioTable t = SampleTables.table(SIZE, 22)) {
      TableFile.write(t, plain, new WriteOptions(false, 0, 2), Progress.NONE);
      TableFile.write(t, packed, new WriteOptions(false, 9, 2), Progress.NONE);
    }
    var dump = Tools.hdf5("h5dump", "-p", "-H", "-d", "/Z", packed.toString());
    assertEquals(0, dump.status(), dump.err());
    assertTrue(dump.out().contains("PREPROCESSING SHUFFLE"), dump.out());
    assertTrue(dump.out().contains("COMPRESSION DEFLATE { LEVEL 9 }"), dump.out());
    var diff = Tools.hdf5("h5diff", plain.toString(), packed.toString());
    assertEquals(0, diff.status(), diff.out() + diff.err());
  }

  @Test
  void xarrayShowsNamedAxes() throws IOException {
    Path table = folder.resolve("table.h5");
    Path result = folder.resolve("result.h5");
    try (MrioTable t = SampleTables.table(SIZE, 23)) {
      TableFile.write(t, table, new WriteOptions(false, 0, 2), Progress.NONE);
      ResultFile.write(
          ResultFileTest.sample(), result, new WriteOptions(false, 0, 2), Progress.NONE);
      JsonNode engines =
          new ObjectMapper()
              .readTree(
                  Tools.python(
                      "read_xarray.py",
                      "xarray, h5netcdf",
                      table.toString(),
                      result.toString(),
                      LinkNames.encode(t.satellites().get(0).name())));
      assertTrue(engines.size() >= 1);
      for (JsonNode found : engines) {
        JsonNode variables = found.get("table").get("vars");
        assertEquals(List.of("row", "column"), texts(variables.get("Z")));
        assertEquals(List.of("row", "final_demand"), texts(variables.get("Y")));
        assertEquals(List.of("row"), texts(variables.get("x")));
        assertTrue(texts(found.get("table").get("coords")).contains("final_demand"));
        assertEquals(
            Matrices.all(t.z()).get(3, 1), found.get("z").asDouble(), "picked by its labels");
        assertEquals(
            List.of("stressor", "column"), texts(found.get("satellite").get("vars").get("F")));
        assertEquals(List.of("stressor", "unit"), texts(found.get("satellite").get("coords")));
        assertEquals(List.of("region"), texts(found.get("axis").get("vars").get("population")));
        assertEquals(
            List.of("stressor", "region", "consumer"),
            texts(found.get("response").get("vars").get("T")));
        // stressor NOx is 1, region 0, consumer export 3.
        assertEquals(
            Matrices.all(ResultFileTest.sample().array("T").values()).get(3, 3),
            found.get("cell").asDouble());
        assertEquals(List.of("kt", "t"), texts(found.get("units")));
        assertEquals(List.of("name"), texts(found.get("certificate").get("vars").get("value")));
        assertEquals("Intel® CPU", found.get("provenance").asText());
      }
    }
  }
}
