package io.cmaclip.trainer.cli;

import io.cmaclip.cli.DataSetOptions;
import io.cmaclip.cli.JsonOutput;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.MetadataOptions;
import io.cmaclip.trainer.cache.CacheLimits;
import io.cmaclip.trainer.comparison.ComparedData;
import io.cmaclip.trainer.comparison.Comparison;
import io.cmaclip.trainer.comparison.ComparisonResult;
import io.cmaclip.trainer.comparison.Variant;
import io.cmaclip.trainer.encoders.Pretrained;
import io.cmaclip.trainer.report.ComparisonPage;
import io.cmaclip.trainer.report.ComparisonTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip compare}. */
@Command(
    name = "compare",
    description = {
      "Trains variants of a recipe with several seeds and compares them on test listings.",
      "",
      "Variants are fusions, or changes to the recipe from a file; all use the same listings,"
          + " stages and seeds. Writes to --out: a table (comparison.md), all results as JSON"
          + " (comparison.json), an HTML page (report.html) and one small file per run"
          + " (results/). The folder runs/ holds the bundles and may be deleted. Finished runs"
          + " are not repeated: to continue an interrupted comparison, run the same command"
          + " again. The table includes finished runs of these variants with other seeds."
    })
final class CompareCommand implements Callable<Integer> {
  private static final int MOST_SIDE_BY_SIDE = 64;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "Training listings: a folder or zip in ImageFolder form.")
  private Path data;

  @Option(
      names = "--validation",
      paramLabel = "PATH",
      description = "Validation listings. Default: 10%% of the training listings.")
  private Path validation;

  @Option(names = "--test", required = true, paramLabel = "PATH", description = "Test listings.")
  private Path test;

  @Mixin private DataSetOptions dataSet;

  @Option(
      names = "--config",
      paramLabel = "FILE|PRESET",
      defaultValue = "fashion",
      description = "Base recipe, as for train. Default: ${DEFAULT-VALUE}.")
  private String config;

  @Option(
      names = "--clip",
      paramLabel = "DIR",
      description =
          "Output of import-clip, or a bundle: every run starts from its encoders. Default:"
              + " random weights.")
  private Path clip;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = Prompts.DEFAULT,
      description =
          "Prompt of the zero-shot variants, with {} for the label; may be repeated. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<String> prompts;

  @ArgGroup(multiplicity = "1")
  private Variants variants;

  /** The compared variants. */
  static final class Variants {
    @Option(
        names = "--fusions",
        required = true,
        paramLabel = "A,B,C",
        split = ",",
        description =
            "Fusions of image and text: cma, cma-no-modality-attention,"
                + " cma-no-attention, clip-sum, clip-concat, clip-transformer, mmbt,"
                + " one-stream, outer-product, cross-attention, embracenet, perceiver, coca,"
                + " image-only, text-only; and two without a fusion: zero-shot (CLIP with"
                + " prompts; needs --clip) and zero-shot-fine-tuned (the same after contrastive"
                + " training for as many epochs as the other variants). Differences are"
                + " relative to the first.")
    private List<String> fusions;

    @Option(
        names = "--variants",
        required = true,
        paramLabel = "FILE",
        description =
            "JSON object of recipe changes by variant name, for example {\"plain\":"
                + " {}, \"no-flip\": {\"augmentation\": {\"flip\": 0}}}. Differences are"
                + " relative to the first.")
    private Path file;
  }

  @Option(
      names = "--seeds",
      paramLabel = "S,T",
      split = ",",
      defaultValue = "1,2,3",
      description = "Seeds; each variant runs once per seed. Default: ${DEFAULT-VALUE}.")
  private List<Long> seeds;

  @Option(
      names = "--side-by-side",
      paramLabel = "N",
      description =
          "Parallel runs, 1 to 64; they share the processors. Default: one per processor, at"
              + " most 4.")
  private Integer sideBySide;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write.")
  private Path out;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (sideBySide != null) {
      Arguments.inRange("--side-by-side", sideBySide, 1, MOST_SIDE_BY_SIDE);
    }
    if (new HashSet<>(seeds).size() < seeds.size()) {
      throw new UsageException("--seeds: a seed is given twice");
    }
    Arguments.folder("--out", out);
    Prompts.check(prompts);
    if (clip != null) {
      Pretrained.open(clip);
    } else if (variants.fusions != null && variants.fusions.contains("zero-shot")) {
      throw new UsageException(
          "--fusions zero-shot needs --clip: untrained encoders know no labels"
              + " (zero-shot-fine-tuned"
              + " is trained)");
    }
    for (Path path : validation == null ? List.of(data, test) : List.of(data, validation, test)) {
      if (!Files.exists(path)) {
        throw new UserException(path + ": no such folder or zip");
      }
    }
    List<Variant> compared =
        variants.file == null
            ? Variant.ofFusions(config, variants.fusions, prompts)
            : Variant.ofFile(config, variants.file);
    if (compared.stream().map(Variant::name).distinct().count() < compared.size()) {
      throw new UsageException("--fusions: a fusion is given twice");
    }
    if (compared.isEmpty()) {
      throw new UsageException("--variants = " + variants.file + ": has no variant");
    }
    int atATime =
        sideBySide == null ? Math.min(4, Runtime.getRuntime().availableProcessors()) : sideBySide;
    long cache = CacheLimits.ofThisMachine(out.toAbsolutePath()).memory() / atATime;
    ComparedData listings = new ComparedData(data, validation, test, metadata(), clip);
    ComparisonResult result = new Comparison(listings, compared, seeds, out, atATime, cache).run();
    write(result);
    return 0;
  }

  /** The options with the name of the training metadata, which results record. */
  private MetadataOptions metadata() {
    MetadataOptions options = dataSet.options();
    if (options.metadata() != null) {
      return options;
    }
    try (ListingFolder folder = ListingFolder.open(data, options)) {
      String file = folder.metadata().replaceAll(", .*", "");
      return new MetadataOptions(
          file.substring(file.lastIndexOf('/') + 1), options.title(), options.id(), null);
    }
  }

  private void write(ComparisonResult result) throws IOException {
    PrintWriter print = output.text();
    String table = ComparisonTable.of(result);
    Files.writeString(out.resolve("comparison.md"), table);
    Files.writeString(out.resolve("comparison.json"), JsonOutput.line(result) + "\n");
    Files.writeString(out.resolve("report.html"), ComparisonPage.of(result));
    print.print(table);
    output.end(result);
  }
}
