package io.cmaclip.lab.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.listings.Listing;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProductStepsTest {
  private static final List<Listing> LISTINGS =
      IntStream.range(0, 12)
          .mapToObj(
              n ->
                  new Listing(
                      "P-" + n, "it's " + n, null, n == 3 ? null : new byte[] {1, -1}, Map.of()))
          .toList();

  @Test
  void theSameListingsGiveTheSameSteps() {
    assertThat(ProductSteps.of(LISTINGS)).isEqualTo(ProductSteps.of(LISTINGS));
  }

  @Test
  void changesTitlesImagesAndPricesDeletesAndInsertsAgain() {
    List<ProductStep> steps = ProductSteps.of(LISTINGS);
    assertThat(steps).extracting(ProductStep::what).hasSize(12).doesNotHaveDuplicates();
    assertThat(steps)
        .extracting(ProductStep::sql)
        .anyMatch(sql -> sql.contains("set title = 'it''s "))
        .anyMatch(sql -> sql.contains("set image = '\\x01ff'"))
        .anyMatch(sql -> sql.contains("set price = price + 1"))
        .anyMatch(sql -> sql.matches("delete from products where id = 'P-\\d+';"))
        .anyMatch(sql -> sql.contains("delete") && sql.contains("insert"));
  }

  @Test
  void everyChangeHasATimeOfItsOwn() {
    List<String> times =
        ProductSteps.of(LISTINGS).stream()
            .flatMap(
                step ->
                    Pattern.compile("'2026-[^']*'")
                        .matcher(step.sql())
                        .results()
                        .map(MatchResult::group))
            .toList();
    assertThat(times).hasSizeGreaterThan(18).doesNotHaveDuplicates();
  }
}
