package io.cmaclip.model.predictor;

import io.cmaclip.model.files.Checksum;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Outputs of the image encoder, for listings with an image that another listing has already had:
 * colour and size variants of a product, for example. Holds the patch outputs that the fusion
 * reads, found by the hash of the prepared image and the fingerprint of the model; the least
 * recently used are removed first. Several predictors and models may share an instance;
 * thread-safe.
 */
public final class ImageEmbeddings {
  /** Counts images; predictors call it. */
  @FunctionalInterface
  public interface Observer {
    /**
     * A batch was encoded.
     *
     * @param encoded images that the encoder ran on
     * @param reused images whose outputs were known, or that were in the batch more than once
     */
    void images(int encoded, int reused);
  }

  /** The first 128 bits of a SHA-256 of the levels, and the model. */
  record Key(String fingerprint, long high, long low) {
    static Key of(String fingerprint, byte[] pixels) {
      MessageDigest digest = Checksum.sha256();
      digest.update(pixels);
      ByteBuffer hash = ByteBuffer.wrap(digest.digest());
      return new Key(fingerprint, hash.getLong(), hash.getLong());
    }
  }

  /** Heap of an entry beside its numbers. */
  private static final int ENTRY_BYTES = 136;

  private final long maxBytes;
  private final Observer observer;
  private final Map<Key, float[]> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * @param maxBytes heap for the outputs, at least 0
   */
  public ImageEmbeddings(long maxBytes, Observer observer) {
    this.maxBytes = maxBytes;
    this.observer = observer;
  }

  /** Heap of all entries, in bytes. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Null if the outputs are not known; callers must not modify them. */
  synchronized float[] find(Key key) {
    return entries.get(key);
  }

  synchronized void keep(Key key, float[] outputs) {
    float[] before = entries.put(key, outputs);
    bytes += size(outputs) - (before == null ? 0 : size(before));
    Iterator<float[]> eldest = entries.values().iterator();
    while (bytes > maxBytes) {
      bytes -= size(eldest.next());
      eldest.remove();
    }
  }

  void count(int encoded, int reused) {
    observer.images(encoded, reused);
  }

  private static long size(float[] outputs) {
    return ENTRY_BYTES + (long) Float.BYTES * outputs.length;
  }
}
