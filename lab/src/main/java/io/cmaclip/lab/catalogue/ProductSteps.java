package io.cmaclip.lab.catalogue;

import io.cmaclip.model.listings.Listing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Changes of a products table: inserts, then updates of title, image and price, deletions, and a
 * product that comes back. The same listings give the same steps.
 */
public final class ProductSteps {
  /** Columns as a shop has them; images in the table, as in many small shops. */
  static final String TABLE =
      """
      create table products(
        id text primary key, title text, image bytea, price numeric(10,2), updated_at timestamptz);
      alter table products replica identity full;
      """;

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final int GROUPS = 5;

  private final List<ProductStep> steps = new ArrayList<>();
  private int changes;

  private ProductSteps() {}

  /**
   * The steps for these listings.
   *
   * @param listings at least ten
   */
  public static List<ProductStep> of(List<Listing> listings) {
    ProductSteps made = new ProductSteps();
    int group = Math.max(1, listings.size() / 2);
    made.insert("products", listings.subList(0, group));
    for (int i = 0; i < GROUPS; i++) {
      made.update(listings, i);
    }
    made.insert("more products", listings.subList(group, listings.size()));
    for (int i = GROUPS; i < 2 * GROUPS; i++) {
      made.update(listings, i);
    }
    return List.copyOf(made.steps);
  }

  private void insert(String what, List<Listing> listings) {
    StringBuilder sql = new StringBuilder();
    for (Listing listing : listings) {
      sql.append(inserted(listing));
    }
    steps.add(new ProductStep("insert " + listings.size() + " " + what, sql.toString()));
  }

  private String inserted(Listing listing) {
    return "insert into products values (%s, %s, %s, %d.90, %s);\n"
        .formatted(text(listing.id()), text(listing.title()), image(listing), 10 + changes, now());
  }

  private void update(List<Listing> listings, int number) {
    Listing one = listings.get(number % (listings.size() / 2));
    Listing other = listings.get((number + 1) % listings.size());
    switch (number % GROUPS) {
      case 0 -> change("new title of " + one.id(), one, "title = " + text(other.title()));
      case 1 -> change("new image of " + one.id(), one, "image = " + image(other));
      case 2 -> change("new price of " + one.id(), one, "price = price + 1");
      case 3 ->
          steps.add(
              new ProductStep(
                  "delete " + one.id(), "delete from products where id = " + text(one.id()) + ";"));
      default -> {
        steps.add(
            new ProductStep(
                "delete and insert " + one.id(),
                "delete from products where id = %s;\n%s"
                    .formatted(text(one.id()), inserted(one))));
      }
    }
  }

  private void change(String what, Listing listing, String assignment) {
    steps.add(
        new ProductStep(
            what,
            "update products set %s, updated_at = %s where id = %s;"
                .formatted(assignment, now(), text(listing.id()))));
  }

  /** A different time for each change, the same in each run. */
  private String now() {
    changes++;
    return "'" + START.plusSeconds(changes) + "'";
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private static String image(Listing listing) {
    return listing.image() == null
        ? "null"
        : "'\\x" + HexFormat.of().formatHex(listing.image()) + "'";
  }
}
