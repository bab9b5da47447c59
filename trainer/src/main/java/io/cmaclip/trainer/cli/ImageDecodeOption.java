package io.cmaclip.trainer.cli;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.image.DecodeMode;
import picocli.CommandLine.Option;

/** The option {@code --image-decode}. */
final class ImageDecodeOption {
  @Option(
      names = "--image-decode",
      paramLabel = "MODE",
      description =
          "How images are decoded: exact, or fast, which decodes JPEG at reduced size where"
              + " libjpeg-turbo is installed. Default: exact for training, otherwise as the bundle"
              + " was trained.")
  private String mode;

  /**
   * The mode, or another one without the option.
   *
   * @throws UsageException for an unknown mode
   */
  DecodeMode orElse(DecodeMode other) {
    if (mode == null) {
      return other;
    }
    try {
      return DecodeMode.of(mode);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--image-decode = " + mode + ": must be exact or fast");
    }
  }
}
