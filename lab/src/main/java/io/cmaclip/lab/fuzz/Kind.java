package io.cmaclip.lab.fuzz;

import static io.cmaclip.lab.fuzz.Expectation.ANSWERED;
import static io.cmaclip.lab.fuzz.Expectation.EITHER;
import static io.cmaclip.lab.fuzz.Expectation.PUT_ASIDE;

/** Ways of being hostile. */
enum Kind {
  /** Nothing wrong: between the others they show that the service still works. */
  PROPER(ANSWERED, 120),
  KEY_MISSING(PUT_ASIDE, 40),
  /** A key that is not the listing's id: another id, no UTF-8, empty, 100 KB long. */
  KEY_DIFFERS(PUT_ASIDE, 40),
  /** An id of odd characters, with the same key. */
  KEY_ODD(ANSWERED, 30),
  /** No value: the listing was deleted. */
  DELETION(ANSWERED, 20),
  /** A record time that is negative, 0, or in ten thousand years. */
  RECORD_TIME(ANSWERED, 40),
  /** {@code updatedAt} at the ends of what a long holds. */
  UPDATED_AT(ANSWERED, 40),
  BYTES_RANDOM(PUT_ASIDE, 60),
  /** A proper record with some bytes behind the schema id changed. */
  AVRO_MUTATED(EITHER, 120),
  AVRO_CUT(PUT_ASIDE, 40),
  /** Lengths and counts that no record could have. */
  AVRO_LENGTHS(PUT_ASIDE, 40),
  SCHEMA_UNKNOWN(PUT_ASIDE, 30),
  /** A proper record of another type. */
  SCHEMA_OTHER(PUT_ASIDE, 20),
  /** Control, bidi, combining and private characters, halves of surrogates, special tokens. */
  TITLE_CHARACTERS(ANSWERED, 100),
  /** 10 MB of title, or 100 KB without a space. */
  TITLE_LONG(ANSWERED, 6),
  /** Everything null or empty that may be. */
  FIELDS_EMPTY(ANSWERED, 30),
  /** An image of each format with some bytes changed. */
  IMAGE_MUTATED(ANSWERED, 160),
  IMAGE_CUT(ANSWERED, 40),
  /** A header that promises up to 2^31 pixels a side. */
  IMAGE_DIMENSIONS(ANSWERED, 60),
  /** Few bytes that unpack to as many pixels as are still decoded. */
  IMAGE_BOMB(ANSWERED, 2),
  /** No image: text, zeros, one format's head on another's body. */
  IMAGE_OTHER(ANSWERED, 40),
  /** A hundred images, none of them readable but the last. */
  IMAGES_MANY(ANSWERED, 6),
  /** Addresses that must not be fetched, or are none. */
  IMAGE_URL(ANSWERED, 30),
  /** A million declared attributes, or a thousand long ones. */
  ATTRIBUTES_MANY(EITHER, 2),
  /** Declared attributes that are no task's, with odd values. */
  ATTRIBUTES_ODD(ANSWERED, 30),
  /** As large as a record may be, and just above. */
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

  /** Share of the inputs, relative to the other kinds. */
  int weight() {
    return weight;
  }
}
