package io.cmaclip.trainer.evaluation;

import java.util.SplittableRandom;

/** Kinds of titles without information that no noise score is fitted on. */
enum HeldOutTitleCorruption {
  /** One or two letters, repeated. */
  REPETITION {
    @Override
    String apply(String title, SplittableRandom random) {
      StringBuilder unit = new StringBuilder();
      int length = 1 + random.nextInt(2);
      for (int i = 0; i < length; i++) {
        unit.append((char) ('a' + random.nextInt(26)));
      }
      return unit.toString().repeat(4 + random.nextInt(12));
    }
  },
  /** One word of the title, repeated. */
  REPEATED_WORD {
    @Override
    String apply(String title, SplittableRandom random) {
      String[] words = title.strip().split("\\s+");
      return (words[random.nextInt(words.length)] + " ").repeat(4 + random.nextInt(9)).strip();
    }
  },
  /** Emoji alone. */
  EMOJI {
    @Override
    String apply(String title, SplittableRandom random) {
      return characters(
          random,
          1 + random.nextInt(10),
          new int[][] {
            {0x1F300, 0x1F5FF}, {0x1F600, 0x1F64F}, {0x1F680, 0x1F6C5}, {0x2600, 0x26FF}
          });
    }
  },
  /** Arrows, box drawing, geometric and mathematical signs. */
  DRAWING {
    @Override
    String apply(String title, SplittableRandom random) {
      return characters(
          random,
          2 + random.nextInt(14),
          new int[][] {{0x2190, 0x21FF}, {0x2200, 0x22FF}, {0x2500, 0x257F}, {0x25A0, 0x25FF}});
    }
  },
  /** Letters of several scripts in random order. */
  SCRIPTS {
    @Override
    String apply(String title, SplittableRandom random) {
      return characters(
          random,
          6 + random.nextInt(20),
          new int[][] {
            {0x03B1, 0x03C9},
            {0x0430, 0x044F},
            {0x05D0, 0x05EA},
            {0x0627, 0x064A},
            {0x0905, 0x0939},
            {0x3042, 0x3093},
            {0x4E00, 0x62FF},
            {'a', 'z'}
          });
    }
  },
  /** A file name as cameras write it. */
  FILE_NAME {
    @Override
    String apply(String title, SplittableRandom random) {
      String[] starts = {"IMG_", "DSC", "DSCN", "P10", "PXL_2024", "scan", "Screenshot "};
      String[] ends = {".jpg", ".JPG", ".jpeg", ".png", "", "(1).jpg", "_final.jpg"};
      String number = Integer.toString(1000 + random.nextInt(9000));
      return starts[random.nextInt(starts.length)] + number + ends[random.nextInt(ends.length)];
    }
  };

  abstract String apply(String title, SplittableRandom random);

  /** Random characters of ranges of code points, with some spaces. */
  private static String characters(SplittableRandom random, int length, int[][] ranges) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(i > 0 && random.nextInt(6) == 0 ? " " : "");
      int[] range = ranges[random.nextInt(ranges.length)];
      text.appendCodePoint(random.nextInt(range[0], range[1] + 1));
    }
    return text.toString();
  }
}
