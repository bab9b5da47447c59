package io.cmaclip.model.architecture;

/** Weights of the joint fusions, under {@code joint}. */
final class JointLayout {
  /** Number of latents of the perceiver. */
  private static final int LATENTS = 16;

  /** Dimensions of each factor of the outer product. */
  private static final int RANKS = 16;

  private JointLayout() {}

  static void add(WeightLayout.Builder b, Architecture a, int tasks) {
    long d = a.projection();
    long layers = a.sequenceAttention().layers();
    switch (a.fusion()) {
      case CLIP_CONCAT -> {
        b.add("joint.weight", d, 2 * d);
        b.add("joint.bias", d);
      }
      case OUTER_PRODUCT -> {
        for (String side : new String[] {"image", "text"}) {
          b.add("joint." + side + "_weight", RANKS, d);
          b.add("joint." + side + "_bias", RANKS);
        }
        b.add("joint.out_weight", d, (RANKS + 1) * (RANKS + 1));
        b.add("joint.out_bias", d);
      }
      case CLIP_TRANSFORMER, MMBT, ONE_STREAM -> singleStream(b, a);
      case CROSS_ATTENTION, COCA -> {
        b.add("joint.nothing_said", d);
        decoder(b, "joint.decoder", layers, d, a.fusion() == Fusion.COCA);
        b.norm("joint.norm_after", d);
      }
      case EMBRACENET -> {
        for (String side : new String[] {"image", "text"}) {
          b.add("joint." + side + "_weight", d, d);
          b.add("joint." + side + "_bias", d);
        }
      }
      case PERCEIVER -> {
        b.add("joint.latents", LATENTS, d);
        b.add("joint.modality", 2, d);
        b.add("joint.queries", tasks, d);
        decoder(b, "joint.read", 1, d, false);
        b.transformer("joint.transformer", layers, d, 4 * d);
        decoder(b, "joint.ask", 1, d, false);
        b.norm("joint.norm_after", d);
      }
      default -> {
        // CLIP_SUM has no weights, and the other fusions are not joint.
      }
    }
  }

  /** A projection that is not needed has no rows. */
  private static void singleStream(WeightLayout.Builder b, Architecture a) {
    SingleStream stream = SingleStream.of(a);
    long width = stream.width();
    long image = stream.patches() ? a.image().hidden() : a.projection();
    long text = stream.words() ? a.text().hidden() : a.projection();
    b.add("joint.class_token", width);
    b.add("joint.modality", 2, width);
    projection(b, "joint.image", stream.projectsImage() ? width : 0, image);
    projection(b, "joint.text", stream.projectsText() ? width : 0, text);
    b.transformer("joint.transformer", stream.layers(), width, 4 * width);
    b.norm("joint.norm_after", width);
    projection(b, "joint.out", width == a.projection() ? 0 : a.projection(), width);
  }

  private static void projection(WeightLayout.Builder b, String name, long out, long in) {
    b.add(name + "_weight", out, in);
    b.add(name + "_bias", out);
  }

  private static void decoder(
      WeightLayout.Builder b, String name, long layers, long d, boolean selfAttention) {
    long self = selfAttention ? layers : 0;
    b.norms(name + ".self_norm", self, d);
    b.products(name + ".self_qkv", self, 3 * d, d);
    b.products(name + ".self_out", self, d, d);
    b.norms(name + ".norm1", layers, d);
    b.products(name + ".query", layers, d, d);
    b.norms(name + ".seen_norm", layers, d);
    b.products(name + ".seen", layers, 2 * d, d);
    b.products(name + ".out", layers, d, d);
    b.norms(name + ".norm2", layers, d);
    b.products(name + ".up", layers, 4 * d, d);
    b.products(name + ".down", layers, d, 4 * d);
  }
}
