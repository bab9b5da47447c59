package io.cmaclip.lab.bench;

import io.cmaclip.model.listings.Listing;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Title-only listings in the style of sellers, deterministic by number. */
final class Titles {
  private static final List<List<String>> WORDS =
      List.of(
          List.of("Women's", "Ladies", "Womens", "Girls", "Plus Size"),
          List.of("Summer", "Casual", "Elegant", "Vintage", "Boho", "Formal", "Sexy"),
          List.of("Red", "Navy Blue", "Black", "White", "Emerald Green", "Blush Pink", "Multi"),
          List.of("Floral", "Striped", "Polka Dot", "Solid", "Tie Dye", "Leopard Print"),
          List.of("V Neck", "Off Shoulder", "Long Sleeve", "Sleeveless", "Crew Neck", "Halter"),
          List.of("Maxi", "Midi", "Mini", "Wrap", "Bodycon", "A-Line", "Shirt", "Sheath"),
          List.of("Dress", "Dress with Pockets", "Sundress", "Party Dress", "Beach Dress"),
          List.of("", "Size M", "Size 12", "2026 New", "US 8"));

  private Titles() {}

  static Listing listing(String prefix, int number) {
    Random random = new Random(number);
    StringBuilder title = new StringBuilder();
    for (List<String> choices : WORDS) {
      title.append(choices.get(random.nextInt(choices.size()))).append(' ');
    }
    return new Listing(prefix + number, title.toString().strip(), null, null, Map.of());
  }
}
