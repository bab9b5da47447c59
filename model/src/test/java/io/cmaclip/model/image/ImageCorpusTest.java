package io.cmaclip.model.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/**
 * Compares the decoder with Pillow 13.0.0 on files of all formats and encoder options. {@code
 * src/test/python/image_corpus.py} generates the corpus; its hashes are of Pillow's RGB levels.
 */
class ImageCorpusTest {
  private static final String UNREADABLE = "unreadable";

  /** The differences, with their reasons in docs/images.md. */
  private static final List<String> DIFFERENT =
      List.of(
          "JPEG-no-end-marker-baseline",
          "JPEG-no-end-marker-gray",
          "BMP-masks-rgba-40-53x37",
          "BMP-masks-rgba-40-8x8",
          "BMP-masks-rgba-40-3x5");

  /** Of this machine: with libjpeg-turbo where it is installed. */
  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, false);

  private final ImageDecoder javaDecoder =
      new ImageDecoder(ImageLimits.DEFAULT, false, DecodeMode.EXACT, JpegLibrary.JAVA);

  /**
   * Counts of a group.
   *
   * @param files all files
   * @param equal files with the same levels
   * @param refused files that both refuse
   */
  private record Counts(int files, int equal, int refused) {
    Counts plus(Counts other) {
      return new Counts(files + other.files, equal + other.equal, refused + other.refused);
    }
  }

  @Test
  void decodesAndRefusesEveryFileLikePillow() throws Exception {
    compare(decoder);
  }

  @Test
  void javasReaderDecodesAndRefusesEveryFileLikePillow() throws Exception {
    compare(javaDecoder);
  }

  private static void compare(ImageDecoder decoder) throws Exception {
    Map<String, byte[]> files = files();
    Map<String, Counts> groups = new TreeMap<>();
    List<String> different = new ArrayList<>();
    for (String line : new String(files.get("corpus.tsv"), UTF_8).split("\n")) {
      String[] fields = line.split("\t");
      String expected = fields[2] + "x" + fields[3] + " " + fields[4];
      String actual = decoded(decoder, files.get("files/" + fields[0]));
      boolean refused = actual.endsWith(UNREADABLE);
      boolean same = actual.equals(expected);
      groups.merge(
          fields[1],
          new Counts(1, same && !refused ? 1 : 0, same && refused ? 1 : 0),
          Counts::plus);
      if (!same) {
        different.add(fields[0]);
      }
    }
    groups.forEach(
        (group, counts) ->
            System.out.printf(
                "| %s | %d | %d | %d |%n",
                group, counts.files(), counts.equal(), counts.refused()));
    Counts all = groups.values().stream().reduce(new Counts(0, 0, 0), Counts::plus);
    assertThat(all.files()).isGreaterThan(700);
    assertThat(all.equal()).isGreaterThan(650);
    assertThat(different).containsExactlyInAnyOrderElementsOf(DIFFERENT);
  }

  /** Size and hash of the levels. */
  private static String decoded(ImageDecoder decoder, byte[] file) throws Exception {
    try {
      RgbImage image = decoder.decode(file);
      return image.width()
          + "x"
          + image.height()
          + " "
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image.levels()));
    } catch (UnreadableImageException e) {
      assertThat(e).hasMessageNotContaining("platform");
      return "0x0 " + UNREADABLE;
    }
  }

  private static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (InputStream resource = ImageCorpusTest.class.getResourceAsStream("corpus.zip");
        ZipInputStream zip =
            new ZipInputStream(new ByteArrayInputStream(resource.readAllBytes()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }
}
