package io.cmaclip.cli;

import io.cmaclip.model.clip.ClipInputs;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.image.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the image of the option {@code --image}. */
public final class ImageFile {
  private ImageFile() {}

  /**
   * Reads the file.
   *
   * @throws UserException when the file cannot be read
   */
  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UserException("--image " + file + ": cannot be read: " + e, e);
    }
  }

  /**
   * Decodes and prepares the image for the encoder.
   *
   * @throws UserException when the file is not a readable image
   */
  public static byte[] levels(Path file, ClipInputs inputs) {
    try {
      return inputs.levels(bytes(file));
    } catch (UnreadableImageException e) {
      throw new UserException("--image " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
