package io.cmaclip.lab.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cmaclip.model.errors.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReclassifyBenchTest {
  @Test
  void takesLiveListingsThatAreAnsweredAsFastAsTheyCome() {
    assertThatCode(() -> ReclassifyBench.requireSteady(0.49)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.53})
  void refusesLiveListingsThatWaitInAQueue(double utilisation) {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> ReclassifyBench.requireSteady(utilisation))
        .withMessageContaining("too busy or too slow");
  }
}
