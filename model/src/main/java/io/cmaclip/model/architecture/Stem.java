package io.cmaclip.model.architecture;

import com.fasterxml.jackson.databind.EnumNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;

/** What turns pixels into the patches that become image tokens. */
@EnumNaming(KebabCaseStrategy.class)
public enum Stem {
  /** Patches are cut from the pixels, as in ViT. */
  PATCH,
  /**
   * Three strided 3x3 convolutions (32, 64, 128 channels, batch norm, ReLU) first; patches are cut
   * from their output at an eighth of the size. Small models trained from scratch need it.
   */
  CONV
}
