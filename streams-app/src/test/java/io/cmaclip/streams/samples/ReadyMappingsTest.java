package io.cmaclip.streams.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.streams.mapping.EventMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ready mappings on samples in the public form of their events. */
class ReadyMappingsTest {
  private static final Path SAMPLES =
      Path.of(System.getProperty("basedir"), "src/test/resources/io/cmaclip/streams/mapping");

  @ParameterizedTest
  @CsvSource({
    "debezium, 8, 4, 4, 1",
    "cloudevents, 5, 2, 0, 1",
    "shopify-product, 4, 2, 1, 0",
    "google-merchant, 4, 1, 0, 0",
  })
  void mapsEverySample(String ready, int listings, int deletions, int ignored, int refused) {
    List<CheckedSample> checked = check(ready);

    assertThat(
            List.of(
                count(checked, CheckedSample.Listing.class),
                count(checked, CheckedSample.Deletion.class),
                count(checked, CheckedSample.Ignored.class),
                count(checked, CheckedSample.Refused.class)))
        .as("%s", checked)
        .containsExactly(listings, deletions, ignored, refused);
  }

  @Test
  void debeziumTakesTheIdFromTheKeyInEveryForm() {
    assertThat(listings("debezium"))
        .extracting(ProductListing::getListingId)
        .containsExactly("P-1", "P-2", "P-3", "P-4", "P-4", "P-5", "P-7", "12-de");
  }

  @Test
  void debeziumRefusesAnUpdateThatLeavesOutTheOnlyImage() {
    List<String> refusals =
        check("debezium").stream()
            .filter(CheckedSample.Refused.class::isInstance)
            .map(sample -> ((CheckedSample.Refused) sample).why())
            .toList();

    assertThat(refusals).singleElement().asString().contains("REPLICA IDENTITY FULL");
  }

  @Test
  void cloudEventsAreReadInEveryMode() {
    assertThat(listings("cloudevents"))
        .extracting(ProductListing::getListingId)
        .containsExactly("C-1", "C-2", "C-3", "C-4", "C-5");
    assertThat(listings("cloudevents"))
        .allSatisfy(listing -> assertThat(listing.getImages()).hasSize(1));
  }

  @Test
  void shopifyProductsHaveAllImagesAndSingleOptions() {
    ProductListing product = listings("shopify-product").get(0);

    assertThat(product.getListingId()).isEqualTo("632910392");
    assertThat(product.getDescription()).isEqualTo("A soft case");
    assertThat(product.getImages())
        .extracting(ListingImage::getUrl)
        .containsExactly("https://cdn.example/s/1.jpg", "https://cdn.example/s/2.jpg");
    assertThat(product.getDeclaredAttributes()).isEqualTo(Map.of("color", "Red"));
    assertThat(listings("shopify-product").get(1).getImages())
        .extracting(ListingImage::getUrl)
        .containsExactly("https://cdn.example/s/1.jpg");
  }

  @Test
  void googleProductsDeclareTheirAttributes() {
    assertThat(listings("google-merchant"))
        .extracting(ProductListing::getDeclaredAttributes)
        .containsExactly(
            Map.of("colour", "Brown", "material", "Teak", "gender", "unisex"),
            Map.of("colour", "Black"),
            Map.of("pattern", "striped"),
            Map.of());
  }

  @ParameterizedTest
  @CsvSource({"debezium", "cloudevents", "shopify-product", "google-merchant"})
  void suggestsTheReadyMappingForItsEvents(String ready) {
    String suggestion = MappingSuggestion.of(SAMPLES.resolve(ready + ".jsonl"), 100);

    assertThat(suggestion).contains("extends: " + ready);
    EventMapping compiled = EventMapping.parse(suggestion);
    assertThat(
            count(
                new SampleCheck(compiled).check(SAMPLES.resolve(ready + ".jsonl"), 100),
                CheckedSample.Listing.class))
        .as(suggestion)
        .isEqualTo(listings(ready).size());
  }

  private static List<ProductListing> listings(String ready) {
    return check(ready).stream()
        .filter(CheckedSample.Listing.class::isInstance)
        .map(sample -> ((CheckedSample.Listing) sample).listing())
        .toList();
  }

  private static List<CheckedSample> check(String ready) {
    return new SampleCheck(EventMapping.load(ready)).check(SAMPLES.resolve(ready + ".jsonl"), 100);
  }

  private static int count(List<CheckedSample> samples, Class<? extends CheckedSample> kind) {
    return (int) samples.stream().filter(kind::isInstance).count();
  }
}
