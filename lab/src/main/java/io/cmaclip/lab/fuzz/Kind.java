package io.cmaclip.lab.fuzz;

import static io.cmaclip.lab.fuzz.Expectation.ANSWERED;
import static io.cmaclip.lab.fuzz.Expectation.DEAD_LETTER;
import static io.cmaclip.lab.fuzz.Expectation.EITHER;

/** Kinds of fuzz inputs. */
enum Kind {
  /** Valid listings, which show that the service still works. */
  PROPER(ANSWERED, 120),
  KEY_MISSING(DEAD_LETTER, 40),
  /** A key that differs from the listing id: another id, invalid UTF-8, empty, 100 KB long. */
  KEY_DIFFERS(DEAD_LETTER, 40),
  /** An id with unusual characters and an equal key. */
  KEY_ODD(ANSWERED, 30),
  /** A tombstone. */
  DELETION(ANSWERED, 20),
  /** A record timestamp that is negative, 0, or ten thousand years ahead. */
  RECORD_TIME(ANSWERED, 40),
  /** {@code updatedAt} at the limits of the allowed range. */
  UPDATED_AT(ANSWERED, 20),
  /** {@code updatedAt} outside the years 1 to 9999. */
  UPDATED_AT_IMPOSSIBLE(DEAD_LETTER, 20),
  BYTES_RANDOM(DEAD_LETTER, 60),
  /** A valid record with some bytes after the schema id changed. */
  AVRO_MUTATED(EITHER, 120),
  AVRO_CUT(DEAD_LETTER, 40),
  /** Impossible lengths and counts. */
  AVRO_LENGTHS(DEAD_LETTER, 40),
  SCHEMA_UNKNOWN(DEAD_LETTER, 30),
  /** A valid record of another type. */
  SCHEMA_OTHER(DEAD_LETTER, 20),
  /** Control, bidi, combining and private-use characters, unpaired surrogates, special tokens. */
  TITLE_CHARACTERS(ANSWERED, 100),
  /** A title of 10 MB, or of 100 KB without a space. */
  TITLE_LONG(ANSWERED, 6),
  /** All optional fields null or empty. */
  FIELDS_EMPTY(ANSWERED, 30),
  /** An image of any format with some bytes changed. */
  IMAGE_MUTATED(ANSWERED, 160),
  IMAGE_CUT(ANSWERED, 40),
  /** A header that states up to 2^31 pixels per side. */
  IMAGE_DIMENSIONS(ANSWERED, 60),
  /** A small file with nearly as many pixels as the decoder allows. */
  IMAGE_BOMB(ANSWERED, 2),
  /** Not an image: text, zeros, the header of another format. */
  IMAGE_OTHER(ANSWERED, 40),
  /** A hundred images, of which only the last is readable. */
  IMAGES_MANY(ANSWERED, 6),
  /** Invalid URLs, and URLs that must not be fetched. */
  IMAGE_URL(ANSWERED, 30),
  /** A million declared attributes, or a thousand long ones. */
  ATTRIBUTES_MANY(EITHER, 2),
  /** Declared attributes of unknown tasks with unusual values. */
  ATTRIBUTES_ODD(ANSWERED, 30),
  /** Records of the largest allowed size, and slightly above. */
  SIZE_LIMIT(EITHER, 2);

  private final Expectation expectation;
  private final int weight;

  Kind(Expectation expectation, int weight) {
    this.expectation = expectation;
    this.weight = weight;
  }

  Expectation expectation() {
    return expectation;
  }

  /** Relative frequency. */
  int weight() {
    return weight;
  }
}
