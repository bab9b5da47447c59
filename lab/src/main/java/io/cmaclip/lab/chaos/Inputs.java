package io.cmaclip.lab.chaos;

import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.lab.chaos.processes.Poison;
import io.cmaclip.model.listings.Listing;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * Generates listings from a seed: several versions per key, tombstones, and records that must
 * become dead letters. Deterministic for seed, count and rows.
 */
final class Inputs {
  /** In each block of this many inputs, every kind occurs {@link #special} times. */
  private static final int BLOCK = 50;

  private static final int VERSIONS_OF_KEY = 8;
  private static final int FIRST_UNKNOWN_SCHEMA = 1_000_000;

  private final int partitions;
  private final List<Listing> rows;
  private final Function<ProductListing, byte[]> serializer;
  private final Random random;
  private final int keys;
  private final boolean isSkipping;

  /** Last listing of each key, of those that the model can answer. */
  private final Map<String, Listing> last = new HashMap<>();

  /** Keys whose last answer has not been deleted. */
  private final Set<String> answered = new HashSet<>();

  private Inputs(
      long seed,
      int count,
      int partitions,
      List<Listing> rows,
      Function<ProductListing, byte[]> serializer,
      boolean isSkipping) {
    this.isSkipping = isSkipping;
    this.partitions = partitions;
    this.rows = rows;
    this.serializer = serializer;
    this.random = new Random(seed);
    this.keys = Math.max(partitions, count / VERSIONS_OF_KEY);
  }

  /**
   * All records of a run, in send order.
   *
   * @param rows titles and images to choose from; at least one has an image
   * @param serializer Avro in Confluent's wire format
   * @param isSkipping whether the services skip unchanged listings
   */
  static List<Input> of(
      long seed,
      int count,
      int partitions,
      List<Listing> rows,
      Function<ProductListing, byte[]> serializer,
      boolean isSkipping) {
    Inputs inputs = new Inputs(seed, count, partitions, rows, serializer, isSkipping);
    List<Input> all = new ArrayList<>(count);
    while (all.size() < count) {
      for (InputKind kind : inputs.block()) {
        if (all.size() < count) {
          all.add(inputs.next(all.size(), kind));
        }
      }
    }
    return List.copyOf(all);
  }

  private List<InputKind> block() {
    List<InputKind> block = new ArrayList<>(BLOCK);
    for (InputKind kind : InputKind.values()) {
      block.addAll(Collections.nCopies(special(kind), kind));
    }
    block.addAll(Collections.nCopies(BLOCK - block.size(), InputKind.TITLE));
    Collections.shuffle(block, random);
    return block;
  }

  private static int special(InputKind kind) {
    return switch (kind) {
      case TITLE -> 0;
      case IMAGE -> 6;
      case PRICE -> 14;
      case TOMBSTONE -> 5;
      case EMPTY, POISON, UNDECODABLE, UNKNOWN_SCHEMA, KEY_MISMATCH, KEY_MISSING -> 1;
    };
  }

  private Input next(int number, InputKind kind) {
    int keyNumber = random.nextInt(keys);
    String key = "item-" + keyNumber;
    Listing other = row(kind == InputKind.IMAGE);
    Listing row = kind == InputKind.PRICE ? last.getOrDefault(key, other) : other;
    byte[] value =
        switch (kind) {
          case TITLE, KEY_MISSING -> listing(key, row.title(), null, number);
          case IMAGE, PRICE -> listing(key, row.title(), row.image(), number);
          case EMPTY -> listing(key, "", null, number);
          case POISON -> listing(key, row.title() + " " + Poison.WORD, null, number);
          case KEY_MISMATCH -> listing("not-" + key, row.title(), null, number);
          case UNDECODABLE -> new byte[] {1, 2, 3, (byte) number};
          case UNKNOWN_SCHEMA ->
              ByteBuffer.allocate(6).put((byte) 0).putInt(FIRST_UNKNOWN_SCHEMA + number).array();
          case TOMBSTONE -> null;
        };
    return new Input(
        number,
        kind,
        kind == InputKind.KEY_MISSING ? null : key,
        keyNumber % partitions,
        value,
        isUnchanged(kind, key, row) && isSkipping);
  }

  /** Whether the answer equals the last one of the key; remembers the listing. */
  private boolean isUnchanged(InputKind kind, String key, Listing row) {
    return switch (kind) {
      case TITLE -> remember(key, row.title(), null);
      case IMAGE, PRICE -> remember(key, row.title(), row.image());
      case EMPTY -> remember(key, "", null);
      case TOMBSTONE -> {
        answered.remove(key);
        yield false;
      }
      case POISON, UNDECODABLE, UNKNOWN_SCHEMA, KEY_MISMATCH, KEY_MISSING -> false;
    };
  }

  private boolean remember(String key, String title, byte[] image) {
    Listing before = last.put(key, new Listing(key, title, null, image, Map.of()));
    boolean wasAnswered = !answered.add(key);
    return wasAnswered
        && before != null
        && before.title().equals(title)
        && Arrays.equals(before.image(), image);
  }

  private Listing row(boolean withImage) {
    Listing row = rows.get(random.nextInt(rows.size()));
    while (withImage && row.image() == null) {
      row = rows.get(random.nextInt(rows.size()));
    }
    return row;
  }

  private byte[] listing(String id, String title, byte[] image, int number) {
    return serializer.apply(
        ProductListing.newBuilder()
            .setListingId(id)
            .setTitle(title)
            .setImages(
                image == null
                    ? List.of()
                    : List.of(ListingImage.newBuilder().setBytes(ByteBuffer.wrap(image)).build()))
            .setDeclaredAttributes(Map.of())
            .setUpdatedAt(Instant.ofEpochMilli(number))
            .build());
  }
}
