package io.cmaclip.console.images;

/** An image cannot be shown. The message tells why, in one sentence. */
public final class ImageUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  ImageUnavailableException(String message) {
    super(message);
  }

  ImageUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
