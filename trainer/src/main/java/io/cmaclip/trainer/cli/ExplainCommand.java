package io.cmaclip.trainer.cli;

import io.cmaclip.cli.ImageFile;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.explain.AttentionModel;
import io.cmaclip.model.explain.AttentionProducts;
import io.cmaclip.model.explain.Occlusion;
import io.cmaclip.model.explain.WordPositions;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.trainer.explain.ExplanationImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip explain}. */
@Command(
    name = "explain",
    description = {
      "Draws an attention heat map of a bundle's answer.",
      "",
      "The heat map shows the inner products of a word's query with the keys of the image"
          + " patches in the sequence-wise attention (Liu et al., 2021, figure 2): the mean"
          + " over words, layers and heads, or those selected. Beside it are the labels with"
          + " the weights of image and title."
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description = "The model's bundle.")
  private Path bundleFolder;

  @Option(
      names = "--title",
      required = true,
      paramLabel = "TEXT",
      description = "The listing's title.")
  private String title;

  @Option(
      names = "--image",
      required = true,
      paramLabel = "FILE",
      description = "The listing's image: JPEG, PNG, GIF, WebP or BMP.")
  private Path image;

  @Option(
      names = "--token",
      paramLabel = "WORD",
      description = "Word of the title. Default: the mean over all words.")
  private String token;

  @Option(
      names = "--layer",
      paramLabel = "N",
      description = "Attention layer, from 1. Default: the mean over all layers.")
  private Integer layer;

  @Option(
      names = "--head",
      paramLabel = "N",
      description = "Attention head, from 1. Default: the mean over all heads.")
  private Integer head;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description =
          "Task whose label to explain instead, with any fusion: how much less probable the"
              + " label is when a patch is covered with the mean colour.")
  private String task;

  @Option(names = "--out", required = true, paramLabel = "PNG", description = "Image to write.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Arguments.file("--out", out);
    byte[] file = ImageFile.bytes(image);
    Bundle bundle = Bundle.open(bundleFolder);
    try (ListingPreprocessor preprocessor = bundle.preprocessor();
        CmaClipPredictor predictor =
            CmaClipPredictor.load(bundle, PredictorSettings.DEFAULT.withWarmUpBatch(0))) {
      PreparedListing listing = whole(preprocessor.prepare(title, List.of(file)));
      double[] heat =
          task == null
              ? attention(bundle, listing, preprocessor)
              : new Occlusion(predictor).effects(listing, taskIndex(bundle));
      Prediction prediction = predictor.predict(List.of(listing)).get(0);
      BufferedImage drawn =
          new ExplanationImage(bundle.manifest().architecture().image())
              .draw(listing.pixels(), heat, title, caption(), prediction.tasks());
      write(drawn);
    }
    PrintWriter print = spec.commandLine().getOut();
    print.println("explanation in " + out);
    print.flush();
    return 0;
  }

  private double[] attention(
      Bundle bundle, PreparedListing listing, ListingPreprocessor preprocessor) throws IOException {
    try (AttentionModel attention = AttentionModel.load(bundle)) {
      AttentionProducts products = attention.look(listing);
      return products.mean(
          places(listing, preprocessor),
          chosen("--layer", layer, products.layers()),
          chosen("--head", head, products.heads()));
    }
  }

  private int taskIndex(Bundle bundle) {
    List<String> tasks = bundle.manifest().tasks().stream().map(BundleTask::name).toList();
    if (!tasks.contains(task)) {
      throw new UsageException("--task = " + task + ": must be of " + tasks);
    }
    if (token != null || layer != null || head != null) {
      throw new UsageException("--task excludes --token, --layer and --head");
    }
    return tasks.indexOf(task);
  }

  private PreparedListing whole(Prepared prepared) {
    if (prepared.imageProblem() != null) {
      throw new UserException("--image " + image + " cannot be read: " + prepared.imageProblem());
    }
    if (prepared.listing() == null || !prepared.listing().hasText()) {
      throw new UsageException("--title = \"" + title + "\": has no words");
    }
    return prepared.listing();
  }

  private List<Integer> places(PreparedListing listing, ListingPreprocessor preprocessor) {
    if (token == null) {
      return WordPositions.all(listing.tokens());
    }
    PreparedListing word = preprocessor.prepare(token, List.of()).listing();
    List<Integer> places =
        word == null ? List.of() : WordPositions.of(listing.tokens(), word.tokens());
    if (places.isEmpty()) {
      throw new UsageException(
          "--token = \""
              + token
              + "\": is not a word of the part of the title that the model reads");
    }
    return places;
  }

  private static int chosen(String option, Integer number, int most) {
    return number == null ? 0 : Arguments.inRange(option, number, 1, most);
  }

  private String caption() {
    if (task != null) {
      return task + ": the redder a patch, the more it speaks for the label";
    }
    return (token == null ? "all words" : "\"" + token + "\"")
        + (layer == null ? ", all layers" : ", layer " + layer)
        + (head == null ? ", all heads" : ", head " + head)
        + ": the redder a patch, the larger the product of query and key";
  }

  private void write(BufferedImage drawn) throws IOException {
    Path target = out.toAbsolutePath();
    Files.createDirectories(target.getParent());
    if (!ImageIO.write(drawn, "png", target.toFile())) {
      throw new IllegalStateException("every Java writes PNG");
    }
  }
}
