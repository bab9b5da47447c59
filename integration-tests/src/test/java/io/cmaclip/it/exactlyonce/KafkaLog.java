package io.cmaclip.it.exactlyonce;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a logger of Kafka's logs in this process at WARN and above, until it is closed. */
final class KafkaLog implements AutoCloseable {
  /** Whoever works at Kafka's. */
  static final String ALL = "org.apache.kafka";

  /** Who revives tasks. */
  static final String STREAM_THREAD = "org.apache.kafka.streams.processor.internals.StreamThread";

  private final Logger logger;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  KafkaLog(String name) {
    logger = (Logger) LoggerFactory.getLogger(name);
    logger.setLevel(Level.WARN);
    appender.start();
    logger.addAppender(appender);
  }

  /** Each message, with the class of what was thrown behind it. */
  List<String> messages() {
    return List.copyOf(appender.list).stream()
        .map(event -> event.getFormattedMessage() + " " + thrown(event))
        .toList();
  }

  private static String thrown(ILoggingEvent event) {
    return event.getThrowableProxy() == null ? "" : event.getThrowableProxy().getClassName();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}
