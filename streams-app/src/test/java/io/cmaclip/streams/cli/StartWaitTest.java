package io.cmaclip.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class StartWaitTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<String> statuses = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean isEnding = new AtomicBoolean();
  private final AtomicInteger attempts = new AtomicInteger();

  static Stream<Throwable> failuresOfAStartingCluster() {
    return Stream.of(
        new RegistryUnavailableException("no connection"),
        new RegistryUnavailableException(
            "a proxy closes the connection",
            caused(new SSLHandshakeException(""), new EOFException())),
        new TimeoutException("no controller"),
        new InvalidReplicationFactorException("3 replicas, 1 broker"));
  }

  static Stream<Throwable> mistakes() {
    return Stream.of(
        new RegistryUnavailableException("wrong certificate", new SSLHandshakeException("")),
        new SaslAuthenticationException("wrong password"),
        new IllegalArgumentException("anything else"));
  }

  @ParameterizedTest
  @MethodSource("failuresOfAStartingCluster")
  void repeatsAnAttemptThatFailsWhileTheClusterStarts(Throwable cause) throws Exception {
    assertThat(startWait(LONG).until("it", failing(1, cause))).hasValue("done");
    assertThat(attempts).hasValue(2);
    assertThat(statuses).containsExactly("waits for it", "waits for it: attempt 1", null);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void failsAtOnceOnAMistakeInTheConfiguration(Throwable cause) {
    assertThatThrownBy(() -> startWait(LONG).until("it", failing(9, cause)))
        .isInstanceOf(UserException.class)
        .hasMessage("attempt 1");
    assertThat(attempts).hasValue(1);
  }

  @Test
  void makesOneAttemptWithoutALimit() {
    assertThatThrownBy(
            () -> startWait(Duration.ZERO).until("it", failing(9, new TimeoutException(""))))
        .hasMessage("attempt 1");
  }

  @Test
  void namesTheKeyAtTheLimit() {
    assertThatThrownBy(
            () ->
                startWait(Duration.ofSeconds(1)).until("it", failing(9, new TimeoutException(""))))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("; waited for 1 s (start.wait)");
    assertThat(attempts).hasValueGreaterThan(1);
  }

  @Test
  void sharesOneLimitBetweenAllThatIsWaitedFor() throws Exception {
    StartWait wait = startWait(Duration.ofMillis(1500));
    assertThat(wait.until("brokers", failing(1, new TimeoutException("")))).isPresent();
    attempts.set(0);
    assertThatThrownBy(() -> wait.until("registry", failing(9, new TimeoutException(""))))
        .hasMessageContaining("start.wait");
    assertThat(attempts).hasValue(2);
  }

  @Test
  void returnsNothingWhenTheProcessIsToEndBetweenAttempts() throws Exception {
    assertThat(
            startWait(LONG)
                .until(
                    "it",
                    () -> {
                      isEnding.set(true);
                      throw new UserException("late", new TimeoutException(""));
                    }))
        .isEmpty();
  }

  @Test
  void interruptsTheAttemptWhenTheProcessIsToEnd() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    assertThat(
            startWait(LONG)
                .until(
                    "it",
                    () -> {
                      isEnding.set(true);
                      try {
                        Thread.sleep(LONG.toMillis());
                      } catch (InterruptedException e) {
                        interrupted.countDown();
                      }
                      return "late";
                    }))
        .isEmpty();
    interrupted.await();
  }

  private StartWait startWait(Duration limit) {
    return new StartWait(limit, isEnding::get, statuses::add);
  }

  private Supplier<String> failing(int times, Throwable cause) {
    return () -> {
      int attempt = attempts.incrementAndGet();
      if (attempt <= times) {
        throw new UserException("attempt " + attempt, cause);
      }
      return "done";
    };
  }

  private static Exception caused(Exception failure, Exception cause) {
    failure.initCause(cause);
    return failure;
  }
}
