package io.cmaclip.streams.topology;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.quarantine.RefusedListingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Deserializer;

/** From the bytes of a record to the listing. Safe for any number of threads. */
final class ListingDecoder {
  private static final int HEADER_BYTES = 5;

  /** Hostile bytes cannot add to it: only ids of which the registry knew the schema are kept. */
  private final Set<Integer> knownSchemaIds = ConcurrentHashMap.newKeySet();

  private final Deserializer<ProductListing> deserializer;

  ListingDecoder(Deserializer<ProductListing> deserializer) {
    this.deserializer = deserializer;
  }

  /** Whether these bytes can be decoded, or refused, without asking the registry. */
  boolean isQuick(byte[] value) {
    return value.length < HEADER_BYTES || value[0] != 0 || knownSchemaIds.contains(schemaId(value));
  }

  /**
   * The listing.
   *
   * @throws RegistryUnavailableException when the registry does not answer; the record may be good
   * @throws InterruptException when the thread is asked to end
   * @throws Refusal when the record is not a listing, or not the one its key names
   */
  ProductListing decode(ReceivedRecord<byte[], byte[]> received) throws Refusal {
    ProductListing listing;
    try {
      listing =
          deserializer.deserialize(
              received.partition().topic(), received.headers(), received.value());
    } catch (RegistryUnavailableException | InterruptException notTheRecordsFault) {
      throw notTheRecordsFault;
    } catch (RuntimeException | StackOverflowError undecodable) {
      throw new Refusal(reasonOf(undecodable), undecodable);
    }
    knownSchemaIds.add(schemaId(received.value()));
    if (!Arrays.equals(received.key(), listing.getListingId().getBytes(StandardCharsets.UTF_8))) {
      throw new Refusal(
          DeadLetterReason.KEY_MISMATCH,
          new RefusedListingException("the key is not the listing's id in UTF-8"));
    }
    return listing;
  }

  private static DeadLetterReason reasonOf(Throwable undecodable) {
    for (Throwable cause = undecodable; cause != null; cause = cause.getCause()) {
      if (cause instanceof RegistryRefusalException) {
        return DeadLetterReason.UNKNOWN_SCHEMA;
      }
    }
    return DeadLetterReason.UNDECODABLE;
  }

  private static int schemaId(byte[] value) {
    return (value[1] & 0xff) << 24
        | (value[2] & 0xff) << 16
        | (value[3] & 0xff) << 8
        | (value[4] & 0xff);
  }

  /** The record goes to the dead-letter topic. */
  static final class Refusal extends Exception {
    private final DeadLetterReason reason;

    Refusal(DeadLetterReason reason, Throwable cause) {
      super(null, cause, false, false);
      this.reason = reason;
    }

    Outcome.Rejected toOutcome() {
      return new Outcome.Rejected(reason, getCause());
    }
  }
}
