package io.cmaclip.trainer.evaluation;

import java.util.SplittableRandom;

/** Kinds of titles without information that no noise score is fitted on. */
enum HeldOutTitleCorruption {
  /** One or two letters, repeated. */
  REPETITION {
    @Override
    String apply(SplittableRandom random) {
      StringBuilder unit = new StringBuilder();
      int length = 1 + random.nextInt(2);
      for (int i = 0; i < length; i++) {
        unit.append((char) ('a' + random.nextInt(26)));
      }
      return unit.toString().repeat(4 + random.nextInt(12));
    }
  },
  /** Punctuation marks. */
  SIGNS {
    @Override
    String apply(SplittableRandom random) {
      String signs = "!?.,;:-_*#+/=()[]~";
      StringBuilder title = new StringBuilder();
      int length = 3 + random.nextInt(12);
      for (int i = 0; i < length; i++) {
        title.append(i > 0 && random.nextInt(5) == 0 ? " " : "");
        title.append(signs.charAt(random.nextInt(signs.length())));
      }
      return title.toString();
    }
  },
  /** A file name as cameras write it. */
  FILE_NAME {
    @Override
    String apply(SplittableRandom random) {
      String[] starts = {"IMG_", "DSC", "DSCN", "P10", "PXL_2024", "scan", "Screenshot "};
      String[] ends = {".jpg", ".JPG", ".jpeg", ".png", "", "(1).jpg", "_final.jpg"};
      String number = Integer.toString(1000 + random.nextInt(9000));
      return starts[random.nextInt(starts.length)] + number + ends[random.nextInt(ends.length)];
    }
  };

  abstract String apply(SplittableRandom random);
}
