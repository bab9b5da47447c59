package io.cmaclip.model.clip;

/**
 * Which token stands for a text.
 *
 * @param highestId whether it is the one with the highest id, the first if several, as in the first
 *     checkpoints ({@code eos_token_id} 2); else the first one with the id {@code id}
 * @param id of the end of text
 */
public record EndOfText(boolean highestId, int id) {
  /**
   * Its position in a text, from 0.
   *
   * @param ids start to end of text; at least one
   */
  public int position(int[] ids) {
    int found = 0;
    for (int i = 0; i < ids.length; i++) {
      if (highestId && ids[i] > ids[found]) {
        found = i;
      }
      if (!highestId && ids[i] == id) {
        return i;
      }
    }
    return found;
  }
}
