package wassily.io.hdf5;

import io.jhdf.Superblock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import wassily.linalg.MatrixSource;
import wassily.linalg.Workers;
import wassily.progress.Progress;

/**
 * Writes an HDF5 file of any size with little memory, through our own layout.
 *
 * <p>jHDF's own writer keeps everything on the heap until the end, cannot write strings of variable
 * length or dimension scales, and damages files in five cases; its header messages are good and are
 * used here. The superblock is written last: a file that was not finished is not an HDF5 file. The
 * same input gives the same bytes, whatever the number of threads.
 */
final class Hdf5Writer {
  private final FileLayout layout;
  private final FileOutput out;
  private final int compression;
  private final int threads;
  private final Progress progress;

  private Hdf5Writer(
      FileLayout layout, FileChannel channel, int compression, int threads, Progress progress) {
    this.layout = layout;
    this.out = new FileOutput(channel);
    this.compression = compression;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Writes a file.
   *
   * @param root what it holds
   * @param channel a new, empty file
   * @param compression level for matrices of 64 KiB and more, 0 for none
   * @param threads how many threads write and compress
   * @param progress told for each matrix
   * @throws IOException when the disk is full or a source cannot be read
   */
  static void write(
      GroupSpec root, FileChannel channel, int compression, int threads, Progress progress)
      throws IOException {
    var layout = new FileLayout(root, compression);
    new Hdf5Writer(layout, channel, compression, threads, progress).write();
  }

  private void write() throws IOException {
    long end = layout.end();
    for (DatasetSpec d : layout.datasets()) {
      Placement place = layout.place(d);
      switch (d.content()) {
        case DatasetSpec.Strings _ -> {
          var bytes = ByteBuffer.allocate(Math.toIntExact(d.bytes()));
          bytes.order(ByteOrder.LITTLE_ENDIAN);
          for (HeapLayout.Slot slot : place.strings) {
            layout.heap().reference(slot, bytes);
          }
          out.write(place.data, bytes.flip());
        }
        case DatasetSpec.Reserved _ -> {}
        case DatasetSpec.Encoded e -> out.write(place.data, ByteBuffer.wrap(e.bytes()));
        case DatasetSpec.Rows r -> {
          try (Progress.Task task =
              progress.begin("writing " + d.path(), r.values().shape().rows())) {
            if (place.grid == null) {
              copy(r.values(), place.data, task);
            } else {
              end =
                  new ChunkCompressor(out, place.grid, compression)
                      .write(r.values(), FileLayout.aligned(end, 8), place, threads, task);
            }
          }
        }
      }
    }
    layout.heap().write(out);
    for (ObjectSpec object : layout.objects()) {
      out.write(layout.place(object).header, layout.headers().of(object));
    }
    if (out.channel().size() < end) {
      out.write(end - 1, ByteBuffer.allocate(1));
    }
    out.write(0, new Superblock.SuperblockV2V3(0, FileLayout.ROOT).toBuffer(end));
  }

  private void copy(MatrixSource source, long address, Progress.Task task) throws IOException {
    if (source.shape().elements() == 0) {
      return;
    }
    long height = source.preferredRows();
    long rowBytes = source.shape().columns() * Double.BYTES;
    try (var panels = new MatrixPanels(source, height)) {
      Workers.forBlocks(
          threads,
          source.shape().rows(),
          height,
          (from, to) -> {
            panels.with(
                from, to - from, panel -> out.write(address + from * rowBytes, panel.segment()));
            task.advance(to - from);
          });
    }
  }
}
