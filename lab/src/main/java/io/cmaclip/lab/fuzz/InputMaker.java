package io.cmaclip.lab.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewDecision;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Generates inputs, deterministic for seed and number. Not thread-safe. */
final class InputMaker {
  private static final int WEIGHTS = Arrays.stream(Kind.values()).mapToInt(Kind::weight).sum();
  private static final int MILLION = 1_000_000;
  private static final long TEN_THOUSAND_YEARS = 315_569_520_000_000L;

  /** The last millisecond of the year 9999. */
  private static final long LAST_MILLI = 253_402_300_799_999L;

  private final long seed;
  private final int maxRecordBytes;
  private final HostileImages images;
  private final Function<ProductListing, byte[]> serialize;
  private final byte[] otherType;

  /**
   * @param maxRecordBytes largest record of the listings topic
   * @param serialize serializer of listings
   * @param decisions serializer of another type
   */
  InputMaker(
      long seed,
      int maxRecordBytes,
      HostileImages images,
      Function<ProductListing, byte[]> serialize,
      Function<ReviewDecision, byte[]> decisions) {
    this.seed = seed;
    this.maxRecordBytes = maxRecordBytes;
    this.images = images;
    this.serialize = serialize;
    this.otherType =
        decisions.apply(
            ReviewDecision.newBuilder()
                .setListingId("id")
                .setTask("colour")
                .setLabel("red")
                .setReviewer("somebody")
                .build());
  }

