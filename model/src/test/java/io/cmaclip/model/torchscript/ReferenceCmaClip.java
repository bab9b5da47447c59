package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.weights.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/**
 * Reference implementation of CMA-CLIP in loops over doubles, for one listing. Shares only the
 * weights with the TorchScript.
 */
final class ReferenceCmaClip {
  /** Output for one listing; null for a missing modality. */
  record Output(
      double[] logits,
      double[] imageWeight,
      double[] imageLogits,
      double[] textLogits,
      double[] imageEmbedding,
      double[] textEmbedding) {}

  private static final double EPSILON = 1e-5;

  private final Architecture a;
  private final List<TaskShape> tasks;
  private final Weights weights;
  private final Map<String, float[]> read = new HashMap<>();

  /** Queries, keys and values of the sequence-wise attention's layers in the last call. */
  final List<double[][]> attentionQkv = new ArrayList<>();

  ReferenceCmaClip(Architecture a, List<TaskShape> tasks, Weights weights) {
    this.a = a;
    this.tasks = tasks;
    this.weights = weights;
  }

  Output forward(byte[] pixels, int[] tokens) {
    attentionQkv.clear();
    double[][] patches = pixels == null ? new double[0][] : embedImage(pixels);
    double[][] words = tokens == null ? new double[0][] : embedText(tokens);
    double[][] image = pixels == null ? new double[0][] : encodeImage(patches);
    double[][] text = tokens == null ? new double[0][] : encodeText(words);
    double[][] fused = a.fusion().joint() ? new double[2][] : fuse(image, text);
    double[] fusedImage = fused[0];
    double[] fusedText = fused[1];
    double[][] joint =
        a.fusion().joint()
            ? new ReferenceJoint(this, a, tasks.size()).of(image, text, patches, words)
            : null;

    double[] logits = new double[tasks.stream().mapToInt(TaskShape::classes).sum()];
    double[] imageWeight = new double[tasks.size()];
    int first = 0;
    for (int k = 0; k < tasks.size(); k++) {
      imageWeight[k] = imageWeight(k, fusedImage, fusedText, pixels != null, tokens != null);
      double[] c = new double[a.projection()];
      for (int i = 0; i < c.length; i++) {
        c[i] =
            (fusedImage == null ? 0 : imageWeight[k] * fusedImage[i])
                + (fusedText == null ? 0 : (1 - imageWeight[k]) * fusedText[i]);
      }
      if (joint != null) {
        c = joint[joint.length == 1 ? 0 : k];
      }
      double[] hidden =
          linear(c, "hidden_weight", "hidden_bias", k * a.headHidden(), a.headHidden());
      for (int i = 0; i < hidden.length; i++) {
        hidden[i] = Math.max(0, hidden[i]);
      }
      int classes = tasks.get(k).classes();
      double[] task = linear(hidden, "class_weight", "class_bias", first, classes);
      System.arraycopy(task, 0, logits, first, classes);
      first += classes;
    }
    double[] imageAlone = pixels == null ? null : image[0];
    double[] textAlone = tokens == null ? null : text[text.length - 1];
    int alone = a.auxiliaryHeads() ? logits.length : 0;
    return new Output(
        logits,
        imageWeight,
        imageAlone == null
            ? null
            : linear(imageAlone, "image_class_weight", "image_class_bias", 0, alone),
        textAlone == null
            ? null
            : linear(textAlone, "text_class_weight", "text_class_bias", 0, alone),
        unit(imageAlone),
        unit(textAlone));
  }

  /** I' and T'; null when nothing is added to the sum. */
  private double[][] fuse(double[][] image, double[][] text) {
    if (a.fusion() != Fusion.CMA && a.fusion() != Fusion.CMA_NO_MODALITY_ATTENTION) {
      boolean noImage = image.length == 0 || a.fusion() == Fusion.TEXT_ONLY;
      boolean noText = text.length == 0 || a.fusion() == Fusion.IMAGE_ONLY;
      return new double[][] {noImage ? null : image[0], noText ? null : text[text.length - 1]};
    }
    double[][] x = new double[image.length + text.length][];
    float[] modality = w("sequence_attention.modality");
    for (int s = 0; s < x.length; s++) {
      boolean isImage = s < image.length;
      x[s] = (isImage ? image[s] : text[s - image.length]).clone();
      for (int i = 0; i < a.projection(); i++) {
        x[s][i] += modality[(isImage ? 0 : a.projection()) + i];
      }
    }
    int heads = a.sequenceAttention().heads();
    int layers = a.sequenceAttention().layers();
    x = transformer("sequence_attention.transformer", x, layers, heads, false);
    x = norm(x, "sequence_attention.norm_after", 0);
    return new double[][] {
      image.length == 0 ? null : x[0], text.length == 0 ? null : x[x.length - 1]
    };
  }

