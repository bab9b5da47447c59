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
 * Reads one response, and gives up at the first sign that it is not an image of an allowed size.
 * Memory is taken as bytes arrive, never because a header promises them. Owned by the one reactor
 * thread that serves its connection; {@link #releaseResources} and {@link #abandon} may come from
 * any other, after which nothing is taken.
 */
final class FileConsumer extends AbstractBinDataConsumer implements AsyncResponseConsumer<Reply> {
  private static final int FIRST_BUFFER = 64 << 10;
  private static final int LONGEST_ETAG = 256;

  /** Enough of every format to tell it. */
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
      throw failed(FetchCause.NOT_AN_IMAGE, "an empty answer");
    }
    if (entity.getContentLength() > maxBytes) {
      throw tooLarge();
    }
    if (released) {
      // Nobody would give the bytes back: the request was cancelled while its response arrived.
      throw new InterruptedIOException("cancelled");
    }
    int first = Math.min(FIRST_BUFFER, maxBytes);
    budget.take(first);
    buffer = new byte[first];
  }

  @Override
  protected int capacityIncrement() {
    return Integer.MAX_VALUE;
  }

  @Override
  protected synchronized void data(ByteBuffer source, boolean endOfStream) throws IOException {
    if (released || reply != null) {
      // The few words that go with a redirect; they too have an end.
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
      budget.giveBack(buffer.length - bytes.length);
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
      budget.giveBack(buffer.length);
      buffer = null;
    }
  }

  /**
   * Gives back all bytes, those of a whole image as well. For a request that was given up: the HTTP
   * client neither delivers the response of a cancelled request nor, once it is closed, releases
   * it.
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
      budget.take(larger - buffer.length);
      buffer = Arrays.copyOf(buffer, larger);
    }
  }

  /** What the bytes say counts, not what the header says of them. */
  private void checkHead() throws FetchFailedException {
    headSeen = true;
    if (!ImageDecoder.recognises(Arrays.copyOf(buffer, Math.min(length, HEAD)))) {
      throw failed(FetchCause.NOT_AN_IMAGE, "what came is not an image");
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
