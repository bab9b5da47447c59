package io.cmaclip.lab.bench.images;

import io.cmaclip.cli.JsonOutput;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.image.ImageDecoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip bench images}. */
@Command(
    name = "pictures",
    aliases = "images",
    description = {
      "Measures the CPU time of decoding images and resizing them to a model's input size.",
      "",
      "Decodes generated images on one thread, beside Java's own readers and, where Python has",
      "it, Pillow. docs/sizing.md explains how to use the figures."
    })
public final class BenchImagesCommand implements Callable<Integer> {
  private static final int SMALLEST_SIDE = 8;
  private static final int LARGEST_SIDE = 16_384;
  private static final int LARGEST_TARGET = 1_024;

  @Spec private CommandSpec spec;

  @Option(
      names = {"--sizes", "--sides"},
      paramLabel = "WxH",
      split = ",",
      description = "Sizes of the images in pixels; N is N x N. Default: ${DEFAULT-VALUE}.")
  private List<String> sizes = List.of("300x400", "900x1200", "2000x2000", "6000x8000");

  @Option(
      names = "--formats",
      paramLabel = "FORMAT",
      split = ",",
      description = "Of jpeg, jpeg-progressive, png, gif, bmp, webp. Default: ${DEFAULT-VALUE}.")
  private List<String> formats = List.of("jpeg", "jpeg-progressive", "png", "webp");

  @Option(
      names = {"--targets", "--frame"},
      paramLabel = "WxH",
      split = ",",
      description = "Sizes of the model's input; N is N x N. Default: ${DEFAULT-VALUE}.")
  private List<String> targets = List.of("60x80", "224");

  @Option(
      names = "--python",
      paramLabel = "COMMAND",
      description =
          "Python interpreter with Pillow. Without Pillow its figures are missing. Default:"
              + " ${DEFAULT-VALUE}.")
  private String python = "python3";

  @Option(names = "--json", description = "Print one JSON object as the last line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    List<Size> imageSizes = sizes("--sizes", sizes, LARGEST_SIDE);
    List<Size> targetSizes = sizes("--targets", targets, LARGEST_TARGET);
    List<SampleFormat> imageFormats =
        formats.stream().map(allowed("--formats", SampleFormat::of, SampleFormat.LABELS)).toList();
    List<ImageCost.Decoding> decodings = new ArrayList<>();
    List<ImageCost.Preparation> cases = new ArrayList<>();
    Optional<Pillow> pillow = Pillow.start(python);
    try {
      say("JPEG: " + ImageDecoder.jpegLibrary());
      say("Pillow: " + pillow.map(Pillow::version).orElse("not found with --python " + python));
      for (SampleFormat format : imageFormats) {
        for (Size size : imageSizes) {
          ImageCost cost = new ImageCost(format, size);
          cost.decoding()
              .ifPresent(
                  decoding -> {
                    decodings.add(decoding);
                    say(row(decoding));
                  });
          for (Size target : targetSizes) {
            for (ImageCost.Preparation found : cost.preparation(target, pillow)) {
              cases.add(found);
              say(row(found));
            }
          }
        }
      }
    } finally {
      pillow.ifPresent(Pillow::close);
    }
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("jpegLibrary", ImageDecoder.jpegLibrary());
      result.put("pillow", pillow.map(Pillow::version).orElse(null));
      result.put("cases", cases);
      result.put("decoding", decodings);
      JsonOutput.print(spec.commandLine().getOut(), result);
    }
    return 0;
  }

  private void say(String line) {
    PrintWriter out = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private static String row(ImageCost.Decoding found) {
    return String.format(
        Locale.ROOT,
        "%-16s %5d x %-5d decode              %8.2f ms  before %s  ratio %s",
        found.format(),
        found.width(),
        found.height(),
        found.cpuMillis(),
        millis(found.beforeCpuMillis()),
        found.ratio() == null ? "-" : String.format(Locale.ROOT, "%.2f", found.ratio()));
  }

  private static String row(ImageCost.Preparation found) {
    return String.format(
        Locale.ROOT,
        "%-16s %5d x %-5d to %-9s %-6s %8.2f ms  Pillow %s  Pillow draft %s",
        found.format(),
        found.width(),
        found.height(),
        found.target(),
        found.mode(),
        found.cpuMillis(),
        millis(found.pillowCpuMillis()),
        millis(found.pillowDraftCpuMillis()));
  }

  private static String millis(Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.2f ms", value);
  }

  private static List<Size> sizes(String option, List<String> texts, int largest) {
    String range = "sides from " + SMALLEST_SIDE + " to " + largest + ", such as 900x1200 or 224";
    Function<String, Size> parse =
        text -> {
          Size size = Size.parse(text);
          int shorter = Math.min(size.width(), size.height());
          if (shorter < SMALLEST_SIDE || Math.max(size.width(), size.height()) > largest) {
            throw new IllegalArgumentException(text);
          }
          return size;
        };
    return texts.stream().map(allowed(option, parse, range)).toList();
  }

  private static <T> Function<String, T> allowed(
      String option, Function<String, T> parse, String range) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        throw new UsageException(option + " = " + text + ": allowed are " + range);
      }
    };
  }
}
