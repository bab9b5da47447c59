package io.cmaclip.streams.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.fixtures.ImageServer;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;

class FileConsumerTest {
  private static final byte[] IMAGE = ImageServer.image();

  @Test
  void acquiresNoBytesForTheResponseOfACancelledRequest() throws Exception {
    TransferBudget budget = new TransferBudget(1 << 20);
    FileConsumer consumer =
        new FileConsumer(ImageUrl.parse("http://shop.test/a.jpg"), 1 << 20, budget);
    consumer.releaseResources();
    assertThatThrownBy(
            () ->
                consumer.consumeResponse(
                    new BasicHttpResponse(200),
                    new BasicEntityDetails(5000, ContentType.IMAGE_JPEG),
                    null,
                    null))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void abandonReleasesTheBytesOfAnIncompleteResponse() throws Exception {
    TransferBudget budget = new TransferBudget(1 << 20);
    FileConsumer consumer = receiving(budget);
    consumer.consume(ByteBuffer.wrap(IMAGE));
    assertThat(budget.usedBytes()).isPositive();
    consumer.abandon();
    assertThat(budget.usedBytes()).isZero();
    consumer.consume(ByteBuffer.wrap(IMAGE));
    consumer.streamEnd(List.of());
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void abandonReleasesTheBytesOfAnUndeliveredImage() throws Exception {
    TransferBudget budget = new TransferBudget(1 << 20);
    FileConsumer consumer = receiving(budget);
    consumer.consume(ByteBuffer.wrap(IMAGE));
    consumer.streamEnd(List.of());
    assertThat(budget.usedBytes()).isEqualTo(IMAGE.length);
    consumer.abandon();
    consumer.abandon();
    assertThat(budget.usedBytes()).isZero();
  }

  private static FileConsumer receiving(TransferBudget budget) throws Exception {
    FileConsumer consumer =
        new FileConsumer(ImageUrl.parse("http://shop.test/a.jpg"), 1 << 20, budget);
    consumer.consumeResponse(
        new BasicHttpResponse(200),
        new BasicEntityDetails(IMAGE.length, ContentType.IMAGE_PNG),
        null,
        new DroppedResult());
    return consumer;
  }

  /** The callback of a cancelled request. */
  private static final class DroppedResult implements FutureCallback<Reply> {
    @Override
    public void completed(Reply reply) {}

    @Override
    public void failed(Exception cause) {}

    @Override
    public void cancelled() {}
  }
}
