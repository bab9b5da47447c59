package io.cmaclip.streams.images;

import io.cmaclip.model.image.ImageDecoder;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.entity.AbstractBinDataConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Reads one response and fails as soon as it is not an image within the limits. Allocates memory
 * for received bytes, not for the length in a header. Owned by the reactor thread of the
 * connection; {@link #releaseResources} and {@link #abandon} may be called on any thread.
 */
final class FileConsumer extends AbstractBinDataConsumer implements AsyncResponseConsumer<Reply> {
  private static final int FIRST_BUFFER = 64 << 10;
  private final ImageUrl url;
  private final int maxBytes;
  private final TransferBudget budget;
  private byte[] buffer;
  private int length;
  private boolean headSeen;
  private boolean released;
  private boolean gzip;
  private String unsupportedCompression;
  private String etag;
  private Reply reply;
  private FetchedImage image;
  private FutureCallback<Reply> result;

  FileConsumer(ImageUrl url, int maxBytes, TransferBudget budget) {
    this.url = url;
    this.maxBytes = maxBytes;
    this.budget = budget;
  }

  @Override
  public synchronized void consumeResponse(
      HttpResponse response,
      EntityDetails entity,
      HttpContext context,
      FutureCallback<Reply> callback)
      throws IOException {
    result = callback;
    int status = response.getCode();
    ResponseHeaders headers = new ResponseHeaders(response);
    if (status == 200) {
      begin(headers, entity);
      return;
    }
    if (status == 304) {
      reply = new Reply.Unchanged();
    } else if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) {
      String location = headers.location();
      if (location.isEmpty()) {
        throw failed(FetchCause.HTTP_REFUSED, "status " + status + " without a Location");
      }
      reply = new Reply.Moved(location);
    } else {
      throw refused(status, headers);
    }
    if (entity == null) {
      callback.completed(reply);
    }
  }

  /** Temporary by its status, or because the host says when to send the next request. */
  private FetchFailedException refused(int status, ResponseHeaders headers) {
    Duration retryAfter = headers.retryAfter(Instant.now());
    boolean temporary =
        status >= 500
            || status == 408
            || status == 425
            || status == 429
            || retryAfter != null
            || (status == 403 && headers.isRateLimited());
    // Other statuses concern one file, not the host.
    boolean pauses = retryAfter != null && (status == 429 || status == 503);
    return new FetchFailedException(
        temporary ? FetchCause.HTTP_UNAVAILABLE : FetchCause.HTTP_REFUSED,
        url + ": status " + status,
        pauses ? retryAfter : Duration.ZERO);
  }

  private void begin(ResponseHeaders headers, EntityDetails entity) throws IOException {
    etag = headers.etag();
    gzip = headers.isGzip();
    unsupportedCompression = headers.unsupportedCompression();
    if (entity == null) {
      throw failed(FetchCause.NOT_AN_IMAGE, "empty response");
    }
    if (entity.getContentLength() > maxBytes) {
      throw tooLarge();
    }
    if (released) {
      // Cancelled while the response arrived: nothing would release the bytes.
      throw new InterruptedIOException("cancelled");
    }
    int first = Math.min(FIRST_BUFFER, maxBytes);
    budget.acquire(first);
    buffer = new byte[first];
  }

  @Override
  protected int capacityIncrement() {
    return Integer.MAX_VALUE;
  }

  @Override
  protected synchronized void data(ByteBuffer source, boolean endOfStream) throws IOException {
    if (released || reply != null) {
      // The body of a redirect is skipped, but limited too.
      length += source.remaining();
      source.position(source.limit());
      if (length > maxBytes) {
        throw tooLarge();
      }
      return;
    }
    int more = source.remaining();
    if (more > maxBytes - length) {
      throw tooLarge();
    }
    makeRoom(length + more);
    source.get(buffer, length, more);
    length += more;
    if (!headSeen && !gzip && length >= ImageDecoder.HEAD_BYTES) {
      checkHead();
    }
  }

  @Override
  protected synchronized void completed() throws IOException {
    if (released) {
      return;
    }
    if (reply == null) {
      if (gzip && isGzipFile()) {
        decompress();
      }
      checkHead();
      byte[] bytes = length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
      budget.release(buffer.length - bytes.length);
      buffer = null;
      image = new FetchedImage(bytes, budget);
      reply = new Reply.File(image, etag);
    }
    result.completed(reply);
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context) {}

  @Override
  public void failed(Exception cause) {
    releaseResources();
  }

  @Override
  public synchronized void releaseResources() {
    released = true;
    if (buffer != null) {
      budget.release(buffer.length);
      buffer = null;
    }
  }

  /**
   * Releases all bytes, also those of a complete image. Needed because the HTTP client neither
   * delivers nor releases the response of a cancelled request.
   */
  synchronized void abandon() {
    releaseResources();
    if (image != null) {
      image.close();
    }
  }

  private void makeRoom(int needed) throws FetchFailedException {
    if (needed > buffer.length) {
      int larger = (int) Math.min(maxBytes, Math.max(needed, 2L * buffer.length));
      budget.acquire(larger - buffer.length);
      buffer = Arrays.copyOf(buffer, larger);
    }
  }

  /** Some hosts label files that are not compressed. */
  private boolean isGzipFile() {
    return length > 2 && buffer[0] == 0x1F && buffer[1] == (byte) 0x8B;
  }

  private void decompress() throws IOException {
    byte[] packed = buffer;
    int packedLength = length;
    int first = Math.min(maxBytes, Math.max(FIRST_BUFFER, packedLength));
    budget.acquire(first);
    buffer = new byte[first];
    length = 0;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed, 0, packedLength))) {
      int next = in.read();
      while (next >= 0) {
        if (length == maxBytes) {
          throw tooLarge();
        }
        makeRoom(length + 1);
        buffer[length++] = (byte) next;
        length += Math.max(0, in.read(buffer, length, buffer.length - length));
        next = in.read();
      }
    } catch (EOFException | ZipException e) {
      throw failed(FetchCause.TRANSFER_BROKEN, "damaged gzip data");
    } finally {
      budget.release(packed.length);
    }
  }

  /** Checks the first bytes; the Content-Type is ignored. */
  private void checkHead() throws FetchFailedException {
    headSeen = true;
    int head = Math.min(length, ImageDecoder.HEAD_BYTES);
    if (!ImageDecoder.recognises(Arrays.copyOf(buffer, head))) {
      throw unsupportedCompression == null
          ? failed(FetchCause.NOT_AN_IMAGE, "not an image")
          : failed(
              FetchCause.ENCODED,
              "Content-Encoding " + unsupportedCompression + " is not supported");
    }
  }

  private FetchFailedException tooLarge() {
    return failed(FetchCause.TOO_LARGE, "more than " + maxBytes + " bytes");
  }

  private FetchFailedException failed(FetchCause reason, String what) {
    return new FetchFailedException(reason, url + ": " + what);
  }
}
