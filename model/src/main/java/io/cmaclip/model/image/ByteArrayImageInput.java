package io.cmaclip.model.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * An encoded image as the input of a reader, without a cache file or a copy. A reader that keeps
 * reading after the end fails instead of decoding missing data as zeros.
 */
final class ByteArrayImageInput extends ImageInputStreamImpl {
  /** More than a reader that looks ahead needs. */
  private static final int MAX_READS_AFTER_END = 256;

  private final byte[] bytes;
  private int readsAfterEnd;

  ByteArrayImageInput(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xFF : afterEnd();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= bytes.length) {
      return afterEnd();
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private int afterEnd() throws IOException {
    if (++readsAfterEnd > MAX_READS_AFTER_END) {
      throw new IOException("the image is truncated");
    }
    return -1;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
