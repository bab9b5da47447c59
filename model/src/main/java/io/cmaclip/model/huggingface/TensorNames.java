package io.cmaclip.model.huggingface;

import io.cmaclip.model.clip.ClipEncoders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A checkpoint's names of our weights. Ours stack the layers of a transformer and its queries, keys
 * and values; checkpoints store each layer separately.
 *
 * @param parts by our name, their names in stacking order
 * @param transposed their names of the matrices that are stored as input x output
 * @param patch side of a patch in pixels
 */
record TensorNames(Map<String, List<String>> parts, Set<String> transposed, long patch) {
  private static final List<String> BUFFERS =
      List.of(
          "position_ids",
          "attn_mask",
          "causal_attention_mask",
          "input_resolution",
          "context_length",
          "vocab_size");

  /** Whether a tensor is a buffer that some releases store and that contains no weights. */
  static boolean isBuffer(String name) {
    return BUFFERS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /**
   * Returns the names of a checkpoint: those of open_clip or those of Hugging Face.
   *
   * @param names of its tensors
   */
  static TensorNames find(ClipEncoders encoders, Set<String> names) {
    return names.contains("visual.conv1.weight") ? openClip(encoders, names) : of(encoders);
  }

  /** Returns Hugging Face's names. */
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
    return new TensorNames(names, Set.of(), encoders.image().patch());
  }

  /** Returns open_clip's names; {@code custom_text} models have the prefix {@code text.}. */
  private static TensorNames openClip(ClipEncoders encoders, Set<String> checkpoint) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    names.put("image.patch_weight", List.of("visual.conv1.weight"));
    names.put("image.class_token", List.of("visual.class_embedding"));
    names.put("image.position", List.of("visual.positional_embedding"));
    norm(names, "image.norm_before", "visual.ln_pre");
    residualBlocks(names, "image.transformer", "visual.", encoders.image().layers());
    norm(names, "image.norm_after", "visual.ln_post");
    names.put("image.projection", List.of("visual.proj"));
    String text = checkpoint.contains("text.token_embedding.weight") ? "text." : "";
    names.put("text.token", List.of(text + "token_embedding.weight"));
    names.put("text.position", List.of(text + "positional_embedding"));
    residualBlocks(names, "text.transformer", text, encoders.text().layers());
    norm(names, "text.norm_after", text + "ln_final");
    names.put("text.projection", List.of(text + "text_projection"));
    names.put("logit_scale", List.of("logit_scale"));
    return new TensorNames(
        names, Set.of("visual.proj", text + "text_projection"), encoders.image().patch());
  }

  private static void norm(Map<String, List<String>> names, String ours, String theirs) {
    names.put(ours + "_weight", List.of(theirs + ".weight"));
    names.put(ours + "_bias", List.of(theirs + ".bias"));
  }

  private static void transformer(
      Map<String, List<String>> names, String ours, String model, int layers) {
    String prefix = model + "encoder.layers.";
    both(names, ours + ".norm1", prefix, layers, List.of(".layer_norm1."));
    both(
        names,
        ours + ".qkv",
        prefix,
        layers,
        List.of(".self_attn.q_proj.", ".self_attn.k_proj.", ".self_attn.v_proj."));
    both(names, ours + ".out", prefix, layers, List.of(".self_attn.out_proj."));
    both(names, ours + ".norm2", prefix, layers, List.of(".layer_norm2."));
    both(names, ours + ".up", prefix, layers, List.of(".mlp.fc1."));
    both(names, ours + ".down", prefix, layers, List.of(".mlp.fc2."));
  }

  private static void residualBlocks(
      Map<String, List<String>> names, String ours, String model, int layers) {
    String prefix = model + "transformer.resblocks.";
    both(names, ours + ".norm1", prefix, layers, List.of(".ln_1."));
    both(names, ours + ".qkv", prefix, layers, List.of(".attn.in_proj_"));
    both(names, ours + ".out", prefix, layers, List.of(".attn.out_proj."));
    both(names, ours + ".norm2", prefix, layers, List.of(".ln_2."));
    both(names, ours + ".up", prefix, layers, List.of(".mlp.c_fc."));
    both(names, ours + ".down", prefix, layers, List.of(".mlp.c_proj."));
  }

  private static void both(
      Map<String, List<String>> names, String ours, String prefix, int layers, List<String> parts) {
    for (String kind : List.of("weight", "bias")) {
      List<String> theirs = new ArrayList<>();
      for (int layer = 0; layer < layers; layer++) {
        for (String part : parts) {
          theirs.add(prefix + layer + part + kind);
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
  List<Long> shape(String name, List<Long> ours, int stacked) {
    if (transposed.contains(name)) {
      return List.of(ours.get(1), ours.get(0));
    }
    if (name.endsWith("patch_embedding.weight") || name.equals("visual.conv1.weight")) {
      return List.of(ours.get(0), 3L, patch, patch);
    }
    if (!name.contains(".layers.") && !name.contains("transformer.resblocks.")) {
      return ours;
    }
    List<Long> shape = new ArrayList<>(ours.subList(1, ours.size()));
    long perLayer = stacked / ours.get(0);
    shape.set(0, shape.get(0) / perLayer);
    return shape;
  }
}