  /** The input with a number, from 0; kinds are distributed by weight. */
  HostileInput input(int number) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
    Kind kind = kind(random.nextInt(WEIGHTS));
    String id = "fuzz-" + number;
    byte[] key = id.getBytes(UTF_8);
    return switch (kind) {
      case KEY_MISSING -> new HostileInput(number, kind, null, bytes(listing(id)), null);
      case KEY_DIFFERS ->
          new HostileInput(number, kind, otherKey(number, random), bytes(listing(id)), null);
      case KEY_ODD -> {
        // Replaces unpaired surrogates, which UTF-8 cannot encode.
        String odd = new String((id + HostileText.characters(random)).getBytes(UTF_8), UTF_8);
        yield new HostileInput(number, kind, odd.getBytes(UTF_8), bytes(listing(odd)), null);
      }
      case DELETION -> new HostileInput(number, kind, key, null, null);
      case RECORD_TIME -> {
        long[] times = {-1, 0, 1, TEN_THOUSAND_YEARS};
        long time = times[random.nextInt(times.length)];
        yield new HostileInput(number, kind, key, bytes(listing(id)), time);
      }
      default -> new HostileInput(number, kind, key, value(kind, id, random), null);
    };
  }

  private static Kind kind(int draw) {
    int left = draw;
    for (Kind kind : Kind.values()) {
      left -= kind.weight();
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalArgumentException("draw = " + draw);
  }

  private static byte[] otherKey(int number, SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> ("other-" + number).getBytes(UTF_8);
      case 1 -> new byte[] {(byte) 0xC3, (byte) 0x28, (byte) number};
      case 2 -> new byte[0];
      default -> new byte[100_000];
    };
  }

  private byte[] value(Kind kind, String id, SplittableRandom random) {
    return switch (kind) {
      case BYTES_RANDOM -> HostileAvro.random(random);
      case AVRO_MUTATED -> HostileAvro.mutated(bytes(imaged(id, random)), random);
      case AVRO_CUT -> HostileAvro.cut(bytes(imaged(id, random)), random);
      case AVRO_LENGTHS -> HostileAvro.impossibleLengths(bytes(listing(id)), random);
      case SCHEMA_UNKNOWN -> HostileAvro.unknownSchema(bytes(listing(id)), random);
      case SCHEMA_OTHER -> otherType;
      default -> bytes(listing(kind, id, random));
    };
  }

  private ProductListing listing(Kind kind, String id, SplittableRandom random) {
    ProductListing listing = listing(id);
    switch (kind) {
      case UPDATED_AT -> listing.setUpdatedAt(instant(random, -1, 0, LAST_MILLI));
      case UPDATED_AT_IMPOSSIBLE ->
          listing.setUpdatedAt(
              instant(random, Long.MIN_VALUE, Long.MAX_VALUE, LAST_MILLI + 1, TEN_THOUSAND_YEARS));
      case TITLE_CHARACTERS -> listing.setTitle(HostileText.characters(random));
      case TITLE_LONG -> listing.setTitle(HostileText.endless(random));
      case FIELDS_EMPTY -> {
        listing.setTitle(random.nextBoolean() ? "" : " ");
        listing.setImages(
            random.nextBoolean() ? List.of() : List.of(image(null), image(new byte[0])));
      }
      case IMAGE_MUTATED -> listing.setImages(List.of(image(images.mutated(random))));
      case IMAGE_CUT -> listing.setImages(List.of(image(images.cut(random))));
      case IMAGE_DIMENSIONS -> listing.setImages(List.of(image(images.dimensions(random))));
      case IMAGE_BOMB -> listing.setImages(List.of(image(HostileImages.bomb())));
      case IMAGE_OTHER -> listing.setImages(List.of(image(images.other(random))));
      case IMAGES_MANY ->
          listing.setImages(
              Stream.concat(
                      IntStream.range(0, 99).mapToObj(i -> image(images.cut(random))),
                      Stream.of(image(images.proper(random))))
                  .toList());
      case IMAGE_URL -> listing.setImages(List.of(address(random)));
      case ATTRIBUTES_MANY -> listing.setDeclaredAttributes(many(random));
      case ATTRIBUTES_ODD ->
          listing.setDeclaredAttributes(
              Map.of("colour", HostileText.characters(random), "\u0000", "", "", "red"));
      case SIZE_LIMIT -> {
        byte[] filler = new byte[maxRecordBytes - bytes(listing).length - 100 + random.nextInt(60)];
        listing.setImages(List.of(image(filler)));
      }
      default -> listing.setImages(List.of(image(images.proper(random))));
    }
    return listing;
  }

  private ProductListing imaged(String id, SplittableRandom random) {
    ProductListing listing = listing(id);
    listing.setImages(List.of(image(images.proper(random))));
    listing.setDeclaredAttributes(Map.of("colour", "red", "type", "dress"));
    return listing;
  }

  private static ProductListing listing(String id) {
    return ProductListing.newBuilder()
        .setListingId(id)
        .setTitle("Red summer dress")
        .setUpdatedAt(Instant.EPOCH)
        .build();
  }

  private static Instant instant(SplittableRandom random, long... millis) {
    return Instant.ofEpochMilli(millis[random.nextInt(millis.length)]);
  }

  private static ListingImage image(byte[] file) {
    return ListingImage.newBuilder()
        .setBytes(file == null ? null : ByteBuffer.wrap(file))
        .setSha256(file == null ? "no hash" : null)
        .build();
  }

  private static ListingImage address(SplittableRandom random) {
    String[] addresses = {
      "http://127.0.0.1:1/a.jpg",
      "file:///etc/passwd",
      "http://169.254.169.254/latest/meta-data",
      "gopher://x",
      "http://[::1]/",
      "http://user:secret@10.0.0.1/a.png",
      "not an address",
      "http://" + "a".repeat(10_000) + "/",
      "jar:file:/x!/y",
      ""
    };
    return ListingImage.newBuilder().setUrl(addresses[random.nextInt(addresses.length)]).build();
  }

  private static Map<String, String> many(SplittableRandom random) {
    Map<String, String> attributes = new HashMap<>();
    if (random.nextBoolean()) {
      for (int i = 0; i < MILLION; i++) {
        attributes.put("a" + i, "");
      }
    } else {
      for (int i = 0; i < 1_000; i++) {
        attributes.put("a".repeat(1_000) + i, "v".repeat(1_000));
      }
    }
    return attributes;
  }

  private byte[] bytes(ProductListing listing) {
    return serialize.apply(listing);
  }
}
