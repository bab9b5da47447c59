package io.cmaclip.schemas.serde;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Protobuf messages of one file. Field names are those of the file; fields that are not set
 * are left out. Timestamps become ISO 8601 texts, wrappers their value, enums texts. Thread-safe.
 */
record PlainProtobuf(FileDescriptor file) implements PlainReader.Payloads {
  private static final int MAX_INDEXES = 100;
  private static final String GOOGLE = "google.protobuf.";

  @Override
  public Object read(PlainReader.Frame frame) throws IOException {
    boolean inHeader = frame.header() != null;
    CodedInputStream in =
        CodedInputStream.newInstance(
            frame.bytes(), frame.offset(), frame.bytes().length - frame.offset());
    List<Integer> indexes =
        inHeader ? indexes(CodedInputStream.newInstance(frame.header())) : indexes(in);
    return plain(DynamicMessage.parseFrom(ProtobufFile.at(file, indexes), in));
  }

  /** Confluent's message indexes; a single zero, or nothing, stands for the first message. */
  private static List<Integer> indexes(CodedInputStream in) throws IOException {
    int count = in.isAtEnd() ? 0 : in.readSInt32();
    if (count < 0 || count > MAX_INDEXES) {
      throw new IOException("invalid number of message indexes");
    }
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      indexes.add(in.readSInt32());
    }
    return count == 0 ? List.of(0) : indexes;
  }

  private static Object plain(Message message) {
    String type = message.getDescriptorForType().getFullName();
    if (type.startsWith(GOOGLE)) {
      switch (type.substring(GOOGLE.length())) {
        case "Timestamp" -> {
          return Instant.ofEpochSecond(number(message, 1), number(message, 2)).toString();
        }
        case "Struct" -> {
          return field(message.getDescriptorForType().findFieldByNumber(1), message);
        }
        case "ListValue" -> {
          return field(message.getDescriptorForType().findFieldByNumber(1), message);
        }
        case "Value" -> {
          return message.getAllFields().entrySet().stream()
              .findFirst()
              .filter(set -> set.getKey().getNumber() != 1)
              .map(set -> scalar(set.getKey(), set.getValue()))
              .orElse(null);
        }
        default -> {
          if (type.endsWith("Value")) {
            FieldDescriptor value = message.getDescriptorForType().findFieldByNumber(1);
            return scalar(value, message.getField(value));
          }
        }
      }
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    message.getAllFields().keySet().forEach(set -> fields.put(set.getName(), field(set, message)));
    return fields;
  }

  private static long number(Message message, int field) {
    Object value = message.getField(message.getDescriptorForType().findFieldByNumber(field));
    return ((Number) value).longValue();
  }

  private static Object field(FieldDescriptor field, Message message) {
    Object value = message.getField(field);
    if (!field.isRepeated()) {
      return scalar(field, value);
    }
    if (!field.isMapField()) {
      return ((List<?>) value).stream().map(item -> scalar(field, item)).toList();
    }
    Map<String, Object> entries = new LinkedHashMap<>();
    FieldDescriptor keys = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor values = field.getMessageType().findFieldByNumber(2);
    for (Object item : (List<?>) value) {
      Message entry = (Message) item;
      entries.put(
          String.valueOf(scalar(keys, entry.getField(keys))),
          scalar(values, entry.getField(values)));
    }
    return entries;
  }

  private static Object scalar(FieldDescriptor field, Object value) {
    return switch (field.getType()) {
      case MESSAGE, GROUP -> plain((Message) value);
      case ENUM -> ((EnumValueDescriptor) value).getName();
      case BYTES -> ((ByteString) value).toByteArray();
      case UINT32, FIXED32 -> Integer.toUnsignedLong((Integer) value);
      case UINT64, FIXED64 -> unsigned((Long) value);
      case FLOAT -> Double.valueOf(value.toString());
      default -> value;
    };
  }

  private static Number unsigned(long value) {
    return value >= 0 ? (Number) value : new BigInteger(Long.toUnsignedString(value));
  }
}
