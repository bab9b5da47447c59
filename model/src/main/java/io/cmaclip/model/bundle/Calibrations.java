package io.cmaclip.model.bundle;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.files.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The calibrations of a bundle. A calibration changes operating points, not weights; the bundle's
 * version then ends in {@code +calibration.N}, and its fingerprint changes. All calibrations stay
 * in the bundle's folder, so that each can be returned to.
 */
public final class Calibrations {
  private static final Pattern VERSION = Pattern.compile("(.*)\\+calibration\\.([1-9][0-9]{0,8})");
  private static final Pattern LAST_NUMBER = Pattern.compile("(.*?)([0-9]{1,9})([^0-9]*)");

  private Calibrations() {}

  /** Number of the calibration in force; 0 = as trained. */
  public static int number(Bundle bundle) {
    Matcher version = VERSION.matcher(bundle.manifest().version());
    return version.matches() ? Integer.parseInt(version.group(2)) : 0;
  }

  /**
   * The calibrations in the bundle's folder, by number; empty if it was never recalibrated.
   *
   * @throws UserException if a file is damaged
   */
  public static List<Calibration> of(Bundle bundle) {
    try (Stream<Path> files = Files.list(bundle.folder())) {
      return files
          .filter(file -> file.getFileName().toString().matches("calibration-[0-9]{1,9}\\.json"))
          .map(file -> Json.read(file, Calibration.class))
          .sorted(Comparator.comparingInt(Calibration::number))
          .toList();
    } catch (IOException e) {
      throw new UserException("bundle " + bundle.folder() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Puts new operating points in force and reopens the bundle.
   *
   * @param tasks the bundle's tasks with other operating points
   * @param now when they were fitted
   */
  public static Bundle apply(Bundle bundle, List<BundleTask> tasks, Instant now)
      throws IOException {
    List<Calibration> known = of(bundle);
    int former = number(bundle);
    Map<String, String> texts = new LinkedHashMap<>();
    if (known.isEmpty()) {
      BundleManifest trained = bundle.manifest();
      put(
          texts,
          new Calibration(
              0, 0, trained.version(), bundle.fingerprint(), trained.createdAt(), trained.tasks()));
    }
    int number = 1 + known.stream().mapToInt(Calibration::number).max().orElse(0);
    String version = base(bundle.manifest().version()) + "+calibration." + number;
    BundleManifest manifest = bundle.manifest().withTasks(tasks).withVersion(version);
    put(texts, new Calibration(number, former, version, fingerprint(manifest), now, tasks));
    return BundleWriter.replaceManifest(bundle, manifest, texts);
  }

  /**
   * Returns to the calibration before the one in force and reopens the bundle. Unless the bundle
   * was changed otherwise, it has its former fingerprint again.
   *
   * @throws UserException if the bundle is as trained
   */
  public static Bundle rollback(Bundle bundle) throws IOException {
    int number = number(bundle);
    if (number == 0) {
      throw new UserException("bundle " + bundle.folder() + ": no calibration is in force");
    }
    List<Calibration> known = of(bundle);
    Calibration target = find(bundle, known, find(bundle, known, number).former());
    return BundleWriter.replaceManifest(
        bundle,
        bundle.manifest().withTasks(target.tasks()).withVersion(target.version()),
        Map.of());
  }

  private static Calibration find(Bundle bundle, List<Calibration> known, int number) {
    return known.stream()
        .filter(calibration -> calibration.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "bundle " + bundle.folder() + ": calibration-" + number + ".json is missing"));
  }

  /**
   * The version of a bundle that is trained from one of this version: its last number, without
   * calibrations, plus 1; "1" without a number.
   */
  public static String nextTrained(String version) {
    Matcher number = LAST_NUMBER.matcher(base(version));
    return number.matches()
        ? number.group(1) + (Integer.parseInt(number.group(2)) + 1) + number.group(3)
        : "1";
  }

  /** The version without a calibration. */
  private static String base(String version) {
    Matcher calibrated = VERSION.matcher(version);
    return calibrated.matches() ? calibrated.group(1) : version;
  }

  private static void put(Map<String, String> texts, Calibration calibration) throws IOException {
    texts.put("calibration-" + calibration.number() + ".json", Json.pretty(calibration));
  }

  private static String fingerprint(BundleManifest manifest) throws IOException {
    return Checksum.of(Json.pretty(manifest).getBytes(StandardCharsets.UTF_8));
  }
}
