package io.cmaclip.streams.images;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;

/**
 * Files fetched before, by their SHA-256, and by address the file that an ETag stood for. What is
 * kept, keys and tags included, stays within a number of bytes. For any thread.
 */
final class ImageCache {
  /** Objects, references and table entries around what is kept. */
  private static final int ENTRY_BYTES = 200;

  private sealed interface Key {}

  private record Sha256(String hex) implements Key {}

  private record Address(String url) implements Key {}

  private sealed interface Kept {}

  private record Bytes(byte[] bytes) implements Kept {}

  private record Tagged(String etag, String sha256) implements Kept {}

  /** What the file of an address was, and the tag that its server gave it. */
  record Known(String etag, String sha256, byte[] bytes) {}

  private final Cache<Key, Kept> cache;

  ImageCache(long maxBytes, MeterRegistry meters) {
    cache =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(ImageCache::weight)
            .executor(Runnable::run)
            .recordStats()
            .build();
    CaffeineCacheMetrics.monitor(meters, cache, "cmaclip.image.cache");
  }

  /** The file with this hash; null when it is not there. */
  byte[] file(String sha256) {
    return cache.getIfPresent(new Sha256(sha256)) instanceof Bytes kept ? kept.bytes() : null;
  }

  /** What the address held when it was last asked; null when not known, or the file is gone. */
  Known known(String url) {
    if (cache.getIfPresent(new Address(url)) instanceof Tagged tagged) {
      byte[] bytes = file(tagged.sha256());
      return bytes == null ? null : new Known(tagged.etag(), tagged.sha256(), bytes);
    }
    return null;
  }

  /**
   * Keeps a file.
   *
   * @param etag null when the server gave none: then it is found by its hash alone
   */
  void keep(String url, String etag, String sha256, byte[] bytes) {
    cache.put(new Sha256(sha256), new Bytes(bytes));
    if (etag != null) {
      cache.put(new Address(url), new Tagged(etag, sha256));
    }
  }

  /** Bytes kept, as they are counted. */
  long weightedBytes() {
    return cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  private static int weight(Key key, Kept kept) {
    int ofKey = key instanceof Address address ? address.url().length() : 64;
    return ENTRY_BYTES
        + ofKey
        + (kept instanceof Bytes file ? file.bytes().length : 64 + ((Tagged) kept).etag().length());
  }
}
