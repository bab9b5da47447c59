package io.cmaclip.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro binary decoder for untrusted bytes. Avro's own decoder allocates the stated length before it
 * checks the remaining input (up to 2 GB for a five-byte record). This decoder rejects a length
 * beyond the end of the payload, and collections with more items than the payload has bytes, so
 * that memory use stays within a small multiple of the payload. Not thread-safe.
 */
final class PayloadDecoder extends Decoder {
  private static final int LONGEST_VARINT = 10;

  private final byte[] bytes;
  private final int end;
  private int position;

  /** Items that collections may still contain, over the whole payload. */
  private long itemsLeft;

  PayloadDecoder(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
    this.itemsLeft = length;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    return bytes[advance(1)] == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new AvroRuntimeException("int out of range: " + value);
    }
    return (int) value;
  }

  @Override
  public long readLong() throws IOException {
    long zigzag = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      byte next = bytes[advance(1)];
      zigzag |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw new AvroRuntimeException("number longer than " + LONGEST_VARINT + " bytes");
  }

  @Override
  public float readFloat() throws IOException {
    return Float.intBitsToFloat(Integer.reverseBytes(ByteBuffer.wrap(bytes).getInt(advance(4))));
  }

  @Override
  public double readDouble() throws IOException {
    return Double.longBitsToDouble(Long.reverseBytes(ByteBuffer.wrap(bytes).getLong(advance(8))));
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    int length = readLength();
    return new String(bytes, advance(length), length, StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws IOException {
    advance(readLength());
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    int length = readLength();
    int start = advance(length);
    // A copy, because a view would retain the whole record.
    return ByteBuffer.wrap(java.util.Arrays.copyOfRange(bytes, start, start + length));
  }

  @Override
  public void skipBytes() throws IOException {
    advance(readLength());
  }

  @Override
  public void readFixed(byte[] into, int start, int length) throws IOException {
    System.arraycopy(bytes, advance(length), into, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    advance(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return readBlock();
  }

  @Override
  public long arrayNext() throws IOException {
    return readBlock();
  }

  @Override
  public long skipArray() throws IOException {
    return skipBlocks();
  }

  @Override
  public long readMapStart() throws IOException {
    return readBlock();
  }

  @Override
  public long mapNext() throws IOException {
    return readBlock();
  }

  @Override
  public long skipMap() throws IOException {
    return skipBlocks();
  }

  /** Number of items in the next block. A negative number precedes the block's size in bytes. */
  private long readBlock() throws IOException {
    long items = readLong();
    if (items < 0) {
      items = -items;
      readLength();
    }
    return counted(items);
  }

  /** Skips blocks with a stated size; returns the items of the first block without one. */
  private long skipBlocks() throws IOException {
    long items = readLong();
    while (items < 0) {
      advance(readLength());
      items = readLong();
    }
    return counted(items);
  }

  private long counted(long items) {
    if (items < 0 || items > itemsLeft) {
      throw new AvroRuntimeException(
          "collection of " + items + " items in a payload of " + bytes.length + " bytes");
    }
    itemsLeft -= items;
    return items;
  }

  private int readLength() throws IOException {
    long length = readLong();
    if (length < 0 || length > end - position) {
      throw new AvroRuntimeException(
          "length " + length + " where " + (end - position) + " bytes are left");
    }
    return (int) length;
  }

  /** Consumes this many bytes and returns the index of the first. */
  private int advance(int length) throws EOFException {
    if (length > end - position) {
      throw new EOFException("ends early: " + length + " more bytes expected");
    }
    int start = position;
    position += length;
    return start;
  }
}
