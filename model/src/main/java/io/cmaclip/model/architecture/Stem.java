package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.EnumNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import java.util.List;
import java.util.Locale;

/** First stage of the image encoder. */
@EnumNaming(KebabCaseStrategy.class)
public enum Stem {
  /** Patches of pixels, as in ViT. */
  PATCH,
  /**
   * Three strided 3x3 convolutions (32, 64, 128 channels, batch norm, ReLU), then patches of their
   * output at one eighth of the image size. For small models trained from scratch.
   */
  CONV,
  /**
   * A strided 3x3 convolution (32 channels), then three residual blocks of stride 2 (48, 96, 192
   * channels) with batch norm, then patches of their output at one sixteenth of the image size. For
   * small models trained from scratch; sees more in an image than {@link #CONV} and takes longer.
   */
  RESIDUAL,
  /**
   * As {@link #RESIDUAL} with four blocks (48, 96, 160, 256 channels), of which the first keeps the
   * resolution. Four times the products of {@link #RESIDUAL}.
   */
  RESIDUAL_LARGE;

  /** Whether residual blocks follow the first convolution. */
  public boolean residual() {
    return this == RESIDUAL || this == RESIDUAL_LARGE;
  }

  /** Channels after each step; those of the image for {@link #PATCH}. */
  public List<Integer> channels() {
    return switch (this) {
      case PATCH -> List.of(3);
      case CONV -> List.of(32, 64, 128);
      case RESIDUAL -> List.of(32, 48, 96, 192);
      case RESIDUAL_LARGE -> List.of(32, 48, 96, 160, 256);
    };
  }

  /** Stride of each step, in places of its input, 1 or 2. */
  public List<Integer> strides() {
    return switch (this) {
      case PATCH -> List.of(1);
      case CONV -> List.of(2, 2, 2);
      case RESIDUAL -> List.of(2, 2, 2, 2);
      case RESIDUAL_LARGE -> List.of(2, 1, 2, 2, 2);
    };
  }

  /** Pixels of the image between two neighbours in the output, 1 or more. */
  public int stride() {
    return strides().stream().reduce(1, (a, b) -> a * b);
  }

  /** Channels of the output. */
  public int outputChannels() {
    List<Integer> channels = channels();
    return channels.get(channels.size() - 1);
  }

  /** Name in JSON. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
