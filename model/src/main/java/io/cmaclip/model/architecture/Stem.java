package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.EnumNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import java.util.List;
import java.util.Locale;

/** First stage of the image encoder. */
@EnumNaming(KebabCaseStrategy.class)
public enum Stem {
  /** Patches of pixels, as in ViT. */
  PATCH(1),
  /**
   * Three strided 3x3 convolutions (32, 64, 128 channels, batch norm, ReLU), then patches of their
   * output at one eighth of the image size. For small models trained from scratch.
   */
  CONV(8),
  /**
   * A strided 3x3 convolution (32 channels), then three residual blocks of stride 2 (48, 96, 192
   * channels) with batch norm, then patches of their output at one sixteenth of the image size. For
   * small models trained from scratch; sees more in an image than {@link #CONV} and takes longer.
   */
  RESIDUAL(16);

  private final int stride;

  Stem(int stride) {
    this.stride = stride;
  }

  /** Pixels of the image between two neighbours in the output, 1 or more. */
  public int stride() {
    return stride;
  }

  /** Channels after each step; those of the image for {@link #PATCH}. */
  public List<Integer> channels() {
    return switch (this) {
      case PATCH -> List.of(3);
      case CONV -> List.of(32, 64, 128);
      case RESIDUAL -> List.of(32, 48, 96, 192);
    };
  }

  /** Channels of the output. */
  public int outputChannels() {
    List<Integer> channels = channels();
    return channels.get(channels.size() - 1);
  }

  /** Name in JSON. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
