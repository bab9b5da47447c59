package io.cmaclip.trainer.localise;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.trainer.garments.GarmentShop;
import io.cmaclip.trainer.garments.Part;
import io.cmaclip.trainer.garments.PartMap;
import io.cmaclip.trainer.garments.Scene;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Renders and encodes pairs. The same shop gives the same pairs. Used by one thread. */
final class MaskPairs {
  /** Texts per image: several, so that the image alone does not tell what is asked for. */
  static final int PER_SCENE = 3;

  /** Smaller masks are of no use at the resolution of the decoder. */
  private static final int LEAST_PIXELS = 6;

  private static final List<String> REQUESTS = List.of("the %s", "show the %s", "only the %s");

  private final FrozenEncoders encoders;
  private final GarmentShop shop;
  private final SplittableRandom random;
  private final Map<Part, Integer> asked = new EnumMap<>(Part.class);

  MaskPairs(FrozenEncoders encoders, long seed) {
    this.encoders = encoders;
    this.shop = new GarmentShop(seed);
    this.random = new SplittableRandom(seed);
  }

  /** The pairs of scenes 0 to {@code scenes - 1}. */
  List<MaskPair> of(int scenes, ProgressBar progress) {
    List<MaskPair> pairs = new ArrayList<>();
    for (int index = 0; index < scenes; index++) {
      add(index, pairs);
      progress.step(1);
    }
    return pairs;
  }

  /** Asks for the parts of a scene that were asked for least, so that no part dominates. */
  private void add(int index, List<MaskPair> pairs) {
    Scene scene = shop.scene(index);
    EncodedShape shape = encoders.shape();
    Map<Part, boolean[]> masks = masks(scene.parts(), shape.maskRows(), shape.maskColumns());
    float[] image = encoders.image(scene.image());
    List<Part> parts =
        masks.keySet().stream()
            .sorted(Comparator.comparing(part -> asked.getOrDefault(part, 0)))
            .limit(PER_SCENE)
            .toList();
    for (Part part : parts) {
      asked.merge(part, 1, Integer::sum);
      String word = pick(part.words());
      String text = pick(REQUESTS).formatted(word);
      pairs.add(new MaskPair(index, part, text, image, encoders.text(text), masks.get(part)));
    }
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Masks of the parts that have a name and are large enough. */
  static Map<Part, boolean[]> masks(PartMap parts, int rows, int columns) {
    Map<Part, boolean[]> masks = new EnumMap<>(Part.class);
    for (Part part : parts.visible()) {
      if (!part.words().isEmpty()) {
        boolean[] mask = parts.mask(part, rows, columns);
        if (count(mask) >= LEAST_PIXELS) {
          masks.put(part, mask);
        }
      }
    }
    return masks;
  }

  static int count(boolean[] mask) {
    int count = 0;
    for (boolean shown : mask) {
      count += shown ? 1 : 0;
    }
    return count;
  }
}
