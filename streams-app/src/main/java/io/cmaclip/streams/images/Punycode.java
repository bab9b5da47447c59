package io.cmaclip.streams.images;

import java.util.Arrays;

/** The encoding of one label of a host name (RFC 3492). */
final class Punycode {
  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 128;

  private Punycode() {}

  /**
   * @param label in lower case, without {@code xn--}
   */
  static String encode(String label) {
    int[] input = label.codePoints().toArray();
    StringBuilder out = new StringBuilder();
    Arrays.stream(input).filter(c -> c < INITIAL_N).forEach(out::appendCodePoint);
    int basic = out.length();
    if (basic > 0) {
      out.append('-');
    }
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    int handled = basic;
    while (handled < input.length) {
      int after = n;
      int next = Arrays.stream(input).filter(c -> c >= after).min().orElseThrow();
      delta += (next - n) * (handled + 1);
      n = next;
      for (int c : input) {
        if (c < n) {
          delta++;
        } else if (c == n) {
          append(out, delta, bias);
          bias = adapted(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      n++;
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int delta, int bias) {
    int q = delta;
    int k = BASE;
    int threshold = threshold(k, bias);
    while (q >= threshold) {
      out.append(digit(threshold + (q - threshold) % (BASE - threshold)));
      q = (q - threshold) / (BASE - threshold);
      k += BASE;
      threshold = threshold(k, bias);
    }
    out.append(digit(q));
  }

  private static int threshold(int k, int bias) {
    return Math.max(T_MIN, Math.min(T_MAX, k - bias));
  }

  private static int adapted(int delta, int points, boolean first) {
    int scaled = first ? delta / DAMP : delta / 2;
    scaled += scaled / points;
    int k = 0;
    while (scaled > (BASE - T_MIN) * T_MAX / 2) {
      scaled /= BASE - T_MIN;
      k += BASE;
    }
    return k + (BASE - T_MIN + 1) * scaled / (scaled + SKEW);
  }

  private static char digit(int value) {
    return (char) (value < T_MAX ? 'a' + value : '0' + value - T_MAX);
  }
}
