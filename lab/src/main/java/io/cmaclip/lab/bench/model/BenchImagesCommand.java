package io.cmaclip.lab.bench.model;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.errors.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip bench images}. */
@Command(
    name = "pictures",
    aliases = "images",
    description = {
      "Measures the CPU time of decoding images and resizing them to a model's input size.",
      "",
      "Decodes generated square images on one thread. docs/sizing.md explains how to use",
      "the figures."
    })
public final class BenchImagesCommand implements Callable<Integer> {
  private static final int LARGEST = 8_192;

  @Option(
      names = "--sides",
      paramLabel = "N",
      split = ",",
      description = "Width and height of the images, in pixels. Default: ${DEFAULT-VALUE}.")
  private List<Integer> sides = List.of(80, 256, 512, 1_024, 2_048);

  @Option(
      names = "--formats",
      paramLabel = "FORMAT",
      split = ",",
      description = "Of jpg, png, gif, bmp, webp. Default: ${DEFAULT-VALUE}.")
  private List<String> formats = List.of("jpg");

  @Option(
      names = "--frame",
      paramLabel = "N",
      description = "Width and height of the model's input. Default: ${DEFAULT-VALUE}.")
  private int frame = 224;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException {
    for (int side : sides) {
      requireAllowed("--sides", side);
    }
    requireAllowed("--frame", frame);
    if (!ImageCost.FORMATS.containsAll(formats)) {
      throw new UsageException(
          "--formats = " + formats + ": allowed are " + String.join(", ", ImageCost.FORMATS));
    }
    ImageCost cost = new ImageCost(frame);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String format : formats) {
      for (int side : sides) {
        rows.add(row(cost.of(format, side)));
      }
    }
    output.end(Map.of("frame", frame, "pictures", rows));
    return 0;
  }

  private Map<String, Object> row(ImageCost.Cost found) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("format", found.format());
    row.put("side", found.side());
    row.put("bytes", found.bytes());
    row.put("cpuMillis", found.millis());
    if (!output.isJson()) {
      output
          .text()
          .printf(
              Locale.ROOT,
              "%-4s %5d x %-5d %9d bytes  %8.2f ms%n",
              found.format(),
              found.side(),
              found.side(),
              found.bytes(),
              found.millis());
      output.text().flush();
    }
    return row;
  }

  private static void requireAllowed(String option, int side) {
    if (side < 8 || side > LARGEST) {
      throw new UsageException(option + " = " + side + ": must be between 8 and " + LARGEST);
    }
  }
}
