package io.cmaclip.streams.samples;

import io.cmaclip.schemas.serde.UndecodableRecordException;
import io.cmaclip.streams.events.MappedListingReader;
import io.cmaclip.streams.mapping.EventMapping;
import io.cmaclip.streams.mapping.ListingEvent;
import io.cmaclip.streams.mapping.MappingFailedException;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import java.nio.file.Path;
import java.util.List;

/** Maps sample events as the service does. */
public final class SampleCheck {
  private final MappedListingReader reader;

  public SampleCheck(EventMapping mapping) {
    this.reader = MappedListingReader.ofSamples(mapping);
  }

  /**
   * Checks the events of a file.
   *
   * @param limit largest number of events
   * @throws io.cmaclip.model.errors.UserException if the file cannot be read
   */
  public List<CheckedSample> check(Path file, long limit) {
    return SampleFile.read(file, limit).stream().map(this::check).toList();
  }

  private CheckedSample check(Sample sample) {
    if (sample.received().value() == null) {
      return sample.received().key() == null
          ? refused(sample, DeadLetterReason.KEY_MISSING, "the record has no key")
          : new CheckedSample.Deletion(sample.line(), null);
    }
    try {
      ListingEvent event = reader.read(sample.received());
      if (event instanceof ListingEvent.Changed changed) {
        return new CheckedSample.Listing(sample.line(), changed.listing());
      }
      return event instanceof ListingEvent.Deleted deleted
          ? new CheckedSample.Deletion(sample.line(), deleted.listingId())
          : new CheckedSample.Ignored(sample.line());
    } catch (MappingFailedException failed) {
      return refused(sample, DeadLetterReason.MAPPING_FAILED, failed.getMessage());
    } catch (UndecodableRecordException undecodable) {
      return refused(sample, DeadLetterReason.UNDECODABLE, undecodable.getMessage());
    }
  }

  private static CheckedSample refused(Sample sample, DeadLetterReason reason, String why) {
    return new CheckedSample.Refused(sample.line(), reason.name(), why);
  }
}
