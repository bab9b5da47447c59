package io.cmaclip.streams.images;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;

/**
 * A cache of fetched files by SHA-256 and of ETags by URL, limited by its total size in bytes,
 * including keys and tags. Thread-safe.
 */
final class ImageCache {
  /** Estimated overhead of an entry: objects, references and table slots. */
  private static final int ENTRY_BYTES = 200;

  private sealed interface Key {}

  private record Sha256(String hex) implements Key {}

  private record Url(String url) implements Key {}

  private sealed interface Value {}

  private record Bytes(byte[] bytes) implements Value {}

  private record Tagged(String etag, String sha256) implements Value {}

  /** The cached file of a URL and its ETag. */
  record Known(String etag, String sha256, byte[] bytes) {}

  private final Cache<Key, Value> cache;

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

  /** The file with this hash; null if it is not cached. */
  byte[] file(String sha256) {
    return cache.getIfPresent(new Sha256(sha256)) instanceof Bytes file ? file.bytes() : null;
  }

  /** The last file of the URL; null if its ETag or the file is not cached. */
  Known known(String url) {
    if (cache.getIfPresent(new Url(url)) instanceof Tagged tagged) {
      byte[] bytes = file(tagged.sha256());
      return bytes == null ? null : new Known(tagged.etag(), tagged.sha256(), bytes);
    }
    return null;
  }

  /**
   * Caches a file.
   *
   * @param etag null if the server sent none; the file is then found only by its hash
   */
  void put(String url, String etag, String sha256, byte[] bytes) {
    cache.put(new Sha256(sha256), new Bytes(bytes));
    if (etag != null) {
      cache.put(new Url(url), new Tagged(etag, sha256));
    }
  }

  /** Total weight of the entries, in bytes. */
  long weightedBytes() {
    return cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  private static int weight(Key key, Value value) {
    int ofKey = key instanceof Url url ? url.url().length() : 64;
    return ENTRY_BYTES
        + ofKey
        + (value instanceof Bytes file
            ? file.bytes().length
            : 64 + ((Tagged) value).etag().length());
  }
}
