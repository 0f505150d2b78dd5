package wassily.io.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import wassily.io.hdf5.OpenResult;
import wassily.io.hdf5.ResultFile;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;

/**
 * The values of all shards of a run. Few files are open at a time, so that a thousand shards meet
 * no limit of the system; one thread reads at a time.
 */
final class ShardReaders implements AutoCloseable {
  private static final int OPEN = 32;

  private final RunDirectory run;
  private final Map<Integer, OpenResult> open = new LinkedHashMap<>(OPEN, 0.75f, true);

  ShardReaders(RunDirectory run) {
    this.run = run;
  }

  /** An array of a shard; its values are to be read before the next call. */
  private ResultArray array(int shard, String name) throws IOException {
    OpenResult file = open.get(shard);
    if (file == null) {
      if (open.size() == OPEN) {
        int oldest = open.keySet().iterator().next();
        open.remove(oldest).close();
      }
      file = ResultFile.open(ShardFile.path(run.folder(), shard));
      open.put(shard, file);
    }
    return file.result().array(name);
  }

  synchronized void read(int shard, String name, long firstRow, HostMatrix into)
      throws IOException {
    array(shard, name).values().read(firstRow, into);
  }

  /** All arrays of a shard, with values that can be read until this is closed. */
  synchronized java.util.List<ResultArray> arrays(int shard) throws IOException {
    return array(shard, run.stored().plan().responses().getFirst().name()) == null
        ? java.util.List.of()
        : open.get(shard).result().arrays();
  }

  @Override
  public synchronized void close() throws IOException {
    IOException first = null;
    for (OpenResult file : open.values()) {
      try {
        file.close();
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    open.clear();
    if (first != null) {
      throw first;
    }
  }
}
