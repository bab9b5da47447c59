package io.cmaclip.lab.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Texts that are difficult for tokenizers, terminals and encoders. Stateless. */
final class HostileText {
  private static final List<String> ODD =
      List.of(
          "<|endoftext|>",
          "<|startoftext|>",
          "\u0000",
          "\u0007\u001b[31m",
          "\u202eesrever",
          "\u2066\u2069\u200f",
          "\u200b\u200d\ufeff",
          "e\u0301\u0300\u0302\u0303",
          "\ud800",
          "\udfff\ud800",
          "\ud83d\udc57",
          "\uffff\ufffe",
          "\ue000",
          "\u0130\u0131\u00df",
          "\ufdfa",
          "\uac00\u1100",
          "../../etc/passwd",
          "${jndi:ldap://127.0.0.1/a}",
          "'; DROP TABLE listings; --",
          "{\"a\":",
          "%s%n%x",
          "\t\r\n");

  private HostileText() {}

  /** A random sequence of unusual texts, random characters and words. */
  static String characters(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int pieces = 1 + random.nextInt(12);
    for (int i = 0; i < pieces; i++) {
      switch (random.nextInt(4)) {
        case 0 -> text.append(ODD.get(random.nextInt(ODD.size())));
        case 1 -> text.append((char) random.nextInt(0x10000));
        case 2 -> text.append(ODD.get(random.nextInt(ODD.size())).repeat(random.nextInt(40)));
        default -> text.append(" dress ");
      }
    }
    return text.toString();
  }

  /** A title of 10 MB, or of 100 KB without a space. */
  static String endless(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> "a".repeat(10 << 20);
      case 1 -> "red dress ".repeat(1 << 20);
      case 2 -> "\u0301".repeat(5 << 20);
      default -> "\u65e5".repeat(100_000);
    };
  }
}
