package io.cmaclip.trainer.cli;

import io.cmaclip.cli.UserError;
import io.cmaclip.model.clip.ZeroShot;
import java.util.List;

/** The option {@code --prompt}. */
final class Prompts {
  static final String DEFAULT = "a photo of a {}";

  private Prompts() {}

  /**
   * Refuses prompts that a label cannot be put into.
   *
   * @throws UserError naming the prompt
   */
  static void check(List<String> prompts) {
    for (String prompt : prompts) {
      if (!prompt.contains(ZeroShot.PLACE)) {
        throw UserError.usage("--prompt = \"" + prompt + "\": has no {} for the label");
      }
    }
  }
}
