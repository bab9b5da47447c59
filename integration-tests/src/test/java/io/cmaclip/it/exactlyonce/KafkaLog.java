package io.cmaclip.it.exactlyonce;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Captures the messages of a Kafka logger in this process at WARN and above until closed. */
final class KafkaLog implements AutoCloseable {
  /** All loggers of Kafka. */
  static final String ALL = "org.apache.kafka";

  /** The logger that reports revived tasks. */
  static final String STREAM_THREAD = "org.apache.kafka.streams.processor.internals.StreamThread";

  private final Logger logger;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  KafkaLog(String name) {
    logger = (Logger) LoggerFactory.getLogger(name);
    logger.setLevel(Level.WARN);
    appender.start();
    logger.addAppender(appender);
  }

  /** Messages, each followed by the class of its exception. */
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
