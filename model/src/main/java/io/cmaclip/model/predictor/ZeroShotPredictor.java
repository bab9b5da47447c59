package io.cmaclip.model.predictor;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.SelfTest;
import io.cmaclip.model.clip.ZeroShot;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import io.cmaclip.model.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Zero-shot predictor with a bundle's encoders (CLIP, section 3.1): the logit of a class is the
 * scaled cosine of the image's embedding and the embedding of the class's prompts. Without an
 * image, the title's embedding is used. The bundle's operating points belong to its heads and are
 * not used: probabilities are at temperature 1, nothing is accepted. An instance is used by one
 * thread at a time; instances loaded together share one model.
 */
public final class ZeroShotPredictor implements ListingPredictor {
  private static final int PROMPTS_PER_CALL = 64;

  private final ModelIdentity identity;
  private final SelfTest selfTest;
  private final LoadedModel model;
  private final PredictionReader reader;
  private final BatchBuffers inputs;
  private final float[][] classes;
  private final double tolerance;
  private boolean closed;

  /**
   * Creates a predictor.
   *
   * @param classes embedding of each class of all tasks times the logit scale
   */
  private ZeroShotPredictor(Bundle bundle, PrecisionChoice.Chosen chosen, float[][] classes) {
    this.identity = bundle.identity();
    this.selfTest = bundle.selfTest();
    this.model = chosen.model();
    this.tolerance = chosen.tolerance();
    this.reader = new PredictionReader(bundle.manifest().unscaled(), model.layout());
    this.inputs = new BatchBuffers(model.architecture());
    this.classes = classes;
  }

  /**
   * Loads a bundle's model once and embeds the prompts of every class.
   *
   * @param prompts templates with {@value ZeroShot#PLACE} for the label; at least one
   * @param count number of predictors that share the model, at least 1; close each of them
   * @throws UserException when the device is unusable
   */
  public static List<ZeroShotPredictor> load(
      Bundle bundle, List<String> prompts, PredictorSettings settings, int count) {
    BundleManifest manifest = bundle.manifest();
    try (SafetensorsFile weights = bundle.openWeights()) {
      PrecisionChoice.Chosen chosen =
          PrecisionChoice.load(
              new PrecisionChoice.Source(manifest, weights, bundle.selfTest()), settings, count);
      LoadedModel model = chosen.model();
      float scale = (float) Math.exp(weights.get("logit_scale").toFloats()[0]);
      float[][] classes = embed(bundle, model, prompts, scale);
      return IntStream.range(0, count)
          .mapToObj(i -> new ZeroShotPredictor(bundle, chosen, classes))
          .toList();
    } catch (IOException e) {
      throw new UserException("bundle " + bundle.folder() + ": " + e.getMessage(), e);
    }
  }

  private static float[][] embed(
      Bundle bundle, LoadedModel model, List<String> prompts, float scale) throws IOException {
    List<PreparedListing> prompted = new ArrayList<>();
    try (ListingTokenizer tokenizer =
        ListingTokenizer.open(
            Files.readAllBytes(bundle.tokenizer()),
            model.architecture().text().context(),
            SpecialTokens.PLAIN)) {
      for (BundleTask task : bundle.manifest().tasks()) {
        for (String label : task.classes()) {
          for (String prompt : prompts) {
            prompted.add(
                new PreparedListing(null, tokenizer.encode(prompt.replace(ZeroShot.PLACE, label))));
          }
        }
      }
    }
    BatchBuffers inputs = new BatchBuffers(model.architecture());
    OutputLayout layout = model.layout();
    List<float[]> embeddings = new ArrayList<>();
    for (int from = 0; from < prompted.size(); from += PROMPTS_PER_CALL) {
      for (float[] row :
          model.rows(
              inputs, prompted.subList(from, Math.min(prompted.size(), from + PROMPTS_PER_CALL)))) {
        embeddings.add(layout.embedding(row, layout.textEmbedding()));
      }
    }
    float[][] classes = new float[embeddings.size() / prompts.size()][];
    for (int c = 0; c < classes.length; c++) {
      int first = c * prompts.size();
      classes[c] = ZeroShot.together(embeddings.subList(first, first + prompts.size()));
      for (int i = 0; i < classes[c].length; i++) {
        classes[c][i] *= scale;
      }
    }
    return classes;
  }

  @Override
  public List<Prediction> predict(List<PreparedListing> batch) {
    float[][] rows = model.rows(inputs, batch);
    List<Prediction> predictions = new ArrayList<>(rows.length);
    for (int i = 0; i < rows.length; i++) {
      predictions.add(predict(batch.get(i), rows[i]));
    }
    return predictions;
  }

  private Prediction predict(PreparedListing listing, float[] row) {
    OutputLayout layout = model.layout();
    int used = listing.hasImage() ? layout.imageEmbedding() : layout.textEmbedding();
    float[] embedding = layout.embedding(row, used);
    for (int c = 0; c < classes.length; c++) {
      row[c] = (float) ZeroShot.dot(classes[c], embedding);
    }
    for (int task = 0; task < layout.tasks(); task++) {
      row[layout.imageWeight() + task] = listing.hasImage() ? 1 : 0;
    }
    return reader.read(listing, row, 0);
  }

  @Override
  public void selfTest() {
    selfTest.check(model.rows(inputs, selfTest.inputs()), tolerance);
  }

  @Override
  public ModelIdentity model() {
    return identity;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      model.release();
    }
  }
}
