package io.cmaclip.schemas.formats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ListingNoise;
import io.cmaclip.events.Modalities;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ModelStamp;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.TaskAttribute;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.Test;

/** Reads the bytes with Protobuf's own parser. */
class ProtobufRecordsTest {
  private static final Instant BEFORE_1970 = Instant.parse("1969-12-31T23:59:59.123Z");

  @Test
  void writesListsMessagesEnumsTimesAndNullableFields() throws IOException {
    ListingAttributes event =
        new ListingAttributes(
            "dress-7",
            BEFORE_1970,
            List.of(
                new TaskAttribute(
                    "colour", "red", 0.93, true, 0.8, 0.2, List.of(), LabelSource.MODEL, null),
                new TaskAttribute(
                    "fit",
                    "slim",
                    Double.NaN,
                    false,
                    0.0,
                    1.0,
                    List.of(),
                    LabelSource.MODEL,
                    null)),
            new Modalities(ModalityUse.USED, ModalityUse.UNKNOWN, null),
            new ListingNoise(0.0, 0.0, 0.0),
            new ModelStamp("garments", "1", "cd"),
            BEFORE_1970,
            "",
            false);
    UnknownFieldSet message = written(event);
    assertThat(text(message, 1)).isEqualTo("dress-7");
    UnknownFieldSet time = nested(message, 2, 0);
    assertThat(time.getField(1).getVarintList()).containsExactly(-1L);
    assertThat(time.getField(2).getVarintList()).containsExactly(123_000_000L);
    assertThat(message.getField(3).getLengthDelimitedList()).hasSize(2);
    UnknownFieldSet fit = nested(message, 3, 1);
    assertThat(text(fit, 2)).isEqualTo("slim");
    assertThat(Double.longBitsToDouble(fit.getField(3).getFixed64List().get(0))).isNaN();
    UnknownFieldSet modalities = nested(message, 4, 0);
    assertThat(modalities.getField(1).getVarintList()).containsExactly(1L);
    assertThat(modalities.getField(2).getVarintList()).containsExactly(0L);
    assertThat(modalities.hasField(3)).as("a null index").isFalse();
  }

  @Test
  void writesBytesAndMapsAndReplacesUnpairedSurrogates() throws IOException {
    UnknownFieldSet message =
        written(
            new ProductListing(
                "a",
                "\uD83D",
                null,
                List.of(new ListingImage(null, ByteBuffer.wrap(new byte[] {1, 2, -1}), null)),
                null,
                Map.of("colour", "red"),
                Instant.EPOCH));
    assertThat(text(message, 2)).isEqualTo("\uFFFD");
    assertThat(message.hasField(3)).isFalse();
    assertThat(nested(message, 4, 0).getField(2).getLengthDelimitedList())
        .containsExactly(ByteString.copyFrom(new byte[] {1, 2, -1}));
    assertThat(text(nested(message, 6, 0), 1)).isEqualTo("colour");
    assertThat(text(nested(message, 6, 0), 2)).isEqualTo("red");
  }

  private static UnknownFieldSet written(IndexedRecord event) throws IOException {
    return UnknownFieldSet.parseFrom(
        ProtobufRecords.write(ProtobufSchema.of(event.getSchema()), event));
  }

  private static UnknownFieldSet nested(UnknownFieldSet message, int number, int index)
      throws IOException {
    return UnknownFieldSet.parseFrom(message.getField(number).getLengthDelimitedList().get(index));
  }

  private static String text(UnknownFieldSet message, int number) {
    return message.getField(number).getLengthDelimitedList().get(0).toStringUtf8();
  }
}
