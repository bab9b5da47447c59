package io.cmaclip.model.weights;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * An open safetensors file: 8 bytes header length, JSON header, tensors. The header is validated
 * against the file size on opening, so no allocation exceeds the file. Tensors are read on access;
 * thread-safe. bfloat16 is converted to float32.
 */
public final class SafetensorsFile implements Weights, Closeable {
  private final Path path;
  private final FileChannel channel;
  private final SafetensorsHeader header;

  private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader header) {
    this.path = path;
    this.channel = channel;
    this.header = header;
  }

  /**
   * Opens and validates a file.
   *
   * @throws IOException when the file cannot be read or is no valid safetensors file
   */
  public static SafetensorsFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new SafetensorsFile(path, channel, readHeader(path, channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SafetensorsHeader readHeader(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < 8) {
      throw new IOException(path + " is no safetensors file: only " + size + " bytes");
    }
    long length = read(channel, 0, 8).getLong();
    if (length < 2 || length > size - 8 || length > SafetensorsHeader.LONGEST) {
      throw new IOException(
          path + " is no safetensors file: header of " + length + " in " + size + " bytes");
    }
    byte[] json = new byte[Math.toIntExact(length)];
    read(channel, 8, json.length).get(json);
    try {
      return SafetensorsHeader.parse(json, 8 + length, size);
    } catch (IllegalArgumentException e) {
      throw new IOException(path + " is no valid safetensors file: " + e.getMessage(), e);
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = Tensor.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the file ended at byte " + (position + buffer.position()));
      }
    }
    return buffer.flip();
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(header.tensors().keySet());
  }

  /** Text pairs of the header; empty when there are none. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  @Override
  public TensorInfo info(String name) {
    return entry(name).info();
  }

  @Override
  public Tensor get(String name) {
    SafetensorsHeader.Entry entry = entry(name);
    ByteBuffer data;
    try {
      data = read(channel, entry.begin(), Math.toIntExact(entry.bytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + name + " cannot be read", e);
    }
    return new Tensor(entry.info(), entry.isBfloat16() ? widened(data) : data);
  }

  /** bfloat16 is the upper half of a float32. */
  private static ByteBuffer widened(ByteBuffer data) {
    ByteBuffer wide = Tensor.allocate(2L * data.remaining());
    while (data.hasRemaining()) {
      wide.putInt(data.getShort() << 16);
    }
    return wide.flip();
  }

  private SafetensorsHeader.Entry entry(String name) {
    SafetensorsHeader.Entry entry = header.tensors().get(name);
    if (entry == null) {
      throw new IllegalArgumentException(path + " has no tensor " + name);
    }
    if (entry.info() == null) {
      throw SafetensorsHeader.unreadable(name, entry.dtype());
    }
    return entry;
  }

  /** Writes all tensors in order; one tensor at a time is in memory. */
  public static void write(Path path, Weights weights, Map<String, String> metadata)
      throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (!metadata.isEmpty()) {
      ObjectNode pairs = json.putObject("__metadata__");
      metadata.forEach(pairs::put);
    }
    long offset = 0;
    for (String name : weights.names()) {
      TensorInfo info = weights.info(name);
      ObjectNode entry = json.putObject(name).put("dtype", info.type().safetensorsName());
      info.shape().forEach(entry.withArray("shape")::add);
      entry.putArray("data_offsets").add(offset).add(offset + info.bytes());
      offset += info.bytes();
    }
    byte[] header = json.toString().getBytes(StandardCharsets.UTF_8);
    // Padded to a multiple of 8, so that tensors are aligned.
    byte[] padded = Arrays.copyOf(header, (header.length + 7) / 8 * 8);
    Arrays.fill(padded, header.length, padded.length, (byte) ' ');
    try (FileChannel out =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      writeAll(out, length.putLong(padded.length).flip());
      writeAll(out, ByteBuffer.wrap(padded));
      for (String name : weights.names()) {
        writeAll(out, weights.get(name).data());
      }
      out.force(true);
    }
  }

  private static void writeAll(FileChannel out, ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      out.write(data);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
