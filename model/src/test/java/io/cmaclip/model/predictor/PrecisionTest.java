package io.cmaclip.model.predictor;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.SelfTest;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.pytorch.DeviceChoice;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Number formats with the shipped bundles. */
class PrecisionTest {
  private static final PredictorSettings CPU =
      new PredictorSettings(DeviceChoice.CPU, 1, Precision.FLOAT32, 0);

  private static Bundle bundle(String name) {
    return Bundle.open(Path.of("..", "bundles", name).toAbsolutePath().normalize());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FLOAT16"},
      mode = EnumSource.Mode.EXCLUDE)
  void shippedBundlesPassTheirSelfTestInEachPrecision(Precision precision) throws Exception {
    for (String name : List.of("garments", "fashion-products")) {
      try (CmaClipPredictor predictor =
          CmaClipPredictor.load(bundle(name), CPU.withPrecision(precision))) {
        predictor.selfTest();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"garments", "fashion-products"})
  void int8GivesTheLabelsOfFloat32ForDerivedListings(String name) throws Exception {
    Bundle bundle = bundle(name);
    SelfTest selfTest = bundle.selfTest();
    List<PreparedListing> listings = DerivedListings.of(selfTest.inputs());
    try (CmaClipPredictor exact = CmaClipPredictor.load(bundle, CPU);
        CmaClipPredictor reduced =
            CmaClipPredictor.load(bundle, CPU.withPrecision(Precision.INT8))) {
      List<String> expected = labels(exact, listings);
      List<String> found = labels(reduced, listings);
      long same = 0;
      for (int i = 0; i < expected.size(); i++) {
        same += expected.get(i).equals(found.get(i)) ? 1 : 0;
      }
      assertThat((double) same / expected.size()).isGreaterThan(0.98);
    }
  }

  private static List<String> labels(CmaClipPredictor predictor, List<PreparedListing> listings) {
    return predictor.predict(listings).stream()
        .flatMap(prediction -> prediction.tasks().stream())
        .map(task -> task.label())
        .toList();
  }
}
