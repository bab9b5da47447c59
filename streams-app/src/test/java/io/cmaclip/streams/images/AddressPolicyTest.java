package io.cmaclip.streams.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private static final AddressPolicy PUBLIC_ONLY = new AddressPolicy(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        // IPv4 in other notations.
        "2130706433",
        "127.1",
        // IPv6
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "::8.8.8.8",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::192.168.0.1",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:0:7f00:1:0:0:f7f7:f7f7",
        "2001:0:808:808:0:0:80ff:fffe",
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2002:c0a8:101::1",
        "2002:a9fe:a9fe::1",
        "2a00:1450::5efe:10.0.0.1",
        "2a00:1450::200:5efe:127.0.0.1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "ff0e::1"
      })
  void refusesAddressesThatAreNotPublic(String address) throws Exception {
    assertThat(PUBLIC_ONLY.permits(address(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
        "2001:0:808:808:0:0:f7f7:f7f7",
        "2001:4860:4860::8888",
        "2606:4700:4700::1111",
        "2a00:1450:4001:801::200e",
        "2a00:1450::5efe:8.8.8.8",
        "3ffe:ffff::1"
      })
  void permitsPublicAddresses(String address) throws Exception {
    assertThat(PUBLIC_ONLY.permits(address(address))).isTrue();
  }

  @Test
  void permitsOnlyTheAllowedRangesBesidesPublicAddresses() throws Exception {
    AddressPolicy policy =
        new AddressPolicy(List.of(Cidr.parse("10.1.0.0/16"), Cidr.parse("fd00:1::/32")));
    assertThat(policy.permits(address("10.1.255.255"))).isTrue();
    assertThat(policy.permits(address("::ffff:10.1.0.1"))).isTrue();
    assertThat(policy.permits(address("64:ff9b::10.1.0.1"))).isTrue();
    assertThat(policy.permits(address("fd00:1::9"))).isTrue();
    assertThat(policy.permits(address("10.2.0.0"))).isFalse();
    assertThat(policy.permits(address("fd00:2::9"))).isFalse();
    assertThat(policy.permits(address("127.0.0.1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "fd00::/129",
        "shop.example/8",
        "10.0.0.0/x",
        "/8"
      })
  void refusesInvalidRanges(String text) {
    assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getAllByName(literal)[0];
  }
}
