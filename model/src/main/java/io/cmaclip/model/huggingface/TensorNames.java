package io.cmaclip.model.huggingface;

import io.cmaclip.model.clip.ClipEncoders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hugging Face's names of our weights. Ours stack the layers of a transformer and its queries, keys
 * and values; theirs are separate per layer.
 *
 * @param parts by our name, their names in stacking order
 */
record TensorNames(Map<String, List<String>> parts) {
  /** Whether a tensor holds position ids, a buffer of older files. */
  static boolean isPositions(String name) {
    return name.endsWith(".embeddings.position_ids");
  }

  static TensorNames of(ClipEncoders encoders) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    String vision = "vision_model.";
    names.put("image.patch_weight", List.of(vision + "embeddings.patch_embedding.weight"));
    names.put("image.class_token", List.of(vision + "embeddings.class_embedding"));
    names.put("image.position", List.of(vision + "embeddings.position_embedding.weight"));
    // This misspelling is in every checkpoint.
    norm(names, "image.norm_before", vision + "pre_layrnorm");
    transformer(names, "image.transformer", vision, encoders.image().layers());
    norm(names, "image.norm_after", vision + "post_layernorm");
    names.put("image.projection", List.of("visual_projection.weight"));
    String text = "text_model.";
    names.put("text.token", List.of(text + "embeddings.token_embedding.weight"));
    names.put("text.position", List.of(text + "embeddings.position_embedding.weight"));
    transformer(names, "text.transformer", text, encoders.text().layers());
    norm(names, "text.norm_after", text + "final_layer_norm");
    names.put("text.projection", List.of("text_projection.weight"));
    names.put("logit_scale", List.of("logit_scale"));
    return new TensorNames(names);
  }

  private static void norm(Map<String, List<String>> names, String ours, String theirs) {
    names.put(ours + "_weight", List.of(theirs + ".weight"));
    names.put(ours + "_bias", List.of(theirs + ".bias"));
  }

  private static void transformer(
      Map<String, List<String>> names, String ours, String model, int layers) {
    both(names, ours + ".norm1", model, layers, List.of("layer_norm1"));
    both(
        names,
        ours + ".qkv",
        model,
        layers,
        List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"));
    both(names, ours + ".out", model, layers, List.of("self_attn.out_proj"));
    both(names, ours + ".norm2", model, layers, List.of("layer_norm2"));
    both(names, ours + ".up", model, layers, List.of("mlp.fc1"));
    both(names, ours + ".down", model, layers, List.of("mlp.fc2"));
  }

  private static void both(
      Map<String, List<String>> names, String ours, String model, int layers, List<String> parts) {
    for (String kind : List.of("weight", "bias")) {
      List<String> theirs = new ArrayList<>();
      for (int layer = 0; layer < layers; layer++) {
        for (String part : parts) {
          theirs.add(model + "encoder.layers." + layer + "." + part + "." + kind);
        }
      }
      names.put(ours + "_" + kind, theirs);
    }
  }

  /**
   * Returns the expected shape of one of their tensors.
   *
   * @param ours shape of our weight that contains it
   * @param stacked number of parts of that weight
   */
  static List<Long> shape(String name, List<Long> ours, int stacked, ClipEncoders encoders) {
    if (name.endsWith("patch_embedding.weight")) {
      long side = encoders.image().patch();
      return List.of(ours.get(0), 3L, side, side);
    }
    if (!name.contains(".layers.")) {
      return ours;
    }
    List<Long> shape = new ArrayList<>(ours.subList(1, ours.size()));
    long perLayer = stacked / ours.get(0);
    shape.set(0, shape.get(0) / perLayer);
    return shape;
  }
}
