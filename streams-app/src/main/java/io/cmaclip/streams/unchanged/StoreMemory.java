package io.cmaclip.streams.unchanged;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Memory of all answer and label stores of a process. Without it, RocksDB takes about 100 MB for
 * each partition. Kafka Streams makes the {@link Setter} and passes this object in its
 * configuration.
 */
public final class StoreMemory implements AutoCloseable {
  /** Key of this object in the configuration of Kafka Streams. */
  public static final String KEY = "cmaclip.answer.store.memory";

  private static final double SHARE_OF_WRITES = 0.5;
  private static final long BLOCK_BYTES = 16L << 10;
  private static final long WRITE_BUFFER_BYTES = 4L << 20;

  private final Cache cache;
  private final WriteBufferManager writes;

  /**
   * @param bytes for blocks read and for writes that are not yet in a file
   */
  public StoreMemory(long bytes) {
    RocksDB.loadLibrary();
    cache = new LRUCache(bytes);
    writes = new WriteBufferManager((long) (SHARE_OF_WRITES * bytes), cache);
  }

  /** Call after Kafka Streams is closed. */
  @Override
  public void close() {
    writes.close();
    cache.close();
  }

  /** Applies the memory to each store, and compresses its files. */
  public static final class Setter implements RocksDBConfigSetter {
    private BloomFilter filter;

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
      if (!(configs.get(KEY) instanceof StoreMemory memory)) {
        return;
      }
      filter = new BloomFilter();
      BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
      table.setBlockCache(memory.cache);
      table.setCacheIndexAndFilterBlocks(true);
      table.setFilterPolicy(filter);
      table.setBlockSize(BLOCK_BYTES);
      options.setWriteBufferManager(memory.writes);
      options.setWriteBufferSize(WRITE_BUFFER_BYTES);
      options.setCompressionType(CompressionType.LZ4_COMPRESSION);
      options.setTableFormatConfig(table);
    }

    @Override
    public void close(String store, Options options) {
      if (filter != null) {
        filter.close();
      }
    }
  }
}
