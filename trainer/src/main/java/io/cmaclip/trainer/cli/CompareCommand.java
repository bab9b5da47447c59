package io.cmaclip.trainer.cli;

import io.cmaclip.cli.JsonOutput;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip compare}. */
@Command(
    name = "compare",
    description = {
      "Trains variants of a recipe with several seeds and compares them on test listings.",
      "",
      "Variants are fusions, or changes of the recipe from a file. All have the same listings, stages"
          + " and seeds. --out gets a table (comparison.md), everything as JSON (comparison.json), a"
          + " page (report.html) and a small file per run (results/); runs/ has the bundles and may be"
          + " deleted. A run that has its result is not run again; an interrupted comparison goes on"
          + " where it was when the same command is given again. The table also counts results of other"
          + " seeds that were finished for these variants."
    })
final class CompareCommand implements Callable<Integer> {
  private static final int MOST_SIDE_BY_SIDE = 64;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "Training listings: a folder or zip in ImageFolder form.")
  private Path data;

  @Option(
      names = "--validation",
      paramLabel = "PATH",
      description = "Validation listings. Default: a tenth of the training listings.")
  private Path validation;

  @Option(
      names = "--test",
      required = true,
      paramLabel = "PATH",
      description = "Listings to measure on.")
  private Path test;

  @Option(
      names = "--metadata",
      paramLabel = "NAME",
      defaultValue = "metadata.jsonl",
      description = "Metadata file in all of them. Default: ${DEFAULT-VALUE}.")
  private String metadata;

  @Option(
      names = "--config",
      paramLabel = "FILE|PRESET",
      defaultValue = "fashion",
      description = "Recipe that is varied, as for train. Default: ${DEFAULT-VALUE}.")
  private String config;

  @Option(
      names = "--clip",
      paramLabel = "DIR",
      description =
          "A CLIP that import-clip wrote, or a bundle: every run starts from its encoders. Default:"
              + " from nothing.")
  private Path clip;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = Prompts.DEFAULT,
      description =
          "A prompt of the zero-shot variants, with {} for the label; may be given often. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<String> prompts;

  @ArgGroup(multiplicity = "1")
  private Variants variants;

  /** What is compared. */
  static final class Variants {
    @Option(
        names = "--fusions",
        required = true,
        paramLabel = "A,B,C",
        split = ",",
        description =
            "Ways to bring image and text together: cma, cma-no-modality-attention,"
                + " cma-no-attention, clip-sum, clip-concat, clip-transformer, mmbt,"
                + " one-stream, outer-product, cross-attention, embracenet, perceiver, coca,"
                + " image-only, text-only; and two without: zero-shot (CLIP as given, by prompts;"
                + " wants --clip) and zero-shot-fine-tuned (after contrastive training on the"
                + " pairs, as many epochs as the others have). Differences are against the first.")
    private List<String> fusions;

    @Option(
        names = "--variants",
        required = true,
        paramLabel = "FILE",
        description =
            "A JSON object with the changes of each variant by its name, for example {\"plain\":"
                + " {}, \"no-flip\": {\"augmentation\": {\"flip\": 0}}}. Differences are against"
                + " the first.")
    private Path file;
  }

  @Option(
      names = "--seeds",
      paramLabel = "S,T",
      split = ",",
      defaultValue = "1,2,3",
      description = "Seeds of the runs of each variant. Default: ${DEFAULT-VALUE}.")
  private List<Long> seeds;

  @Option(
      names = "--side-by-side",
      paramLabel = "N",
      description =
          "Runs at a time, 1 to 64; they share the processors. Default: one per processor, at most"
              + " 4.")
  private Integer sideBySide;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write.")
  private Path out;

  @Option(names = "--json", description = "Prints a JSON object as the last line.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (sideBySide != null && (sideBySide < 1 || sideBySide > MOST_SIDE_BY_SIDE)) {
      throw new UsageException(
          "--side-by-side = " + sideBySide + ": must be between 1 and " + MOST_SIDE_BY_SIDE);
    }
    if (new HashSet<>(seeds).size() < seeds.size()) {
      throw new UsageException("--seeds: the same seed stands twice");
    }
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new UsageException("--out = " + out + ": is a file; name a folder");
    }
    Prompts.check(prompts);
    if (clip != null) {
      Pretrained.open(clip);
    } else if (variants.fusions != null && variants.fusions.contains("zero-shot")) {
      throw new UsageException(
          "--fusions zero-shot wants --clip: encoders that have learned nothing"
              + " know no label (zero-shot-fine-tuned learns from the pairs)");
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
      throw new UsageException("--fusions: the same fusion stands twice");
    }
    if (compared.isEmpty()) {
      throw new UsageException("--variants = " + variants.file + ": names no variant");
    }
    int atATime =
        sideBySide == null ? Math.min(4, Runtime.getRuntime().availableProcessors()) : sideBySide;
    long cache = CacheLimits.ofThisMachine(out.toAbsolutePath()).memory() / atATime;
    ComparedData listings = new ComparedData(data, validation, test, metadata, clip);
    ComparisonResult result = new Comparison(listings, compared, seeds, out, atATime, cache).run();
    write(result);
    return 0;
  }

  private void write(ComparisonResult result) throws IOException {
    PrintWriter print = spec.commandLine().getOut();
    String table = ComparisonTable.of(result);
    Files.writeString(out.resolve("comparison.md"), table);
    Files.writeString(out.resolve("comparison.json"), JsonOutput.line(result) + "\n");
    Files.writeString(out.resolve("report.html"), ComparisonPage.of(result));
    print.print(table);
    print.flush();
    if (json) {
      JsonOutput.print(print, result);
    }
  }
}
