package io.cmaclip.streams.images;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The SSRF guard: permits public addresses and the ranges that the configuration allows, and
 * refuses every other address. Ranges: IANA's special-purpose registries (RFC 6890 and its
 * updates). Immutable.
 */
final class AddressPolicy {
  private static final List<Cidr> NOT_PUBLIC_V4 =
      ranges(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // carrier-grade NAT
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local, metadata services of clouds
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relays, deprecated
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, broadcast

  /** The publicly routed part of IPv6; addresses outside are refused. */
  private static final Cidr GLOBAL_V6 = Cidr.parse("2000::/3");

  private static final List<Cidr> NOT_PUBLIC_V6 =
      ranges(
          "2001::/23", // protocol assignments: benchmarks, ORCHID and others, except Teredo
          "2001:db8::/32", // documentation
          "3fff::/20"); // documentation

  private static final Cidr TEREDO = Cidr.parse("2001::/32");
  private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");
  private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");

  private final List<Cidr> allowed;

  /**
   * @param allowed permitted ranges that are not public
   */
  AddressPolicy(List<Cidr> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  boolean permits(InetAddress address) {
    return permits(address.getAddress());
  }

  private boolean permits(byte[] address) {
    if (isIn(allowed, address)) {
      return true;
    }
    return address.length == 4 ? !isIn(NOT_PUBLIC_V4, address) : permitsV6(address);
  }

  private boolean permitsV6(byte[] address) {
    // Java converts ::ffff:a.b.c.d to IPv4 beforehand; it is outside 2000::/3 in any case.
    if (NAT64.contains(address)) {
      return permits(part(address, 12));
    }
    if (!GLOBAL_V6.contains(address)) {
      return false;
    }
    if (SIX_TO_FOUR.contains(address)) {
      return permits(part(address, 2));
    }
    if (TEREDO.contains(address)) {
      byte[] client = part(address, 12);
      for (int i = 0; i < client.length; i++) {
        client[i] ^= (byte) 0xFF;
      }
      return permits(part(address, 4)) && permits(client);
    }
    if (isIn(NOT_PUBLIC_V6, address)) {
      return false;
    }
    return !isIsatap(address) || permits(part(address, 12));
  }

  /** Whether the interface identifier embeds an IPv4 address (RFC 5214). */
  private static boolean isIsatap(byte[] address) {
    return (address[8] & 0xFD) == 0
        && address[9] == 0
        && address[10] == 0x5E
        && address[11] == (byte) 0xFE;
  }

  private static byte[] part(byte[] address, int from) {
    return Arrays.copyOfRange(address, from, from + 4);
  }

  private static boolean isIn(List<Cidr> ranges, byte[] address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static List<Cidr> ranges(String... texts) {
    return Stream.of(texts).map(Cidr::parse).toList();
  }
}
