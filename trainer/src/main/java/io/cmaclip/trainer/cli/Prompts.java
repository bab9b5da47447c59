package io.cmaclip.trainer.cli;

import io.cmaclip.model.clip.ZeroShot;
import io.cmaclip.model.errors.UsageException;
import java.util.List;

/** Default and check of the option {@code --prompt}. */
final class Prompts {
  static final String DEFAULT = "a photo of a {}";

  private Prompts() {}

  /**
   * Checks that every prompt has a placeholder for the label.
   *
   * @throws UsageException when one has none
   */
  static void check(List<String> prompts) {
    for (String prompt : prompts) {
      if (!prompt.contains(ZeroShot.PLACE)) {
        throw new UsageException("--prompt = \"" + prompt + "\": has no {} for the label");
      }
    }
  }
}
