package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.SchemaId;
import io.cmaclip.schemas.client.SchemaRegistry;
import io.cmaclip.schemas.client.SchemaText;
import io.cmaclip.schemas.client.UnreadableSchemaException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.header.Headers;

/**
 * Reads records of any schema in Confluent's wire format as maps, lists, texts, numbers, booleans,
 * bytes and nulls. Thread-safe.
 */
public final class PlainReader {
  /** The type of the schemas. */
  public enum Type {
    AVRO,
    PROTOBUF
  }

  /** Reads the payloads of one schema. Thread-safe. */
  interface Payloads {
    /**
     * Reads a payload.
     *
     * @param frame the record without its schema id
     */
    Object read(Frame frame) throws IOException;
  }

  /**
   * A record without its schema id.
   *
   * @param bytes the record; the payload starts at the offset
   * @param header what follows the schema id in the header that holds it; null without a header
   */
  record Frame(byte[] bytes, int offset, byte[] header) {}

  private final SchemaRegistry registry;
  private final Type type;
  private final String header;

  /** Bounded: holds only schema ids that the registry knows. */
  private final Map<SchemaId, Payloads> schemas = new ConcurrentHashMap<>();

  PlainReader(SchemaRegistry registry, Type type, boolean isKey) {
    this.registry = registry;
    this.type = type;
    this.header = isKey ? WireFormat.KEY_HEADER : WireFormat.VALUE_HEADER;
  }

  /**
   * The schema id of a record.
   *
   * @throws UndecodableRecordException without a valid schema id
   */
  public SchemaId schemaId(Headers headers, byte[] bytes) {
    return WireFormat.of(headers, header, bytes).schema();
  }

  /**
   * Reads a record.
   *
   * @throws UndecodableRecordException if the bytes are no record of such a schema
   * @throws io.cmaclip.schemas.client.RegistryUnavailableException if the registry does not answer
   */
  public Object read(Headers headers, byte[] bytes) {
    WireFormat format = WireFormat.of(headers, header, bytes);
    Payloads payloads = schemas.get(format.schema());
    if (payloads == null) {
      payloads = SchemaLookup.of(format.schema(), this::load);
      schemas.put(format.schema(), payloads);
    }
    try {
      return payloads.read(
          new Frame(bytes, format.offset(), WireFormat.restOfHeader(headers, header)));
    } catch (IOException | RuntimeException | StackOverflowError malformed) {
      throw new UndecodableRecordException(
          "malformed " + type + " of schema " + format.schema() + ": " + malformed.getMessage(),
          malformed);
    }
  }

  private Payloads load(SchemaId id) {
    if (type == Type.AVRO) {
      return new PlainAvro(registry.byId(id));
    }
    SchemaText text = registry.textById(id);
    if (!text.type().equals(type.name())) {
      throw new UnreadableSchemaException("schema is of type " + text.type() + ", not " + type);
    }
    return new PlainProtobuf(ProtobufFile.parse(text));
  }
}
