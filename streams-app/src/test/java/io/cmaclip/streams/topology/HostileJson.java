package io.cmaclip.streams.topology;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Random and hostile values for a topic of JSON events with sku, name and image. */
final class HostileJson {
  private static final String[] SCALARS = {
    "null",
    "true",
    "0",
    "-1e999",
    "1e-999",
    "123456789012345678901234567890",
    "\"\"",
    "\" \"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"__debezium_unavailable_value\"",
    "\"javascript:alert(1)\"",
    "\"file:///etc/passwd\"",
    "\"http://127.0.0.1/\"",
    "\"data:image/png;base64,@@\"",
    "\"data:,\"",
    "{}",
    "[]",
    "[null]",
    "{\"url\": null}",
    "{\"bytes\": 7}",
    "{\"url\": \"x\", \"sha256\": \"zz\"}",
    "NaN",
    "'x'",
    "\"",
  };

  private HostileJson() {}

  static byte[] value(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> bytes(random, random.nextInt(200));
      case 1 -> utf8("[".repeat(random.nextInt(5000)));
      case 2 -> utf8("{\"sku\":".repeat(300) + "1" + "}".repeat(300));
      case 3 -> cut(utf8(object(random)), random);
      case 4 -> flipped(utf8(object(random)), random);
      case 5 -> utf8("{\"sku\": \"" + "x".repeat(5000) + "\", \"name\": " + scalar(random) + "}");
      default -> utf8(object(random));
    };
  }

  private static String object(Random random) {
    return "{\"sku\": %s, \"name\": %s, \"image\": %s, \"kind\": %s, \"sku\": %s}"
        .formatted(scalar(random), scalar(random), nested(random, 5), scalar(random), "\"A\"");
  }

  private static String nested(Random random, int depth) {
    return depth == 0 || random.nextBoolean()
        ? scalar(random)
        : "[" + nested(random, depth - 1) + ", " + nested(random, depth - 1) + "]";
  }

  private static String scalar(Random random) {
    return SCALARS[random.nextInt(SCALARS.length)];
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] cut(byte[] whole, Random random) {
    return java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
  }

  private static byte[] flipped(byte[] whole, Random random) {
    for (int i = 0; i < 5; i++) {
      whole[random.nextInt(whole.length)] = (byte) random.nextInt();
    }
    return whole;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
