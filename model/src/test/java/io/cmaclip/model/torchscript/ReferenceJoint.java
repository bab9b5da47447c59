package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fusion;
import java.util.Arrays;

/** Reference implementation of the joint fusions in loops over doubles, for one listing. */
final class ReferenceJoint {
  private final ReferenceCmaClip model;
  private final Architecture a;
  private final int tasks;
  private final int d;
  private final int heads;

  ReferenceJoint(ReferenceCmaClip model, Architecture a, int tasks) {
    this.model = model;
    this.a = a;
    this.tasks = tasks;
    this.d = a.projection();
    this.heads = a.sequenceAttention().heads();
  }

  /**
   * Returns one representation for all tasks, or one per task.
   *
   * @param image tokens of the image; empty without an image
   * @param text tokens of the title, end-of-text last; empty without a title
   * @param patches input of the image encoder's transformer
   * @param words input of the text encoder's transformer
   */
  double[][] of(double[][] image, double[][] text, double[][] patches, double[][] words) {
    double[] i = image.length == 0 ? null : image[0];
    double[] t = text.length == 0 ? null : text[text.length - 1];
    return switch (a.fusion()) {
      case CLIP_SUM -> new double[][] {sum(i, t)};
      case CLIP_CONCAT -> new double[][] {concat(i, t)};
      case OUTER_PRODUCT -> new double[][] {outer(i, t)};
      case EMBRACENET -> new double[][] {embrace(i, t)};
      case CLIP_TRANSFORMER ->
          new double[][] {classToken(image, text, a.sequenceAttention().layers(), heads)};
      case MMBT -> new double[][] {mmbt(image, words)};
      case ONE_STREAM -> new double[][] {oneStream(patches, words)};
      case CROSS_ATTENTION, COCA -> new double[][] {decoded(image, text)};
      case PERCEIVER -> perceiver(image, text);
      default -> throw new IllegalArgumentException(a.fusion() + " is no joint fusion");
    };
  }

  private double[] sum(double[] i, double[] t) {
    double[] c = new double[d];
    for (double[] one : new double[][] {i, t}) {
      if (one != null) {
        ReferenceCmaClip.add(c, ReferenceCmaClip.unit(one));
      }
    }
    return c;
  }

  private double[] concat(double[] i, double[] t) {
    double[] both = new double[2 * d];
    if (i != null) {
      System.arraycopy(i, 0, both, 0, d);
    }
    if (t != null) {
      System.arraycopy(t, 0, both, d, d);
    }
    return rectified(model.linear(both, "joint.weight", "joint.bias", 0, d));
  }

  private double[] outer(double[] i, double[] t) {
    double[] left = ranks(i, "image");
    double[] right = ranks(t, "text");
    double[] product = new double[left.length * right.length];
    for (int x = 0; x < left.length; x++) {
      for (int y = 0; y < right.length; y++) {
        product[x * right.length + y] = left[x] * right[y];
      }
    }
    return model.linear(product, "joint.out_weight", "joint.out_bias", 0, d);
  }

  private double[] ranks(double[] one, String side) {
    int ranks = model.w("joint." + side + "_bias").length;
    double[] out =
        one == null
            ? new double[ranks]
            : model.linear(
                ReferenceCmaClip.unit(one),
                "joint." + side + "_weight",
                "joint." + side + "_bias",
                0,
                ranks);
    double[] longer = Arrays.copyOf(out, ranks + 1);
    longer[ranks] = 1;
    return longer;
  }

  private double[] embrace(double[] i, double[] t) {
    double[] image =
        i == null
            ? null
            : rectified(model.linear(i, "joint.image_weight", "joint.image_bias", 0, d));
    double[] text =
        t == null ? null : rectified(model.linear(t, "joint.text_weight", "joint.text_bias", 0, d));
    if (image == null || text == null) {
      return image == null ? text : image;
    }
    double[] c = new double[d];
    for (int at = 0; at < d; at++) {
      c[at] = (image[at] + text[at]) / 2;
    }
    return c;
  }

  private double[] mmbt(double[][] image, double[][] words) {
    double[][] tokens = projected(image, "joint.image", a.text().hidden());
    double[] c = classToken(tokens, words, a.text().layers(), a.text().heads());
    return c.length == d ? c : model.linear(c, "joint.out_weight", "joint.out_bias", 0, d);
  }

  private double[] oneStream(double[][] patches, double[][] words) {
    int layers = a.image().layers() + a.sequenceAttention().layers();
    double[][] image = projected(patches, "joint.image", d);
    return classToken(image, projected(words, "joint.text", d), layers, heads);
  }

  private double[][] projected(double[][] x, String name, int width) {
    return Arrays.stream(x)
        .map(one -> model.linear(one, name + "_weight", name + "_bias", 0, width))
        .toArray(double[][]::new);
  }

