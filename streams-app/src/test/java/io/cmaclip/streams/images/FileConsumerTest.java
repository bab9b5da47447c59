package io.cmaclip.streams.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;

class FileConsumerTest {
  @Test
  void aResponseThatArrivesAfterItsRequestWasCancelledTakesNoMemory() throws Exception {
    TransferBudget budget = new TransferBudget(1 << 20);
    FileConsumer consumer =
        new FileConsumer(PictureUrl.parse("http://shop.test/a.jpg"), 1 << 20, budget);
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
}
