package io.cmaclip.trainer.garments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GarmentShopTest {
  private static final int MANY = 20_000;

  @Test
  void theSameSeedGivesTheSameListingsInAnyOrder() {
    GarmentShop one = new GarmentShop(9);
    GarmentShop two = new GarmentShop(9);
    for (int index : new int[] {5, 0, 3}) {
      Offer offer = one.offer(index);
      assertThat(two.offer(index)).isEqualTo(offer);
      assertThat(two.image(offer)).isEqualTo(one.image(offer));
    }
  }

  @Test
  void anotherSeedGivesOtherListings() {
    Set<String> titles = new HashSet<>();
    Set<List<Byte>> images = new HashSet<>();
    for (long seed = 1; seed <= 20; seed++) {
      GarmentShop shop = new GarmentShop(seed);
      Offer offer = shop.offer(0);
      titles.add(offer.title());
      byte[] image = shop.image(offer);
      images.add(IntStream.range(0, image.length).mapToObj(i -> image[i]).toList());
    }
    assertThat(titles).hasSizeGreaterThan(18);
    assertThat(images).hasSize(20);
  }

  @Test
  void imagesAreJpegsOfNinetySixByOneHundredAndTwentyEight() throws IOException {
    GarmentShop shop = new GarmentShop(3);
    for (int index = 0; index < 20; index++) {
      byte[] file = shop.image(shop.offer(index));
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
      assertThat(image.getWidth()).isEqualTo(96);
      assertThat(image.getHeight()).isEqualTo(128);
      assertThat(file.length).isBetween(800, 12_000);
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void everyStyleIsDrawnInEveryPattern(Style style) throws IOException {
    for (Pattern pattern : Pattern.values()) {
      byte[] file =
          GarmentImage.render(
              new Garment(Colour.GREEN, pattern, style), Draw.of(4, pattern.label().length()));
      assertThat(ImageIO.read(new ByteArrayInputStream(file))).isNotNull();
    }
  }

  @Test
  void everyClassOccursAboutAsOftenAsItsShare() {
    List<Offer> offers = offers();
    assertShares(offers, "colour", List.of(Colour.values()), .02);
    assertShares(offers, "pattern", List.of(Pattern.values()), .03);
    assertShares(offers, "style", List.of(Style.values()), .01);
  }

  @Test
  void aFewImagesAndTitlesAreSwappedAndMarked() {
    List<Offer> offers = offers();
    assertThat(share(offers, Noise.IMAGE_SWAP)).isCloseTo(.03, within(.005));
    assertThat(share(offers, Noise.TITLE_SWAP)).isCloseTo(.03, within(.005));
    assertThat(offers)
        .allSatisfy(
            offer ->
                assertThat(offer.shown().equals(offer.garment()))
                    .isEqualTo(offer.noise() != Noise.IMAGE_SWAP));
    assertThat(offers.stream().map(offer -> offer.row().get("noise")).distinct())
        .containsExactlyInAnyOrder("none", "image_swap", "title_swap");
  }

  @Test
  void someLabelsAreMissing() {
    List<Offer> offers = offers();
    for (String task : List.of("colour", "pattern", "style")) {
      double missing =
          offers.stream().filter(o -> !o.row().containsKey(task)).count() / (double) MANY;
      assertThat(missing).isCloseTo(.04, within(.006));
    }
  }

  private static List<Offer> offers() {
    GarmentShop shop = new GarmentShop(11);
    return IntStream.range(0, MANY).mapToObj(shop::offer).toList();
  }

  private static double share(List<Offer> offers, Noise noise) {
    return offers.stream().filter(offer -> offer.noise() == noise).count() / (double) offers.size();
  }

  private static void assertShares(
      List<Offer> offers, String task, List<? extends Label> labels, double tolerance) {
    double all = labels.stream().mapToDouble(Label::share).sum();
    double labelled = offers.stream().filter(o -> o.labels().containsKey(task)).count();
    for (Label label : labels) {
      double count =
          offers.stream().filter(o -> label.label().equals(o.labels().get(task))).count();
      assertThat(count / labelled)
          .as(label.label())
          .isCloseTo(label.share() / all, within(tolerance))
          .isGreaterThan(.008);
    }
  }
}
