package io.cmaclip.model.architecture;

/** Weights of the fusions that make one representation of image and text, under {@code joint}. */
final class JointLayout {
  /** Latents of the perceiver. */
  private static final int LATENTS = 16;

  /** Dimensions of each side of the outer product. */
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
        // The sum has no weights, and the paper's fusions are no joint ones.
      }
    }
  }

  /** Projections have no rows where nothing is to be projected. */
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
    stacked(b, name + ".self_norm", self, d);
    matrix(b, name + ".self_qkv", self, 3 * d, d);
    matrix(b, name + ".self_out", self, d, d);
    stacked(b, name + ".norm1", layers, d);
    matrix(b, name + ".query", layers, d, d);
    stacked(b, name + ".seen_norm", layers, d);
    matrix(b, name + ".seen", layers, 2 * d, d);
    matrix(b, name + ".out", layers, d, d);
    stacked(b, name + ".norm2", layers, d);
    matrix(b, name + ".up", layers, 4 * d, d);
    matrix(b, name + ".down", layers, d, 4 * d);
  }

  private static void stacked(WeightLayout.Builder b, String name, long layers, long width) {
    b.add(name + "_weight", layers, width);
    b.add(name + "_bias", layers, width);
  }

  private static void matrix(WeightLayout.Builder b, String name, long layers, long out, long in) {
    b.add(name + "_weight", layers, out, in);
    b.add(name + "_bias", layers, out);
  }
}
