package io.cmaclip.streams.topology;

import io.cmaclip.batching.InFlight;
import io.cmaclip.batching.Intake;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.client.UnreadableSchemaException;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.quarantine.RefusedListingException;
import java.time.Duration;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Accepts the decisions of one partition. They are decoded on the registry thread, which may wait
 * for the registry; the stream thread applies them in order.
 *
 * @param deserializer thread-safe
 * @param unknownSchemaRetry how long a decision with an unknown schema id is retried
 */
record DecisionIntake(
    Deserializer<ReviewDecision> deserializer, ListingThreads threads, Duration unknownSchemaRetry)
    implements Intake<byte[], byte[], Outcome> {
  @Override
  public void accept(ReceivedRecord<byte[], byte[]> received, InFlight<Outcome> inFlight) {
    if (received.key() == null) {
      reject(inFlight, DeadLetterReason.KEY_MISSING, "the decision has no key");
    } else if (received.value() == null) {
      reject(inFlight, DeadLetterReason.UNDECODABLE, "the decision has no value");
    } else {
      threads.onRegistryThread(() -> decode(received, inFlight, Retries.NONE));
    }
  }

  /** Decisions are no listings, so the figures of listings leave them out. */
  @Override
  public boolean isObserved() {
    return false;
  }

  private void decode(
      ReceivedRecord<byte[], byte[]> received, InFlight<Outcome> inFlight, Retries retries) {
    if (inFlight.isDone()) {
      return; // the partition was revoked
    }
    try {
      inFlight.complete(
          new Outcome.Decided(
              deserializer.deserialize(
                  received.partition().topic(), received.headers(), received.value())));
    } catch (RegistryUnavailableException unavailable) {
      threads.retryOnRegistryThread(() -> decode(received, inFlight, retries));
    } catch (InterruptException interrupt) {
      throw interrupt;
    } catch (RuntimeException | StackOverflowError undecodable) {
      boolean isUnknown = DecodeStep.hasCause(undecodable, RegistryRefusalException.class);
      if ((isUnknown || DecodeStep.hasCause(undecodable, UnreadableSchemaException.class))
          && !retries.isOver(unknownSchemaRetry)) {
        threads.retryOnRegistryThread(() -> decode(received, inFlight, retries.failed()));
      } else {
        inFlight.complete(
            new Outcome.Rejected(
                isUnknown ? DeadLetterReason.UNKNOWN_SCHEMA : DeadLetterReason.UNDECODABLE,
                undecodable));
      }
    }
  }

  private static void reject(InFlight<Outcome> inFlight, DeadLetterReason reason, String why) {
    inFlight.complete(new Outcome.Rejected(reason, new RefusedListingException(why)));
  }
}
