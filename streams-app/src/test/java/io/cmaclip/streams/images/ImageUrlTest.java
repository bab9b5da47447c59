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
    "http://shop.example//x, http, shop.example, 80, //x",
    "//shop.example/a.jpg?v=1, https, shop.example, 443, /a.jpg?v=1",
    "http://shop.example/100%-cotton.jpg, http, shop.example, 80, /100%-cotton.jpg",
    "http://shop.example/a/../b/./c.jpg, http, shop.example, 80, /b/c.jpg",
    "http://shop.example/../../a, http, shop.example, 80, /a",
    "http://shop.example/a/%2E%2e/b, http, shop.example, 80, /b",
    "http://shop.example/a/.., http, shop.example, 80, /",
    "http://shop.example/a\\b.jpg, http, shop.example, 80, /a/b.jpg",
    "http://shop.example/a?b=../c, http, shop.example, 80, /a?b=../c",
    "http://b%C3%BCcher.example/, http, xn--bcher-kva.example, 80, /",
    "http://faß.example/, http, xn--fa-hia.example, 80, /",
    "http://FASS.example/, http, fass.example, 80, /",
    "http://βόλος.example/, http, xn--nxasmm1c.example, 80, /",
    "http://例え。テスト/, http, xn--r8jz45g.xn--zckzah, 80, /",
    "http://ＳＨＯＰ.example/, http, shop.example, 80, /",
    "http://i♥ny.example/, http, xn--iny-zx5a.example, 80, /",
    "http://👕.example/, http, xn--6p8h.example, 80, /",
    "http://Ünïcode.example/, http, xn--ncode-cta3g.example, 80, /",
    "http://shop\u00ad.example/, http, shop.example, 80, /",
    "http://рф.example/, http, xn--p1ai.example, 80, /"
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
        "http://shop.exam\u0000ple/",
        "http://shop.exam%00ple/",
        "http://shop.example%2F@evil.example/",
        "http://shop%2Fexample/",
        "http://℀.example/",
        "http://a\u200e\u00fc.example/",
        "http://\u0301a.example/",
        "//user@shop.example/",
        "///a.jpg"
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
    "//cdn.example/b, http://cdn.example:80/b",
    "?size=large, http://shop.example:8080/dir/a.jpg?size=large",
    "#part, http://shop.example:8080/dir/a.jpg?q=1",
    "'', http://shop.example:8080/dir/a.jpg?q=1",
    "/100%-cotton.jpg, http://shop.example:8080/100%-cotton.jpg",
    "/größe schön.jpg, http://shop.example:8080/gr%C3%B6%C3%9Fe%20sch%C3%B6n.jpg",
    "../../../b.jpg, http://shop.example:8080/b.jpg",
    "./b.jpg?c=d/../e#f, http://shop.example:8080/dir/b.jpg?c=d/../e",
    "\\b.jpg, http://shop.example:8080/b.jpg",
    ";x, http://shop.example:8080/dir/;x",
    "HTTPS://Bücher.example/ü?ü, https://xn--bcher-kva.example:443/%C3%BC?%C3%BC"
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
