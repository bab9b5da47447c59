package io.cmaclip.streams.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.schemas.serde.UndecodableRecordException;
import io.cmaclip.streams.mapping.PlainJson;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * Decodes JSON, plain or in the wire format of Confluent's JSON Schema serializer, whose schema is
 * not needed to read it.
 */
final class JsonDecoder implements ValueDecoder {
  private static final byte ID = 0;
  private static final byte GUID = 1;
  private static final int ID_BYTES = 5;
  private static final int GUID_BYTES = 17;

  @Override
  public Optional<SchemaId> schemaId(ReceivedRecord<byte[], byte[]> received) {
    return Optional.empty();
  }

  @Override
  public Object decode(Headers headers, byte[] value) {
    int offset = prefix(value);
    if (offset >= value.length) {
      throw new UndecodableRecordException("not JSON: the value is empty");
    }
    try {
      return PlainJson.read(value, offset, value.length - offset);
    } catch (JsonProcessingException malformed) {
      // The library's message would quote the event.
      throw new UndecodableRecordException(
          malformed.getLocation() == null
              ? "not JSON"
              : "not JSON, or nested too deep, at line %s, column %s"
                  .formatted(
                      malformed.getLocation().getLineNr(), malformed.getLocation().getColumnNr()));
    } catch (IOException malformed) {
      throw new UndecodableRecordException("not JSON in UTF-8");
    }
  }

  /** JSON never starts with one of these bytes. */
  private static int prefix(byte[] value) {
    if (value.length == 0) {
      return 0;
    }
    return switch (value[0]) {
      case ID -> ID_BYTES;
      case GUID -> GUID_BYTES;
      default -> 0;
    };
  }
}
