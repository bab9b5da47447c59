package io.cmaclip.trainer.cli;

import io.cmaclip.model.clip.ClipInputs;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.image.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The image that {@code --image} names. */
final class ImageFile {
  private ImageFile() {}

  /**
   * The bytes of the file.
   *
   * @throws UserException when it cannot be read
   */
  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UserException("--image " + file + ": cannot be read: " + e, e);
    }
  }

  /**
   * Levels as the encoder wants them.
   *
   * @throws UserException when it is no image
   */
  static byte[] levels(Path file, ClipInputs inputs) {
    try {
      return inputs.levels(bytes(file));
    } catch (UnreadableImageException e) {
      throw new UserException("--image " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
