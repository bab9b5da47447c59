package io.cmaclip.trainer.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Where a word stands among the tokens of a title. */
public final class WordPlaces {
  private WordPlaces() {}

  /** All tokens between start and end of text. */
  public static List<Integer> all(int[] title) {
    return IntStream.range(1, title.length - 1).boxed().toList();
  }

  /**
   * Every place where the word's tokens stand one after the other.
   *
   * @param title ids from start to end of text
   * @param word ids likewise
   * @return places in the title, from 0; empty when the word is not there
   */
  public static List<Integer> of(int[] title, int[] word) {
    List<Integer> places = new ArrayList<>();
    int length = word.length - 2;
    for (int from = 1; length > 0 && from + length < title.length; from++) {
      int at = from;
      boolean here = IntStream.range(0, length).allMatch(i -> title[at + i] == word[1 + i]);
      for (int i = 0; here && i < length; i++) {
        places.add(from + i);
      }
    }
    return places;
  }
}
