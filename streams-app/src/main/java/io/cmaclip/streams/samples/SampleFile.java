package io.cmaclip.streams.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.mapping.PlainJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Reads sample events, one JSON text a line: the bare value, or a record with {@code key}, {@code
 * value} (or {@code payload}), and {@code headers}, as {@code kcat -J} and others write it. Owned
 * by one thread.
 */
public final class SampleFile implements AutoCloseable {
  private static final String KEY = "key";
  private static final String VALUE = "value";
  private static final String PAYLOAD = "payload";
  private static final String HEADERS = "headers";
  private static final List<String> OF_RECORDS =
      List.of("partition", "offset", "topic", HEADERS, "ts", "timestamp");
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final BufferedReader lines;
  private long line;
  private boolean isEmpty = true;

  private SampleFile(Path file, BufferedReader lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * Opens a file, which may be of any size.
   *
   * @throws UserException if it cannot be read
   */
  public static SampleFile open(Path file) {
    try {
      return new SampleFile(file, Files.newBufferedReader(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads a file.
   *
   * @param limit largest number of samples
   * @throws UserException if the file cannot be read, has no sample, or a line is not JSON
   */
  static List<Sample> read(Path file, long limit) {
    List<Sample> samples = new ArrayList<>();
    try (SampleFile opened = open(file)) {
      for (Sample next = opened.next();
          next != null && samples.size() < limit;
          next = opened.next()) {
        samples.add(next);
      }
    }
    return samples;
  }

  /**
   * Reads the next event as a record; its offset is its line.
   *
   * @return empty at the end
   * @throws UserException if the file cannot be read, has no event, or a line is not JSON
   */
  public Optional<ReceivedRecord<byte[], byte[]>> nextEvent() {
    return Optional.ofNullable(next()).map(Sample::received);
  }

  /** Null at the end. */
  private Sample next() {
    try {
      for (String read = lines.readLine(); read != null; read = lines.readLine()) {
        line++;
        String text = read.startsWith("\uFEFF") ? read.substring(1) : read;
        if (!text.isBlank()) {
          isEmpty = false;
          return sample(file, line, text);
        }
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (isEmpty) {
      throw new UserException(file + " has no events: one JSON text a line is expected");
    }
    return null;
  }

  private static UserException unreadable(Path file, IOException e) {
    return new UserException(file + " cannot be read: " + e, e);
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static Sample sample(Path file, long line, String text) {
    try {
      Object parsed = PlainJson.read(text);
      if (parsed instanceof Map<?, ?> record && isRecord(record)) {
        Object value = record.containsKey(VALUE) ? record.get(VALUE) : record.get(PAYLOAD);
        byte[] bytes = bytes(value);
        return new Sample(
            line,
            value instanceof String json ? parsedOrText(json) : value,
            received(line, bytes(record.get(KEY)), bytes, headers(record.get(HEADERS))));
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return new Sample(line, parsed, received(line, null, bytes, new RecordHeaders()));
    } catch (JsonProcessingException e) {
      throw new UserException("%s, line %s: not JSON".formatted(file, line), e);
    }
  }

  private static boolean isRecord(Map<?, ?> object) {
    boolean hasValue =
        object.containsKey(VALUE)
            || (object.containsKey(PAYLOAD) && !(object.get(PAYLOAD) instanceof Map));
    return hasValue && object.containsKey(KEY) && OF_RECORDS.stream().anyMatch(object::containsKey);
  }

  private static ReceivedRecord<byte[], byte[]> received(
      long line, byte[] key, byte[] value, Headers headers) {
    return new ReceivedRecord<>(
        key, value, headers, System.currentTimeMillis(), new TopicPartition("sample", 0), line);
  }

  private static Object parsedOrText(String value) {
    try {
      return PlainJson.read(value);
    } catch (JsonProcessingException noJson) {
      return value;
    }
  }

  private static byte[] bytes(Object value) throws JsonProcessingException {
    if (value == null) {
      return null;
    }
    return value instanceof String text
        ? text.getBytes(StandardCharsets.UTF_8)
        : JSON.writeValueAsBytes(value);
  }

  /** Pairs, objects with key and value, one object, or names and values in turn. */
  private static Headers headers(Object headers) {
    Headers result = new RecordHeaders();
    if (headers instanceof Map<?, ?> byName) {
      byName.forEach((name, value) -> add(name, value, result));
    } else if (headers instanceof List<?> list) {
      Iterator<?> items = list.iterator();
      while (items.hasNext()) {
        Object item = items.next();
        if (item instanceof List<?> pair && pair.size() == 2) {
          add(pair.get(0), pair.get(1), result);
        } else if (item instanceof Map<?, ?> named) {
          add(named.get(KEY), named.get(VALUE), result);
        } else if (items.hasNext()) {
          add(item, items.next(), result);
        }
      }
    }
    return result;
  }

  private static void add(Object name, Object value, Headers headers) {
    if (name != null && value != null) {
      headers.add(String.valueOf(name), String.valueOf(value).getBytes(StandardCharsets.UTF_8));
    }
  }
}
