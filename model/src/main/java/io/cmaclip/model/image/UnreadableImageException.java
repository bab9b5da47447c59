package io.cmaclip.model.image;

/** Bytes that are not an image this decoder reads. The message says what is wrong with them. */
public final class UnreadableImageException extends Exception {
  UnreadableImageException(String message) {
    super(message);
  }

  UnreadableImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
