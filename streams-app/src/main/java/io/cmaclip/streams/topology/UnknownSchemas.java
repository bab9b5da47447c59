package io.cmaclip.streams.topology;

import io.cmaclip.schemas.client.SchemaId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Schema ids that the registry does not know, perhaps because a replica lags behind. Limits the
 * requests to one per id and second, and remembers the ids that stayed unknown for the whole retry
 * time, so that only the first records of such an id wait. Bounded and thread-safe.
 */
final class UnknownSchemas {
  private static final int MAX_IDS = 1000;
  private static final long REQUEST_INTERVAL_NANOS = Duration.ofMillis(900).toNanos();

  private record Unknown(Decoding.Refused refusal, long requestNanos, boolean isExpired) {}

  private final Map<SchemaId, Unknown> ids =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SchemaId, Unknown> eldest) {
          return size() > MAX_IDS;
        }
      };

  /** The refusal of the last request for this id, if that is too recent for another request. */
  synchronized Optional<Decoding.Refused> recentRefusal(SchemaId id) {
    Unknown unknown = ids.get(id);
    return unknown != null && System.nanoTime() - unknown.requestNanos() < REQUEST_INTERVAL_NANOS
        ? Optional.of(unknown.refusal())
        : Optional.empty();
  }

  /** Records a refusal; returns whether it is the first of this id. */
  synchronized boolean refused(SchemaId id, Decoding.Refused refusal) {
    return ids.put(id, new Unknown(refusal, System.nanoTime(), isExpired(id))) == null;
  }

  /** Records that the registry knows this id. */
  synchronized void known(SchemaId id) {
    ids.remove(id);
  }

  /** Records that the retry time of a record with this id has passed. */
  synchronized void expired(SchemaId id) {
    ids.computeIfPresent(
        id, (key, unknown) -> new Unknown(unknown.refusal(), unknown.requestNanos(), true));
  }

  synchronized boolean isExpired(SchemaId id) {
    Unknown unknown = ids.get(id);
    return unknown != null && unknown.isExpired();
  }
}
