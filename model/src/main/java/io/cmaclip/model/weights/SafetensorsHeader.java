package io.cmaclip.model.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Header of a safetensors file, validated against the file size.
 *
 * @param tensors in file order
 */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {
  /** Maximum header length in bytes, as in the reference implementation. */
  static final long LONGEST = 100_000_000;

  private static final String BFLOAT16 = "BF16";

  /** Bytes of one element of types that may be present but cannot be read. */
  private static final Map<String, Integer> UNREADABLE =
      Map.of(
          "BOOL", 1, "I8", 1, "F8_E4M3", 1, "F8_E5M2", 1, "I16", 2, "U16", 2, "I32", 4, "U32", 4,
          "U64", 8);

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  /**
   * Position of a tensor.
   *
   * @param info type and shape after conversion; null for a type that cannot be read
   * @param dtype type in the file
   * @param begin first byte in the file
   */
  record Entry(TensorInfo info, String dtype, long begin, long bytes) {
    boolean isBfloat16() {
      return dtype.equals(BFLOAT16);
    }
  }

  /**
   * Parses a header.
   *
   * @param start first byte of the tensors in the file
   * @throws IllegalArgumentException describing the error
   */
  static SafetensorsHeader parse(byte[] json, long start, long fileSize) {
    JsonNode root;
    try (JsonParser parser = JSON.createParser(json)) {
      root = JSON.readTree(parser);
    } catch (IOException e) {
      throw new IllegalArgumentException("the header is not JSON", e);
    }
    if (root == null || !root.isObject()) {
      throw new IllegalArgumentException("the header is not a JSON object");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Map.Entry<String, Entry>> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals("__metadata__")) {
        field.getValue().properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      } else {
        Entry entry = entry(field.getKey(), field.getValue(), start, fileSize);
        entries.add(Map.entry(field.getKey(), entry));
      }
    }
    entries.sort(Comparator.comparingLong(e -> e.getValue().begin()));
    Map<String, Entry> tensors = new LinkedHashMap<>();
    long end = start;
    for (Map.Entry<String, Entry> e : entries) {
      if (e.getValue().begin() != end) {
        throw new IllegalArgumentException(
            "tensor " + e.getKey() + " leaves a gap or overlaps another");
      }
      end += e.getValue().bytes();
      tensors.put(e.getKey(), e.getValue());
    }
    if (end != fileSize) {
      throw new IllegalArgumentException(
          "the file has " + fileSize + " bytes, its tensors end at " + end);
    }
    return new SafetensorsHeader(tensors, metadata);
  }

  private static Entry entry(String name, JsonNode json, long start, long fileSize) {
    String dtype = json.path("dtype").asText();
    Integer unreadable = UNREADABLE.get(dtype);
    boolean half = dtype.equals(BFLOAT16);
    ElementType type =
        unreadable != null ? ElementType.UINT8 : half ? ElementType.FLOAT32 : type(name, dtype);
    TensorInfo info = new TensorInfo(type, shape(json));
    long begin = offset(name, json, 0);
    long end = offset(name, json, 1);
    if (begin < 0 || end < begin || end > fileSize - start) {
      throw new IllegalArgumentException(
          "tensor " + name + " from " + begin + " to " + end + " is not inside the file");
    }
    long bytes;
    try {
      bytes =
          unreadable == null
              ? half ? info.bytes() / 2 : info.bytes()
              : Math.multiplyExact(info.bytes(), (long) unreadable);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("tensor " + name + ": shape " + info.shape(), e);
    }
    if (bytes != end - begin || bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "tensor " + name + " " + dtype + info.shape() + " in " + (end - begin) + " bytes");
    }
    return new Entry(unreadable == null ? info : null, dtype, start + begin, bytes);
  }

  private static ElementType type(String name, String dtype) {
    for (ElementType type : ElementType.values()) {
      if (type.safetensorsName().equals(dtype)) {
        return type;
      }
    }
    throw unreadable(name, dtype);
  }

  static IllegalArgumentException unreadable(String name, String dtype) {
    return new IllegalArgumentException(
        "tensor " + name + " is " + dtype + "; only F32, F16, F64, BF16, I64 and U8 are read");
  }

  private static List<Long> shape(JsonNode json) {
    List<Long> shape = new ArrayList<>();
    for (JsonNode dimension : json.path("shape")) {
      if (!dimension.canConvertToExactIntegral() || dimension.longValue() < 0) {
        throw new IllegalArgumentException("shape " + json.path("shape"));
      }
      shape.add(dimension.longValue());
    }
    return shape;
  }

  private static long offset(String name, JsonNode json, int index) {
    JsonNode offsets = json.path("data_offsets");
    if (offsets.size() != 2 || !offsets.path(index).canConvertToLong()) {
      throw new IllegalArgumentException("tensor " + name + " has no data_offsets");
    }
    return offsets.path(index).longValue();
  }
}
