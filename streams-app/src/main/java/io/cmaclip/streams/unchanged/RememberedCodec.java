package io.cmaclip.streams.unchanged;

import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.Sketch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * Binary form of an entry of the answer store. It begins with a version; an entry of another
 * version counts as missing, so the listing is classified again.
 */
final class RememberedCodec {
  private static final int VERSION = 3;
  private static final int DELETED = 2;

  /** An older version, which lacks the sketch. */
  private static final int WITHOUT_SKETCH = 1;

  /** The offset follows the version and three hashes of 16 bytes, so it is read alone. */
  private static final int OFFSET_AT = 1 + 3 * 2 * Long.BYTES;

  private RememberedCodec() {}

  static byte[] encode(Remembered entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      write(out, entry.title());
      write(out, entry.listing());
      write(out, entry.image());
      out.writeLong(entry.outputs().offset());
      write(out, entry.outputs().hash());
      out.writeLong(entry.checkedAt().toEpochMilli());
      Prediction prediction = entry.answer().prediction();
      out.writeLong(prediction == null ? Sketch.NONE : prediction.sketch());
      AnswerCodec.write(out, entry.answer());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text of more than 64 KB
    }
    return bytes.toByteArray();
  }

  /** Empty for bytes of another version, or that are no entry. */
  static Optional<Remembered> decode(byte[] bytes) {
    if (!isEntry(bytes)) {
      return Optional.empty();
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1))) {
      Hash title = hash(in);
      Hash listing = hash(in);
      Hash image = hash(in);
      long offset = in.readLong();
      Remembered.Outputs outputs = new Remembered.Outputs(hash(in), offset);
      Instant checkedAt = Instant.ofEpochMilli(in.readLong());
      long sketch = bytes[0] == WITHOUT_SKETCH ? Sketch.NONE : in.readLong();
      Answer answer = AnswerCodec.read(in).withSketch(sketch);
      return Optional.of(new Remembered(title, listing, image, checkedAt, outputs, answer));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The mark of a deleted key. */
  static byte[] deleted(long offset) {
    return ByteBuffer.allocate(1 + Long.BYTES).put((byte) DELETED).putLong(offset).array();
  }

  /** The offset of the last listing or deletion; -1 if it is not known. */
  static long offset(byte[] bytes) {
    if (bytes != null && bytes.length == 1 + Long.BYTES && bytes[0] == DELETED) {
      return ByteBuffer.wrap(bytes).getLong(1);
    }
    return isEntry(bytes) && bytes.length > OFFSET_AT + Long.BYTES
        ? ByteBuffer.wrap(bytes).getLong(OFFSET_AT)
        : -1;
  }

  private static boolean isEntry(byte[] bytes) {
    return bytes != null && bytes.length > 0 && (bytes[0] == VERSION || bytes[0] == WITHOUT_SKETCH);
  }

  private static void write(DataOutput out, Hash hash) throws IOException {
    out.writeLong(hash.high());
    out.writeLong(hash.low());
  }

  private static Hash hash(DataInput in) throws IOException {
    return new Hash(in.readLong(), in.readLong());
  }
}
