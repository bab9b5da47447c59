package io.cmaclip.streams.mapping;

/**
 * A text that checks the budget while a regular expression reads it: backtracking calls {@link
 * #charAt} for every step, and nothing else can interrupt it.
 */
final class TimedText implements CharSequence {
  private static final int CHECK_INTERVAL = 1 << 12;

  private final CharSequence text;
  private final Budget budget;
  private int steps;

  TimedText(CharSequence text, Budget budget) {
    this.text = text;
    this.budget = budget;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    steps++;
    if (steps % CHECK_INTERVAL == 0) {
      budget.checkTime();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
