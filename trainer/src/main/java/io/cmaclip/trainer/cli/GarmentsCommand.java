package io.cmaclip.trainer.cli;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.cli.ProjectHome;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.trainer.garments.ContactSheet;
import io.cmaclip.trainer.garments.DemoListings;
import io.cmaclip.trainer.garments.GarmentFolder;
import io.cmaclip.trainer.garments.GarmentShop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip garments}. */
@Command(
    name = "garments",
    description = {
      "Renders labelled listings of dresses for training and tests.",
      "",
      "Each listing has an image, a seller's title and the labels colour, pattern and style."
          + " The same seed yields the same listings."
    })
final class GarmentsCommand implements Callable<Integer> {
  private static final int MOST = 1_000_000;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for images and metadata.jsonl.")
  private Path out;

  @Option(names = "--count", paramLabel = "N", description = "Number of listings, 1 to 1,000,000.")
  private Integer count;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Random seed. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--sheet",
      paramLabel = "FILE",
      description = "PNG of the first sixty listings, with or without --out.")
  private Path sheet;

  @Option(names = "--demo", description = "Renders the demo's listings again, in the source tree.")
  private boolean demo;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException {
    if (out == null && sheet == null && !demo) {
      throw new UsageException("nothing to do: give --out DIR --count N, --sheet FILE or --demo");
    }
    if ((out == null) != (count == null)) {
      throw new UsageException("--out DIR and --count N go together");
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("seed", seed);
    PrintWriter print = output.text();
    if (out != null) {
      result.put("listings", count);
      result.put("imageBytes", render());
      print.printf("%,d listings in %s%n", count, out);
    }
    GarmentShop shop = new GarmentShop(seed);
    if (sheet != null) {
      ContactSheet.write(shop, sheet);
      result.put("sheet", sheet.toString());
      print.println("sheet of the first sixty in " + sheet);
    }
    if (demo) {
      Path zip = ProjectHome.resolve(DemoListings.RESOURCE);
      DemoListings.write(zip);
      result.put("demo", zip.toString());
      print.println("the demo's listings in " + zip);
    }
    output.end(result);
    return 0;
  }

  private long render() throws IOException {
    Arguments.inRange("--count", count, 1, MOST);
    if (GarmentFolder.isTaken(out)) {
      throw new UserException(
          "--out = " + out + ": already holds listings; name a new or empty folder");
    }
    try (ProgressBar progress = ProgressBar.start("garments", "listings", count)) {
      return GarmentFolder.write(new GarmentShop(seed), count, out, progress);
    }
  }
}
