package io.cmaclip.streams.images;

import io.cmaclip.model.image.ImageDecoder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
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
  private static final int LONGEST_ETAG = 256;

  /** Enough bytes to recognise every format. */
  private static final int HEAD = 32;

  private final ImageUrl url;
  private final int maxBytes;
  private final TransferBudget budget;
  private byte[] buffer;
  private int length;
  private boolean headSeen;
  private boolean released;
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
    if (status == 200) {
      etag = etag(response);
      begin(response, entity);
      return;
    }
    if (status == 304) {
      reply = new Reply.Unchanged();
    } else if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) {
      Header location = response.getFirstHeader(HttpHeaders.LOCATION);
      if (location == null || location.getValue() == null) {
        throw failed(FetchCause.HTTP_REFUSED, "status " + status + " without a Location");
      }
      reply = new Reply.Moved(location.getValue());
    } else {
      boolean later = status >= 500 || status == 408 || status == 425 || status == 429;
      throw failed(
          later ? FetchCause.HTTP_UNAVAILABLE : FetchCause.HTTP_REFUSED, "status " + status);
    }
    if (entity == null) {
      callback.completed(reply);
    }
  }

  private void begin(HttpResponse response, EntityDetails entity) throws IOException {
    Header encoding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null
        && encoding.getValue() != null
        && !encoding.getValue().strip().toLowerCase(Locale.ROOT).equals("identity")) {
      throw failed(FetchCause.ENCODED, "a Content-Encoding that was not asked for");
    }
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
    if (!headSeen && length >= HEAD) {
      checkHead();
    }
  }

  @Override
  protected synchronized void completed() throws IOException {
    if (released) {
      return;
    }
    if (reply == null) {
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

  /** Checks the first bytes; the Content-Type is ignored. */
  private void checkHead() throws FetchFailedException {
    headSeen = true;
    if (!ImageDecoder.recognises(Arrays.copyOf(buffer, Math.min(length, HEAD)))) {
      throw failed(FetchCause.NOT_AN_IMAGE, "not an image");
    }
  }

  private FetchFailedException tooLarge() {
    return failed(FetchCause.TOO_LARGE, "more than " + maxBytes + " bytes");
  }

  private FetchFailedException failed(FetchCause reason, String what) {
    return new FetchFailedException(reason, url + ": " + what);
  }

  private static String etag(HttpResponse response) {
    Header header = response.getFirstHeader(HttpHeaders.ETAG);
    String value = header == null ? null : header.getValue();
    return value == null || value.isBlank() || value.length() > LONGEST_ETAG ? null : value;
  }
}
