package io.cmaclip.trainer.cache;

import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Cache of byte blocks, numbered from 0 in the order of addition. Blocks go to memory until its
 * limit is reached, then to disk; further blocks are not stored and the caller must compute them
 * again. One thread adds blocks; afterwards reads are thread-safe.
 */
public final class BlockCache implements AutoCloseable {
  private static final int FIRST_SLAB = 1 << 20;
  private static final int LARGEST_SLAB = 64 << 20;

  /**
   * Location of a block.
   *
   * @param slab memory that holds the block; null = on disk
   */
  private record Place(ByteBuffer slab, long offset, int length) {}

  private final CacheLimits limits;
  private final List<Place> places = new ArrayList<>();
  private ByteBuffer slab = ByteBuffer.allocate(0);
  private FileChannel file;
  private long memory;
  private long disk;
  private boolean memoryFull;
  private boolean diskFull;

  public BlockCache(CacheLimits limits) {
    this.limits = limits;
  }

  /**
   * Adds the next block, from its position to its limit.
   *
   * @return whether it is kept
   * @throws UserException when the process cannot allocate what the limits allow
   */
  public boolean add(ByteBuffer block) {
    ByteBuffer data = block.duplicate();
    Place place = inMemory(data);
    if (place == null) {
      place = onDisk(data);
    }
    places.add(place);
    return place != null;
  }

  private Place inMemory(ByteBuffer data) {
    int length = data.remaining();
    if (!memoryFull && slab.remaining() < length) {
      long wanted = Math.min(LARGEST_SLAB, Math.max(FIRST_SLAB, memory));
      long size = Math.max(length, Math.min(wanted, limits.memory() - memory));
      // Once full it stays full, so that later, smaller blocks do not depend on earlier ones.
      memoryFull = memory + size > limits.memory();
      if (!memoryFull) {
        slab = allocate((int) size);
        memory += size;
      }
    }
    if (memoryFull) {
      return null;
    }
    Place place = new Place(slab, slab.position(), length);
    slab.put(data);
    return place;
  }

  private static ByteBuffer allocate(int size) {
    try {
      return ByteBuffer.allocateDirect(size);
    } catch (OutOfMemoryError e) {
      throw new UserException(
          "the cache cannot allocate memory: "
              + e.getMessage()
              + "; lower --cache-memory, or raise CMACLIP_HEAP, which limits it too",
          e);
    }
  }

  private Place onDisk(ByteBuffer data) {
    int length = data.remaining();
    diskFull |= disk + length > limits.disk();
    if (diskFull) {
      return null;
    }
    Place place = new Place(null, disk, length);
    try {
      if (file == null) {
        file = open();
      }
      while (data.hasRemaining()) {
        file.write(data, disk + length - data.remaining());
      }
    } catch (IOException e) {
      throw new UserException(
          "the cache cannot be written to %s: %s; free disk space there, or lower --cache-disk"
              .formatted(limits.folder(), e.getMessage()),
          e);
    }
    disk += length;
    return place;
  }

  private FileChannel open() throws IOException {
    Files.createDirectories(limits.folder());
    Path path = Files.createTempFile(limits.folder(), "cache-", ".bin");
    FileChannel opened =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      // An unlinked file disappears with the process, however that ends.
      Files.deleteIfExists(path);
    } catch (IOException e) {
      return opened;
    }
    return opened;
  }

  /** Whether further blocks are not stored. */
  public boolean isFull() {
    return memoryFull && diskFull;
  }

  public boolean holds(int number) {
    return places.get(number) != null;
  }

  /** Content of a block, read-only and little-endian; null when it is not stored. */
  public ByteBuffer get(int number) {
    Place place = places.get(number);
    if (place == null) {
      return null;
    }
    if (place.slab() != null) {
      return place
          .slab()
          .asReadOnlyBuffer()
          .clear()
          .slice((int) place.offset(), place.length())
          .order(ByteOrder.LITTLE_ENDIAN);
    }
    ByteBuffer read = ByteBuffer.allocate(place.length());
    try {
      while (read.hasRemaining()) {
        if (file.read(read, place.offset() + read.position()) < 0) {
          throw new IOException("the cache file ended early");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the cache in " + limits.folder() + " cannot be read", e);
    }
    return read.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Bytes in memory. */
  public long memory() {
    return memory;
  }

  /** Bytes on disk. */
  public long disk() {
    return disk;
  }

  /** Number of blocks that were added but not stored. */
  public long missing() {
    return places.stream().filter(place -> place == null).count();
  }

  /** Deletes the file. */
  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
