package io.cmaclip.model.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A picture's bytes as the readers want them, without a cache file or a copy. A reader that goes on
 * reading behind the end is stopped: that of WebP takes what is missing for zeros, which stand for
 * as many code tables, of 5 KB each, as the first bytes announce.
 */
final class ByteArrayImageInput extends ImageInputStreamImpl {
  /** More than a reader that looks ahead needs. */
  private static final int MOST_READS_BEHIND_THE_END = 256;

  private final byte[] bytes;
  private int readsBehindTheEnd;

  ByteArrayImageInput(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xFF : behindTheEnd();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= bytes.length) {
      return behindTheEnd();
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private int behindTheEnd() throws IOException {
    if (++readsBehindTheEnd > MOST_READS_BEHIND_THE_END) {
      throw new IOException("the picture is cut off");
    }
    return -1;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