  /** Equations 4 to 6 of the paper, or the fixed weights of an ablation. */
  private double imageWeight(
      int task, double[] image, double[] text, boolean hasImage, boolean hasText) {
    if (!hasImage || !hasText) {
      return hasImage ? 1 : 0;
    }
    if (a.fusion() != Fusion.CMA) {
      return a.fusion() == Fusion.IMAGE_ONLY ? 1 : a.fusion() == Fusion.TEXT_ONLY ? 0 : 0.5;
    }
    float[] query = w("modality_query");
    double imageE = 0;
    double textE = 0;
    for (int i = 0; i < image.length; i++) {
      imageE += query[task * image.length + i] * image[i];
      textE += query[task * image.length + i] * text[i];
    }
    return Math.exp(imageE) / (Math.exp(imageE) + Math.exp(textE));
  }

  private double[][] embedImage(byte[] pixels) {
    ImageEncoder e = a.image();
    double[][][] x = new double[3][e.height()][e.width()];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < e.height() * e.width(); i++) {
        double level = (pixels[c * e.height() * e.width() + i] & 0xff) / 255.0;
        x[c][i / e.width()][i % e.width()] = (level - e.mean().get(c)) / e.deviation().get(c);
      }
    }
    int side = e.patch();
    if (e.stem() == Stem.CONV) {
      for (int i = 1; i <= 3; i++) {
        x = relu(convolution(x, "image.stem.conv" + i, "image.stem.norm" + i, 2));
      }
      side /= 8;
    } else if (e.stem().residual()) {
      x = relu(convolution(x, "image.stem.first", 2));
      for (int i = 1; i < e.stem().channels().size(); i++) {
        int stride = e.stem().strides().get(i);
        String block = "image.stem.block" + i;
        double[][][] y = relu(convolution(x, block + ".first", stride));
        x =
            relu(
                sum(convolution(y, block + ".second", 1), convolution(x, block + ".skip", stride)));
      }
      side /= 16;
    }
    int across = x[0][0].length / side;
    double[][] tokens = new double[e.tokens()][];
    tokens[0] = doubles(w("image.class_token"));
    for (int n = 0; n < e.patches(); n++) {
      double[] patch = new double[e.patchSize()];
      int i = 0;
      for (double[][] channel : x) {
        for (int y = 0; y < side; y++) {
          for (int z = 0; z < side; z++) {
            patch[i++] = channel[n / across * side + y][n % across * side + z];
          }
        }
      }
      tokens[1 + n] = linear(patch, "image.patch_weight", null, 0, e.hidden());
    }
    float[] position = w("image.position");
    for (int s = 0; s < tokens.length; s++) {
      for (int i = 0; i < e.hidden(); i++) {
        tokens[s][i] += position[s * e.hidden() + i];
      }
    }
    return norm(tokens, "image.norm_before", 0);
  }

  private double[][] encodeImage(double[][] patches) {
    ImageEncoder e = a.image();
    double[][] tokens = transformer("image.transformer", patches, e.layers(), e.heads(), false);
    return project(norm(tokens, "image.norm_after", 0), "image.projection");
  }

  private double[][][] convolution(double[][][] x, String name, int stride) {
    return convolution(x, name + ".conv", name + ".norm", stride);
  }

  /** 3x3 or 1x1 convolution with zero padding, then batch norm with running statistics. */
  private double[][][] convolution(double[][][] x, String name, String norm, int stride) {
    float[] kernel = w(name + "_weight");
    float[] gain = w(norm + "_weight");
    float[] bias = w(norm + "_bias");
    float[] mean = w(norm + "_mean");
    float[] variance = w(norm + "_variance");
    int height = x[0].length;
    int width = x[0][0].length;
    int side = kernel.length == gain.length * x.length ? 1 : 3;
    double[][][] out = new double[gain.length][height / stride][width / stride];
    for (int o = 0; o < out.length; o++) {
      for (int y = 0; y < height / stride; y++) {
        for (int z = 0; z < width / stride; z++) {
          double sum = 0;
          for (int c = 0; c < x.length; c++) {
            for (int k = 0; k < side * side; k++) {
              int row = stride * y + k / side - side / 2;
              int column = stride * z + k % side - side / 2;
              if (row >= 0 && row < height && column >= 0 && column < width) {
                sum += kernel[(o * x.length + c) * side * side + k] * x[c][row][column];
              }
            }
          }
          out[o][y][z] = (sum - mean[o]) / Math.sqrt(variance[o] + EPSILON) * gain[o] + bias[o];
        }
      }
    }
    return out;
  }

  private static double[][][] sum(double[][][] one, double[][][] other) {
    return combined(one, other, Double::sum);
  }

  private static double[][][] relu(double[][][] x) {
    return combined(x, x, (value, same) -> Math.max(0, value));
  }

  private static double[][][] combined(
      double[][][] one, double[][][] other, DoubleBinaryOperator operator) {
    double[][][] out = new double[one.length][one[0].length][one[0][0].length];
    for (int c = 0; c < out.length; c++) {
      for (int y = 0; y < out[c].length; y++) {
        for (int z = 0; z < out[c][y].length; z++) {
          out[c][y][z] = operator.applyAsDouble(one[c][y][z], other[c][y][z]);
        }
      }
    }
    return out;
  }

  private double[][] embedText(int[] tokens) {
    int hidden = a.text().hidden();
    float[] table = w("text.token");
    float[] position = w("text.position");
    double[][] x = new double[tokens.length][hidden];
    for (int t = 0; t < tokens.length; t++) {
      for (int i = 0; i < hidden; i++) {
        x[t][i] = table[tokens[t] * hidden + i] + position[t * hidden + i];
      }
    }
    return x;
  }

  private double[][] encodeText(double[][] words) {
    double[][] x =
        transformer("text.transformer", words, a.text().layers(), a.text().heads(), true);
    return project(norm(x, "text.norm_after", 0), "text.projection");
  }

  private double[][] project(double[][] x, String name) {
    double[][] out = new double[x.length][];
    for (int s = 0; s < x.length; s++) {
      out[s] = linear(x[s], name, null, 0, a.projection());
    }
    return out;
  }

  double[][] transformer(String name, double[][] x, int layers, int heads, boolean causal) {
    int m = x[0].length;
    for (int layer = 0; layer < layers; layer++) {
      double[][] y = norm(x, name + ".norm1", layer);
      double[][] qkv = new double[x.length][];
      for (int s = 0; s < x.length; s++) {
        qkv[s] = linear(y[s], name + ".qkv_weight", name + ".qkv_bias", layer * 3 * m, 3 * m);
      }
      if (name.startsWith("sequence_attention")) {
        attentionQkv.add(qkv);
      }
      double[][] next = new double[x.length][];
      for (int s = 0; s < x.length; s++) {
        double[] attended = attention(qkv, s, causal ? s + 1 : x.length, m, heads);
        next[s] = linear(attended, name + ".out_weight", name + ".out_bias", layer * m, m);
        add(next[s], x[s]);
      }
      double[][] z = norm(next, name + ".norm2", layer);
      for (int s = 0; s < x.length; s++) {
        double[] up = linear(z[s], name + ".up_weight", name + ".up_bias", layer * 4 * m, 4 * m);
        for (int i = 0; i < up.length; i++) {
          up[i] /= 1 + Math.exp(-1.702 * up[i]);
        }
        add(next[s], linear(up, name + ".down_weight", name + ".down_bias", layer * m, m));
      }
      x = next;
    }
    return x;
  }

  /** Equation 2 of the paper for one query, over the first {@code visible} keys, in heads. */
  static double[] attention(double[][] qkv, int query, int visible, int m, int heads) {
    double[] out = new double[m];
    int size = m / heads;
    for (int h = 0; h < heads; h++) {
      double[] weight = new double[visible];
      double sum = 0;
      for (int s = 0; s < visible; s++) {
        double dot = 0;
        for (int i = h * size; i < (h + 1) * size; i++) {
          dot += qkv[query][i] * qkv[s][m + i];
        }
        weight[s] = Math.exp(dot / Math.sqrt(size));
        sum += weight[s];
      }
      for (int s = 0; s < visible; s++) {
        for (int i = h * size; i < (h + 1) * size; i++) {
          out[i] += weight[s] / sum * qkv[s][2 * m + i];
        }
      }
    }
    return out;
  }

  double[][] norm(double[][] x, String name, int layer) {
    float[] gain = w(name + "_weight");
    float[] bias = w(name + "_bias");
    double[][] out = new double[x.length][];
    for (int s = 0; s < x.length; s++) {
      int m = x[s].length;
      double mean = 0;
      for (double v : x[s]) {
        mean += v / m;
      }
      double variance = 0;
      for (double v : x[s]) {
        variance += (v - mean) * (v - mean) / m;
      }
      out[s] = new double[m];
      for (int i = 0; i < m; i++) {
        double unit = (x[s][i] - mean) / Math.sqrt(variance + EPSILON);
        out[s][i] = unit * gain[layer * m + i] + bias[layer * m + i];
      }
    }
    return out;
  }

  /** Rows {@code first} to {@code first + out} of a weight matrix, times x, plus bias. */
  double[] linear(double[] x, String weight, String bias, int first, int out) {
    float[] matrix = w(weight);
    double[] y = new double[out];
    for (int o = 0; o < out; o++) {
      double sum = bias == null ? 0 : w(bias)[first + o];
      for (int i = 0; i < x.length; i++) {
        sum += matrix[(first + o) * x.length + i] * x[i];
      }
      y[o] = sum;
    }
    return y;
  }

  static void add(double[] to, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += what[i];
    }
  }

  static double[] unit(double[] x) {
    if (x == null) {
      return null;
    }
    double sum = 0;
    for (double v : x) {
      sum += v * v;
    }
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = x[i] / Math.sqrt(sum);
    }
    return out;
  }

  static double[] doubles(float[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }

  float[] w(String name) {
    return read.computeIfAbsent(name, n -> weights.get(n).toFloats());
  }
}
