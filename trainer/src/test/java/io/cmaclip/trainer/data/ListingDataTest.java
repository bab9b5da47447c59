package io.cmaclip.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.MetadataOptions;
import io.cmaclip.trainer.cache.CacheLimits;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingDataTest {
  private static final ImageEncoder IMAGE =
      new ImageEncoder(
          16,
          16,
          Fit.STRETCH,
          16,
          List.of(0.5, 0.5, 0.5),
          List.of(0.2, 0.2, 0.2),
          Stem.PATCH,
          8,
          8,
          1,
          1,
          32,
          Activation.QUICK_GELU,
          1e-5);

  @TempDir Path folder;

  @Test
  void listingsAreReadWithImagesInFileOrderAndNoiseIsNeverATask() throws Exception {
    image("a.png", 0xFF0000);
    image("b.png", 0x0000FF);
    Files.writeString(folder.resolve("broken.png"), "not an image");
    metadata(
        "{\"file_name\":\"a.png\",\"id\":\"1\",\"title\":\"red\",\"colour\":\"red\",\"noise\":\"none\"}",
        "{\"file_name\":\"b.png\",\"id\":\"2\",\"title\":\"\",\"colour\":\"blue\",\"noise\":\"image_swap\"}",
        "{\"file_name\":\"broken.png\",\"id\":\"3\",\"title\":\"x\",\"colour\":null,\"noise\":\"none\"}",
        "{\"file_name\":\"gone.png\",\"id\":\"4\",\"title\":\"y\",\"noise\":\"none\"}");
    ListingReader.Contents contents =
        new ListingReader(IMAGE, false).read(folder, MetadataOptions.DEFAULT);
    assertThat(contents.listings()).hasSize(4);
    assertThat(contents.unreadable()).isEqualTo(1);
    assertThat(contents.missing()).isEqualTo(1);
    assertThat(contents.listings().get(0).pixels()).hasSize(3 * 16 * 16);
    assertThat(contents.listings().get(0).pixels()[0]).isEqualTo((byte) 255);
    assertThat(contents.listings().get(1).pixels()[0]).isZero();
    assertThat(contents.listings().get(3).pixels()).isNull();
    List<TaskClasses> tasks = TaskClasses.of(contents.listings(), List.of());
    assertThat(tasks).containsExactly(new TaskClasses("colour", List.of("blue", "red")));
    ListingSet set = new ListingSet(contents.listings(), tasks, t -> new int[] {0, 1, 2});
    assertThat(set.label(0, 0)).isEqualTo(1);
    assertThat(set.label(2, 0)).isEqualTo(-1);
    assertThat(set.tokens(1)).isNull();
    assertThat(set.hasBoth(0)).isTrue();
  }

  @Test
  void aBadRowIsAnErrorUnlessBadRowsAreSkipped() throws Exception {
    metadata("{\"id\":\"1\",\"title\":\"red\",\"colour\":\"red\"}", "{not json");
    assertThatThrownBy(() -> new ListingReader(IMAGE, false).read(folder, MetadataOptions.DEFAULT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("line 2");
    ListingReader.Contents contents =
        new ListingReader(IMAGE, true).read(folder, MetadataOptions.DEFAULT);
    assertThat(contents.badRows()).isEqualTo(1);
    assertThat(contents.firstProblem()).contains("line 2", "not JSON");
    assertThat(contents.listings()).hasSize(1);
  }

  @Test
  void countsBadRowsAndReportsTheFirst() throws Exception {
    metadata(
        "{\"id\":\"1\",\"title\":\"red\",\"colour\":\"red\"}",
        "{\"id\":\"2\",\"title\":[\"red\",\"blue\"]}",
        "[1]",
        "{\"title\":\"no id\"}",
        "{\"id\":\"1\",\"title\":\"again\"}",
        "{\"id\":\"3\",\"file_name\":\"../outside.png\"}");
    ListingReader.Contents contents =
        new ListingReader(IMAGE, true).read(folder, MetadataOptions.DEFAULT);
    assertThat(contents.badRows()).isEqualTo(5);
    assertThat(contents.firstProblem()).contains("line 2", "field title");
    assertThat(contents.listings()).hasSize(1);
  }

  @Test
  void decodesImagesBeyondTheCacheLimitsOnEachUse() throws Exception {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      image(i + ".png", 0x0A0B0C * (i + 1));
      rows.add("{\"file_name\":\"%d.png\",\"title\":\"x\"}".formatted(i));
    }
    metadata(rows.toArray(String[]::new));
    long bytes = 3L * 16 * 16;
    CacheLimits limits = new CacheLimits(4 * bytes, 4 * bytes, folder.resolve("cache"));
    try (ListingReader.Contents all =
            new ListingReader(IMAGE, false).read(folder, MetadataOptions.DEFAULT);
        ListingReader.Contents few =
            new ListingReader(IMAGE, false, limits).read(folder, MetadataOptions.DEFAULT)) {
      assertThat(all.cache().missing()).isZero();
      assertThat(few.cache().missing()).isEqualTo(4);
      for (int i = 0; i < 12; i++) {
        byte[] expected = all.listings().get(i).pixels();
        assertThat(expected[0]).isEqualTo((byte) (0x0A * (i + 1)));
        assertThat(few.listings().get(i).pixels()).isEqualTo(expected);
      }
    }
  }

  @Test
  void ignoresLabelsThatTheTrainingSplitDoesNotHave() {
    List<TaskClasses> tasks = List.of(new TaskClasses("colour", List.of("blue", "red")));
    ListingSet set =
        new ListingSet(
            List.of(new RawListing("x", null, null, Map.of("colour", "mauve"))),
            tasks,
            t -> new int[] {0, 1, 2});
    assertThat(set.label(0, 0)).isEqualTo(-1);
  }

  @Test
  void leavesOutListingsWithoutImageAndTokens() {
    ListingSet set =
        new ListingSet(
            List.of(
                new RawListing(" ", null, null, Map.of()),
                new RawListing("\u0000", null, null, Map.of()),
                new RawListing("x", null, null, Map.of())),
            List.of(),
            t -> t.equals("x") ? new int[] {0, 1, 2} : new int[0]);
    assertThat(set.size()).isEqualTo(1);
  }

  @Test
  void theOrderOfRowsDoesNotChangeTheClasses() {
    RawListing red = new RawListing("a", null, null, Map.of("colour", "red"));
    RawListing blue = new RawListing("b", null, null, Map.of("colour", "blue"));
    assertThat(TaskClasses.of(List.of(red, blue), List.of()))
        .isEqualTo(TaskClasses.of(List.of(blue, red), List.of()));
  }

  @Test
  void rejectsARequestedTaskWithOneValue() {
    RawListing red = new RawListing("a", null, null, Map.of("colour", "red"));
    assertThatThrownBy(() -> TaskClasses.of(List.of(red), List.of("colour")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("task colour")
        .hasMessageContaining("at least 2");
  }

  @Test
  void listingsWithEqualTitlesOrImagesStayInOneSplit() {
    List<RawListing> listings = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      listings.add(new RawListing("Title " + i % 120, new byte[1], "image " + i % 170, Map.of()));
    }
    for (int i = 0; i < 300; i++) {
      listings.add(new RawListing("own " + i, new byte[1], "own " + i, Map.of()));
    }
    ValidationCut cut = ValidationCut.of(listings, 0.1, 3);
    assertThat(cut.training().size() + cut.validation().size()).isEqualTo(600);
    assertThat(cut.validation().size()).isBetween(50, 60);
    Set<String> seen = new HashSet<>();
    cut.training()
        .forEach(
            l -> {
              seen.add(ListingSet.titleKey(l.title()));
              seen.add(l.image());
            });
    assertThat(cut.validation())
        .noneMatch(l -> seen.contains(ListingSet.titleKey(l.title())) || seen.contains(l.image()));
  }

  private void image(String name, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(20, 30, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 600; i++) {
      image.setRGB(i % 20, i / 20, rgb);
    }
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  private void metadata(String... lines) throws IOException {
    Files.writeString(folder.resolve("metadata.jsonl"), String.join("\n", lines) + "\n");
  }
}
