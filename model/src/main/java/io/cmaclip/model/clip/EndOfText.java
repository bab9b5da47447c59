package io.cmaclip.model.clip;

/**
 * Position rule of the token that represents a text.
 *
 * @param highestId whether it is the first token with the highest id, as in the first checkpoints
 *     ({@code eos_token_id} 2); otherwise the first token with the id {@code id}
 * @param id of the end of text
 */
public record EndOfText(boolean highestId, int id) {
  /**
   * Returns the position of the token, from 0.
   *
   * @param ids from start to end of text; at least one
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
