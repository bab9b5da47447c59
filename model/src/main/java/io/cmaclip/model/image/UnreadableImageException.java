package io.cmaclip.model.image;

/** The bytes are not an image that the decoder reads. The message states the reason. */
public final class UnreadableImageException extends Exception {
  UnreadableImageException(String message) {
    super(message);
  }

  UnreadableImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