  private double[] classToken(double[][] image, double[][] text, int layers, int ownHeads) {
    double[][] sequence = sequence(image, text);
    double[][] x = new double[1 + sequence.length][];
    x[0] = ReferenceCmaClip.doubles(model.w("joint.class_token"));
    System.arraycopy(sequence, 0, x, 1, sequence.length);
    x = model.transformer("joint.transformer", x, layers, ownHeads, false);
    return model.norm(x, "joint.norm_after", 0)[0];
  }

  /** Present image and text tokens, plus the vector of their modality. */
  private double[][] sequence(double[][] image, double[][] text) {
    float[] modality = model.w("joint.modality");
    double[][] x = new double[image.length + text.length][];
    for (int s = 0; s < x.length; s++) {
      boolean isImage = s < image.length;
      x[s] = (isImage ? image[s] : text[s - image.length]).clone();
      int width = x[s].length;
      for (int at = 0; at < width; at++) {
        x[s][at] += modality[(isImage ? 0 : width) + at];
      }
    }
    return x;
  }

  private double[] decoded(double[][] image, double[][] text) {
    double[][] x =
        text.length > 0
            ? text
            : new double[][] {ReferenceCmaClip.doubles(model.w("joint.nothing_said"))};
    int layers = a.sequenceAttention().layers();
    x = decoder("joint.decoder", x, image, layers, a.fusion() == Fusion.COCA);
    return model.norm(x, "joint.norm_after", 0)[x.length - 1];
  }

  private double[][] perceiver(double[][] image, double[][] text) {
    double[][] latents = rows("joint.latents", model.w("joint.latents").length / d);
    double[][] x = decoder("joint.read", latents, sequence(image, text), 1, false);
    x = model.transformer("joint.transformer", x, a.sequenceAttention().layers(), heads, false);
    double[][] asked = decoder("joint.ask", rows("joint.queries", tasks), x, 1, false);
    return model.norm(asked, "joint.norm_after", 0);
  }

  private double[][] rows(String name, int count) {
    double[] all = ReferenceCmaClip.doubles(model.w(name));
    double[][] rows = new double[count][];
    for (int r = 0; r < count; r++) {
      rows[r] = Arrays.copyOfRange(all, r * d, (r + 1) * d);
    }
    return rows;
  }

  /** Layers in which x attends to y; nothing is added when y is empty. */
  private double[][] decoder(
      String name, double[][] from, double[][] y, int layers, boolean selfAttention) {
    double[][] x = from;
    for (int layer = 0; layer < layers; layer++) {
      double[][] next = new double[x.length][];
      if (selfAttention) {
        double[][] z = model.norm(x, name + ".self_norm", layer);
        double[][] qkv = new double[x.length][];
        for (int s = 0; s < x.length; s++) {
          qkv[s] =
              model.linear(
                  z[s], name + ".self_qkv_weight", name + ".self_qkv_bias", layer * 3 * d, 3 * d);
        }
        for (int s = 0; s < x.length; s++) {
          double[] attended = ReferenceCmaClip.attention(qkv, s, s + 1, d, heads);
          next[s] =
              model.linear(
                  attended, name + ".self_out_weight", name + ".self_out_bias", layer * d, d);
          ReferenceCmaClip.add(next[s], x[s]);
        }
        x = next;
        next = new double[x.length][];
      }
      double[][] z = model.norm(x, name + ".norm1", layer);
      double[][] seen = model.norm(y, name + ".seen_norm", layer);
      // The query follows the rows that it attends to.
      double[][] qkv = new double[y.length + 1][];
      for (int s = 0; s < y.length; s++) {
        double[] kv =
            model.linear(seen[s], name + ".seen_weight", name + ".seen_bias", layer * 2 * d, 2 * d);
        qkv[s] = new double[3 * d];
        System.arraycopy(kv, 0, qkv[s], d, 2 * d);
      }
      for (int s = 0; s < x.length; s++) {
        next[s] = x[s].clone();
        if (y.length > 0) {
          qkv[y.length] = new double[3 * d];
          double[] query =
              model.linear(z[s], name + ".query_weight", name + ".query_bias", layer * d, d);
          System.arraycopy(query, 0, qkv[y.length], 0, d);
          double[] attended = ReferenceCmaClip.attention(qkv, y.length, y.length, d, heads);
          ReferenceCmaClip.add(
              next[s],
              model.linear(attended, name + ".out_weight", name + ".out_bias", layer * d, d));
        }
      }
      z = model.norm(next, name + ".norm2", layer);
      for (int s = 0; s < x.length; s++) {
        double[] up =
            model.linear(z[s], name + ".up_weight", name + ".up_bias", layer * 4 * d, 4 * d);
        for (int at = 0; at < up.length; at++) {
          up[at] /= 1 + Math.exp(-1.702 * up[at]);
        }
        ReferenceCmaClip.add(
            next[s], model.linear(up, name + ".down_weight", name + ".down_bias", layer * d, d));
      }
      x = next;
    }
    return x;
  }

  private static double[] rectified(double[] x) {
    return Arrays.stream(x).map(v -> Math.max(0, v)).toArray();
  }
}
