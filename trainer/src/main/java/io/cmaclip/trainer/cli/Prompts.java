package io.cmaclip.trainer.cli;

import io.cmaclip.model.clip.ZeroShot;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.util.List;

/** The option {@code --prompt}. */
final class Prompts {
  static final String DEFAULT = "a photo of a {}";

  private Prompts() {}

  /**
   * Refuses prompts that a label cannot be put into.
   *
   * @throws UserException naming the prompt
   */
  static void check(List<String> prompts) {
    for (String prompt : prompts) {
      if (!prompt.contains(ZeroShot.PLACE)) {
        throw new UsageException("--prompt = \"" + prompt + "\": has no {} for the label");
      }
    }
  }
}
