package io.cmaclip.streams.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageUrlTest {
  @ParameterizedTest
  @CsvSource({
    "http://shop.example/a.jpg, http, shop.example, 80, /a.jpg",
    "HTTPS://Shop.Example, https, shop.example, 443, /",
    "https://shop.example:8443/a?b=c#frag, https, shop.example, 8443, /a?b=c",
    "http://shop.example?x=1, http, shop.example, 80, /?x=1",
    "http://shop.example/red dress.jpg, http, shop.example, 80, /red%20dress.jpg",
    "http://shop.example/%20|ü.jpg, http, shop.example, 80, /%20%7C%C3%BC.jpg",
    "http://bücher.example/, http, xn--bcher-kva.example, 80, /",
    "http://[2A00::1]:80/x, http, 2a00::1, 80, /x",
    "http://a_b.example:/x, http, a_b.example, 80, /x",
    "http://shop.example//x, http, shop.example, 80, //x"
  })
  void normalisesUrls(String text, String scheme, String host, int port, String target)
      throws Exception {
    assertThat(ImageUrl.parse(text)).isEqualTo(new ImageUrl(scheme, host, port, target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://shop.example/a",
        "gopher://shop.example/",
        "jar:http://shop.example/a!/b",
        "data:image/png;base64,AAAA",
        "//shop.example/a",
        "/a.jpg",
        "shop.example/a.jpg",
        "",
        "http://",
        "http:///a.jpg",
        "http://user:secret@shop.example/",
        "http://user@shop.example/",
        "http://shop.example:99999/",
        "http://shop.example:0/",
        "http://shop.example:80:80/",
        "http://shop.example\\@evil.example/",
        "http://shop example/",
        "http://[::1%25eth0]/",
        "http://[::1/",
        "http://shop.example/\r\nX-Injected: 1",
        "http://shop.exam\u0000ple/"
      })
  void refusesOtherUrls(String text) {
    assertThatThrownBy(() -> ImageUrl.parse(text))
        .isInstanceOfSatisfying(
            FetchFailedException.class, e -> assertThat(e.reason()).isEqualTo(FetchCause.BAD_URL))
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "http://other.example/b, http://other.example:80/b",
    "https://[2a00::1]/b, https://2a00::1:443/b",
    "/b c.jpg, http://shop.example:8080/b%20c.jpg",
    "b.jpg, http://shop.example:8080/dir/b.jpg",
    "../b.jpg?x=1, http://shop.example:8080/b.jpg?x=1",
    "//cdn.example/b, http://cdn.example:80/b"
  })
  void resolvesRedirects(String location, String expected) throws Exception {
    ImageUrl base = ImageUrl.parse("http://shop.example:8080/dir/a.jpg?q=1");
    assertThat(base.resolve(location).key()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "javascript:1", "http://u:p@x.example/", "http://[bad"})
  void refusesOtherRedirects(String location) throws Exception {
    ImageUrl base = ImageUrl.parse("http://shop.example/a.jpg");
    assertThatThrownBy(() -> base.resolve(location)).isInstanceOf(FetchFailedException.class);
  }

  @Test
  void logsNeitherQueryNorLongPath() throws Exception {
    ImageUrl url = ImageUrl.parse("https://cdn.example/a.jpg?X-Signature=secret");
    assertThat(url.toString()).isEqualTo("https://cdn.example:443/a.jpg");
    assertThat(ImageUrl.parse("https://cdn.example/" + "a".repeat(5000)).toString())
        .hasSizeLessThan(200);
  }
}
