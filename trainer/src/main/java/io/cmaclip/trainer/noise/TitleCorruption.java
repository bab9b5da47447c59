package io.cmaclip.trainer.noise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Kinds of title corruption. A short title is not a corruption. */
public enum TitleCorruption {
  /** The title's own letters in random order. */
  LETTER_SALAD {
    @Override
    public String apply(String title, SplittableRandom random) {
      StringBuilder salad = new StringBuilder();
      for (String word : words(title)) {
        List<Integer> letters = new ArrayList<>(word.codePoints().boxed().toList());
        for (int i = letters.size() - 1; i > 0; i--) {
          int other = random.nextInt(i + 1);
          int moved = letters.get(i);
          letters.set(i, letters.get(other));
          letters.set(other, moved);
        }
        letters.forEach(salad::appendCodePoint);
        salad.append(' ');
      }
      return salad.toString().strip();
    }
  },
  /** Article numbers and the like. */
  CODE {
    @Override
    public String apply(String title, SplittableRandom random) {
      StringBuilder code = new StringBuilder();
      int groups = 1 + random.nextInt(4);
      for (int group = 0; group < groups; group++) {
        int length = 2 + random.nextInt(7);
        boolean digits = random.nextInt(3) > 0;
        for (int i = 0; i < length; i++) {
          boolean digit = digits || random.nextBoolean();
          code.append(
              digit ? (char) ('0' + random.nextInt(10)) : (char) ('A' + random.nextInt(26)));
        }
        code.append("-_ /.".charAt(random.nextInt(5)));
      }
      return code.substring(0, code.length() - 1);
    }
  },
  /** Words without information about the listing. */
  FILLER {
    @Override
    public String apply(String title, SplittableRandom random) {
      int count = 1 + random.nextInt(6);
      List<String> filler = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        filler.add(Words.FILLER.get(random.nextInt(Words.FILLER.size())));
      }
      return String.join(" ", filler);
    }
  },
  /** Neighbouring keys hit at random. */
  KEYBOARD_MASH {
    @Override
    public String apply(String title, SplittableRandom random) {
      StringBuilder mash = new StringBuilder();
      int count = 1 + random.nextInt(4);
      for (int word = 0; word < count; word++) {
        String row = Words.KEYS.get(random.nextInt(Words.KEYS.size()));
        int key = random.nextInt(row.length());
        int length = 3 + random.nextInt(8);
        for (int i = 0; i < length; i++) {
          mash.append(row.charAt(key));
          key = Math.floorMod(key + random.nextInt(-2, 3), row.length());
        }
        mash.append(' ');
      }
      String text = mash.toString().strip();
      return random.nextInt(4) == 0 ? text.toUpperCase(Locale.ROOT) : text;
    }
  },
  /** Punctuation marks and symbols without a letter or digit; sometimes one symbol, repeated. */
  SYMBOLS {
    @Override
    public String apply(String title, SplittableRandom random) {
      int kinds = random.nextInt(3) == 0 ? 1 : 2 + random.nextInt(8);
      int[] symbols = new int[kinds];
      for (int i = 0; i < kinds; i++) {
        symbols[i] = Words.SYMBOLS.codePointAt(random.nextInt(Words.SYMBOLS.length()));
      }
      StringBuilder text = new StringBuilder();
      int length = 1 + random.nextInt(20);
      for (int i = 0; i < length; i++) {
        text.append(i > 0 && random.nextInt(5) == 0 ? " " : "");
        text.appendCodePoint(symbols[random.nextInt(kinds)]);
      }
      return text.toString();
    }
  },
  /** A filler word or random letters, repeated. */
  REPEATED {
    @Override
    public String apply(String title, SplittableRandom random) {
      String word = Words.FILLER.get(random.nextInt(Words.FILLER.size()));
      if (random.nextBoolean()) {
        StringBuilder letters = new StringBuilder();
        int length = 3 + random.nextInt(6);
        for (int i = 0; i < length; i++) {
          letters.append((char) ('a' + random.nextInt(26)));
        }
        word = letters.toString();
      }
      return String.join(" ", Collections.nCopies(4 + random.nextInt(9), word));
    }
  };

  /** Returns a corrupted title. Only {@link #LETTER_SALAD} uses the original title. */
  public abstract String apply(String title, SplittableRandom random);

  private static List<String> words(String title) {
    return List.of(title.strip().split("\\s+"));
  }

  /** Vocabulary of corrupted titles. */
  private static final class Words {
    static final List<String> FILLER =
        List.of(
            "item",
            "product",
            "new",
            "title",
            "name",
            "n/a",
            "none",
            "test",
            "listing",
            "untitled",
            "unknown",
            "default",
            "sample",
            "description",
            "see",
            "picture",
            "photo",
            "image",
            "best",
            "quality",
            "sale",
            "offer",
            "lorem",
            "ipsum",
            "dolor",
            "sit",
            "amet",
            "tbd",
            "todo",
            "null",
            "undefined",
            "na",
            "no",
            "the",
            "of",
            "and",
            "copy",
            "draft",
            "xxx");
    static final String SYMBOLS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~¡¿§°±·«»“”‘’…–—€£¥¢©®™×÷";
    static final List<String> KEYS = List.of("qwertyuiop", "asdfghjkl", "zxcvbnm");
  }
}
