package wassily.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A disk whose k-th operation fails: creating, writing, flushing, closing or renaming a file. */
public final class FaultyDisk implements Disk {
  private static final int MOST = 300_000;

  private int left;

  private FaultyDisk(int k) {
    left = k;
  }

  /**
   * Begins a file on a disk that fails once.
   *
   * @param target its final name
   * @param overwrite whether a file of that name may be replaced
   * @param k which operation fails, counted from 1
   * @return the open output
   * @throws IOException when creating it is the operation that fails
   */
  public static OutputFile create(Path target, boolean overwrite, int k) throws IOException {
    return OutputFile.create(target, overwrite, new FaultyDisk(k));
  }

  /**
   * A disk for several files; what is left after the failure works again.
   *
   * @param k which operation fails, counted from 1 over all files
   * @return the disk
   */
  public static FaultyDisk failing(int k) {
    return new FaultyDisk(k);
  }

  /**
   * Begins a file on this disk.
   *
   * @param target its final name
   * @param overwrite whether a file of that name may be replaced
   * @return the open output
   * @throws IOException when creating it is the operation that fails
   */
  public OutputFile file(Path target, boolean overwrite) throws IOException {
    return OutputFile.create(target, overwrite, this);
  }

  private synchronized void count(String what) throws IOException {
    if (--left == 0) {
      throw new IOException("No space left on device (" + what + ")");
    }
  }

  @Override
  public FileChannel create(Path file) throws IOException {
    count("create");
    return new Channel(REAL.create(file));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    count("rename");
    REAL.rename(from, to);
  }

  private final class Channel extends FileChannel {
    private final FileChannel real;

    private Channel(FileChannel real) {
      this.real = real;
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      count("write");
      // Systems may write less than asked for.
      int some = Math.min(from.remaining(), MOST);
      int limit = from.limit();
      from.limit(from.position() + some);
      try {
        return real.write(from, position);
      } finally {
        from.limit(limit);
      }
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      count("write");
      return real.write(from);
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
      count("write");
      return real.write(from, offset, length);
    }

    @Override
    public void force(boolean metaData) throws IOException {
      count("force");
      real.force(metaData);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      real.close();
      count("close");
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return real.read(into);
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
      return real.read(into, offset, length);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return real.read(into, position);
    }

    @Override
    public long position() throws IOException {
      return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      real.position(position);
      return this;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      real.truncate(size);
      return this;
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel to) throws IOException {
      return real.transferTo(position, count, to);
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long position, long count)
        throws IOException {
      return real.transferFrom(from, position, count);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
      return real.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
      return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return real.tryLock(position, size, shared);
    }
  }
}
